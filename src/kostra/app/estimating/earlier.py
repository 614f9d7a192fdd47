"""An earlier year's final values, and who was counted then, in this year's municipalities.

Only what was collected here is known. A municipality that has become several is divided by their population, where that says anything;
where it does not, or where a part of what has become one never reported, nobody knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from kostra import regions
from kostra.app.editing.working import Working, current, made_of
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.editing.columns import UNIT
from kostra.editing.variables import Measure, Sums
from kostra.forms import catalogue
from kostra.model.edit import Whole
from kostra.model.errors import Refused
from kostra.model.period import Period
from kostra.model.submission import State
from kostra.regions.rebase import Amount, Why, rebase

_NIL = (State.NIL_CONFIRMED, State.NIL_PRESUMED)
WHOLE = "00"
"""What the number of a unit ends with, when it is all of its municipality."""


@dataclass(frozen=True, slots=True)
class Version:
    """Which data: a digest of the submissions, and the last edit that is in them."""

    made_of: str
    through: int

    @classmethod
    def of(cls, working: Working) -> Version:
        return cls(made_of(working.submissions), working.ledger.through)


@dataclass(frozen=True, slots=True)
class Earlier:
    """`values` by measure, then by this year's unit. `frame` is of the records, with `unit` as it is called this year.

    `version` is None when nothing was collected that year.
    """

    values: Mapping[Measure, Mapping[str, float]]
    frame: pl.DataFrame | None
    version: Version | None


NOTHING = Earlier({}, None, None)


def earlier(system: System, tx: Transaction, whole: Whole, back: int) -> Earlier:
    """`back` years before."""
    year = whole.period.year - back
    if year not in catalogue.form(whole.form).years or year < regions.load().first:
        return NOTHING
    then_whole = Whole(whole.form, Period(year, whole.period.span, whole.period.number), whole.season)
    then = current(system, tx, then_whole)
    sums = dict(then.totals) | dict.fromkeys(_said_nil(tx, then), then.nothing)
    if not sums:
        return NOTHING
    values = {measure: _moved(sums, place, year, whole.period.year) for place, measure in enumerate(then.measures)}
    return Earlier(values, _called(then, whole.period.year), Version.of(then))


def _said_nil(tx: Transaction, then: Working) -> list[str]:
    """Units with nothing to report: by their own word, or presumed and closed."""
    whole = then.whole
    standings = tx.campaign.standings(season=whole.season, form=whole.form, period=whole.period)
    return [
        one.expected.unit
        for one in standings
        if one.expected.unit not in then.totals
        and (one.state in _NIL or (one.state is State.FINAL and one.submission is None))
    ]


def _moved(sums: Mapping[str, Sums], place: int, year: int, to: int) -> dict[str, float]:
    """Districts have kept their numbers."""
    found = {unit: float(one[place]) for unit, one in sums.items() if not unit.endswith(WHOLE)}
    series: dict[str, Amount] = {unit[:4]: one[place] for unit, one in sums.items() if unit.endswith(WHOLE)}
    moved = rebase(series, year, to)
    divided = {
        source
        for one in moved.inexact
        if Why.DIVIDED in one.why and not one.missing
        for source in one.sources
        if len(regions.successors(source, year, to)) > 1
    }
    keys = {source: key for source in sorted(divided) if (key := _key(source, year, to)) is not None}
    if keys:
        moved = rebase(series, year, to, keys=keys)
    found |= {f"{code}{WHOLE}": float(value) for code, value in moved.values.items()}
    # A negative sum, of a correction that went too far, is no size that anything could be in proportion to.
    return {unit: value for unit, value in found.items() if value >= 0}


def _key(code: str, year: int, to: int) -> dict[str, int] | None:
    try:
        return regions.shares(code, year, to)
    except Refused:
        return None


def _called(then: Working, to: int) -> pl.DataFrame | None:
    """The records with their unit as it is called now, without those of municipalities that were divided: nobody knows whose they are."""
    year = then.whole.period.year
    names = {}
    for unit in then.submissions:
        into = regions.successors(unit[:4], year, to) if unit.endswith(WHOLE) else ()
        if not unit.endswith(WHOLE):
            names[unit] = unit
        elif len(into) == 1:
            names[unit] = f"{into[0]}{WHOLE}"
    if not names:
        return None
    return then.frame.filter(pl.col(UNIT).is_in(list(names))).with_columns(
        pl.col(UNIT).replace_strict(names, default=None, return_dtype=pl.String)
    )
