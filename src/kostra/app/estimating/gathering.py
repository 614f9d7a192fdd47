"""What an estimate is made from: where units stand, what they reported, what was true before, who lives there, what others have counted.

All of it in one transaction. Nothing is estimated here. Klargjorte data are what the log of edits makes of
what came; a delivery that is still being controlled is not in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from kostra import regions
from kostra.app.editing.working import Working, current
from kostra.app.estimating.earlier import Earlier, earlier
from kostra.app.ports.transaction import Transaction
from kostra.app.reconciling.gathering import in_force
from kostra.app.registers.using import records
from kostra.app.system import System
from kostra.editing.derivations import derive
from kostra.editing.variables import Measure, Sums, totals
from kostra.estimation.catalogue import Declared
from kostra.estimation.gates import Level
from kostra.model.edit import Whole
from kostra.model.errors import Missing, Refused
from kostra.model.region import AgeBand
from kostra.model.submission import Content, Standing

WITHOUT_OSLO = "EAKUO"
_ONE_STRATUM = "alle"


@dataclass(frozen=True, slots=True)
class Gathered:
    """`standings` are of every unit that is expected, by its code. `delivered` are the sums before edits.

    `contents` is what each unit sent last, `unusable` the tables that it is held out of, `register` what another register counts and
    `file` the id of its file. `places` are the regions of each unit, in the order of `standings`.
    """

    now: Working
    standings: tuple[Standing, ...]
    delivered: Mapping[str, Sums]
    contents: Mapping[str, Content]
    unusable: Mapping[str, frozenset[str]]
    register: Mapping[str, float] | None
    file: str | None
    last: Earlier
    before: Earlier
    places: Mapping[Level, tuple[str, ...]]
    strata: tuple[str, ...]

    @property
    def year(self) -> int:
        return self.now.whole.period.year

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(one.expected.unit for one in self.standings)

    def measure(self, id: str) -> Measure:
        return next(one.top for one in self.now.variables if one.id == id)


def gather(system: System, tx: Transaction, whole: Whole, declared: Declared) -> Gathered:
    # What comes meanwhile is seen by what is read after it: a state that is newer than the data counts as late, and is in the next run.
    now = current(system, tx, whole)
    standings = tx.campaign.standings(season=whole.season, form=whole.form, period=whole.period)
    if not standings:
        raise Missing(
            f"Det er ikke åpnet noen innsamling av skjema {whole.form} for {whole.period}. Velg et år som er samlet inn her."
        )
    standings = tuple(sorted(standings, key=lambda one: one.expected.unit))
    register, file = _register(system, tx, whole, declared)
    return Gathered(
        now=now,
        standings=standings,
        delivered=_delivered(now),
        contents=_contents(tx, now, standings),
        unusable=_unusable(tx, whole),
        register=register,
        file=file,
        last=earlier(system, tx, whole, 1),
        before=earlier(system, tx, whole, 2),
        places=_places(standings, whole.period.year),
        strata=tuple(_stratum(one.expected.unit, whole.period.year) for one in standings),
    )


def population(unit: str, year: int, band: AgeBand) -> float:
    """At the end of the year; at the beginning of it where that is not counted yet. Not a number where nobody knows."""
    code = unit[:4] if unit.endswith("00") else unit
    for counted in (regions.at_year_end, regions.count):
        try:
            return float(counted(code, year, band).persons)
        except Refused:
            continue
    return float("nan")


def _delivered(now: Working) -> Mapping[str, Sums]:
    if not now.ledger.counts:
        return now.totals
    frame = derive(now.base, now.whole.form, now.whole.period.year)
    return dict.fromkeys(now.submissions, now.nothing) | totals(frame, now.measures)


def _contents(tx: Transaction, now: Working, standings: tuple[Standing, ...]) -> dict[str, Content]:
    """Of the delivery that klargjorte data hold, and where they hold none, of the last that came."""
    sources = {one.unit: one for one in tx.edits.sources(now.whole)}
    found: dict[str, Content] = {}
    for one in standings:
        unit = one.expected.unit
        source, counts = sources.get(unit), now.submissions.get(unit)
        if source is not None and counts in (None, source.submission):
            found[unit] = source.content
        elif counts is not None or one.arrived is not None:
            sent = tx.submissions.newest(one.expected) if counts is None else tx.submissions.one(counts)
            if sent is not None:
                found[unit] = sent.content
    return found


def _unusable(tx: Transaction, whole: Whole) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one in tx.edits.judged(whole):
        if not one.usable:
            found.setdefault(one.of.unit, set()).add(one.table)
    return {unit: frozenset(tables) for unit, tables in found.items()}


def _register(
    system: System, tx: Transaction, whole: Whole, declared: Declared
) -> tuple[Mapping[str, float] | None, str | None]:
    if declared.register is None or declared.column is None:
        return None, None
    files = in_force(tx, declared.register, whole.period)
    if not files:
        return None, None
    frame = pl.concat([records(system, tx, one) for one in files])
    counted = frame.filter(pl.col("region").is_not_null()).group_by("region").agg(pl.col(declared.column).sum())
    return {unit: float(count) for unit, count in counted.iter_rows()}, ",".join(one.id for one in files)


def _places(standings: tuple[Standing, ...], year: int) -> dict[Level, tuple[str, ...]]:
    told = [regions.belonging(one.expected.unit, year) for one in standings]
    groups = ["" if one.kostra_group is None else one.kostra_group.code for one in told]
    return {
        Level.MUNICIPALITY: tuple(one.municipality.code for one in told),
        Level.GROUP: tuple(groups),
        Level.COUNTY: tuple(one.county.code for one in told),
        Level.COUNTRY: tuple(one.country.code for one in told),
    }


def _stratum(unit: str, year: int) -> str:
    """The KOSTRA group; the size class before there were groups; one for all where neither is known."""
    told = regions.belonging(unit, year)
    region = told.kostra_group or told.size_class
    return _ONE_STRATUM if region is None else region.code
