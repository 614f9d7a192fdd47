"""How the figures changed from one run to another: by how much, where and why; and over the years, whether it was as much as foretold.

The change of a sum is explained unit by unit, and the causes add up to it. Persons are fewer than the cases of the units: what is left is
that people were counted in another number of places. Where Oslo could have no figure at one of the times, it is the country without Oslo
that is explained. No unit is told of.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kostra import regions as places
from kostra.app.estimating.gathering import WITHOUT_OSLO
from kostra.app.estimating.record import Frozen, Kind, Part, Value, Values, read_values
from kostra.app.estimating.seeing import in_order, made
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.estimates import Ordered
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.estimation.catalogue import Counts, of_form
from kostra.estimation.gates import Level
from kostra.estimation.revisions import Calibration, Causes, Released, Revision, calibrate, explain, revise
from kostra.model.errors import Missing, Refused
from kostra.model.people import Duty

COUNTRY = "EAK"


@dataclass(frozen=True, slots=True)
class Changed:
    """One region: the figure first and last, and the change in standard errors of the first (None where it was certain).

    `is_open` when both figures may be published.
    """

    region: str
    first: int
    final: int
    z: float | None
    is_open: bool

    @property
    def change(self) -> int:
        return self.final - self.first


@dataclass(frozen=True, slots=True)
class OfVariable:
    """`causes` explain the change in the sum over units, and `counted_once` is what is left of the change in persons; None of sums.

    `sizes` are by level, where there are regions in both. `calibration` is over the years that have both runs.
    """

    variable: str
    country: Changed
    """Or the country without Oslo."""
    causes: Causes
    counted_once: float | None
    regions: tuple[Changed, ...]
    sizes: tuple[tuple[Level, Revision], ...]
    calibration: Calibration | None


@dataclass(frozen=True, slots=True)
class Revised:
    first: Ordered
    final: Ordered
    variables: tuple[OfVariable, ...]


def revision(
    system: System, asker: Asker, form: str, year: int, first: str | None = None, final: str | None = None
) -> Revised:
    """From the newest provisional run to the newest final one after it; or between two that are named."""
    demand_duty(asker, Duty.STATISTICIAN)
    id = of_form(form.upper()).form
    if (first is None) != (final is None):
        raise Refused("Velg både hvilken beregning det er fra, og hvilken det er til.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        every = tuple(reversed(tx.estimates.listed(id)))
        pairs = {then: pair for then in _years(every) if (pair := _pair(every, then)) is not None}
        if first is not None and final is not None:
            pairs[year] = (_named(every, first, year), _named(every, final, year))
        if year not in pairs:
            raise Missing(
                f"Skjema {id} for {year} har ikke både foreløpige og endelige tall. Lag dem med "
                f"«kostra estimate {year} --form {id} --kind provisional» og «--kind final»."
            )
        frozen = {then: (made(tx, one), made(tx, two)) for then, (one, two) in pairs.items()}
        one, two = pairs[year]
        values = _values(tx, one), _values(tx, two)
    return Revised(one, two, _variables(frozen, year, *values))


def told_of(every: tuple[Ordered, ...]) -> tuple[tuple[str, int], ...]:
    """The forms and years that have both provisional and final figures, the newest first. `every` as they are listed."""
    of = sorted({(one.whole.form, one.whole.period.year) for one in every}, key=lambda one: (-one[1], one[0]))
    oldest_first = tuple(reversed(every))
    return tuple(
        (form, year)
        for form, year in of
        if _pair(tuple(one for one in oldest_first if one.whole.form == form), year) is not None
    )


def _years(every: tuple[Ordered, ...]) -> list[int]:
    return sorted({one.whole.period.year for one in every})


def _pair(every: tuple[Ordered, ...], year: int) -> tuple[Ordered, Ordered] | None:
    """In the order they were asked for."""
    first = final = None
    for one in every:
        if one.whole.period.year != year or one.outcome is None or one.outcome.sha256 is None:
            continue
        if one.kind == Kind.PROVISIONAL and final is None:
            first = one
        elif one.kind == Kind.FINAL and first is not None:
            final = one
    return None if first is None or final is None else (first, final)


def _named(every: tuple[Ordered, ...], id: str, year: int) -> Ordered:
    found = next((one for one in every if one.id == id and one.whole.period.year == year), None)
    if found is None:
        raise Missing(f"Det finnes ingen beregning «{id[:20]}» for {year}. Se «kostra estimate list».")
    return found


def _values(tx: Transaction, ordered: Ordered) -> Values:
    written = tx.estimates.values(ordered.id)
    if written is None:
        raise Refused(f"Beregningen {ordered.id} er ikke laget. Velg en annen.")
    return read_values(written)


def _variables(
    frozen: dict[int, tuple[Frozen, Frozen]], year: int, first: Values, final: Values
) -> tuple[OfVariable, ...]:
    before, after = frozen[year]
    declared = {one.id: one.counts for one in of_form(after.form).variables}
    found = []
    for part in after.parts:
        id = part.run.variable
        was = before.part(id)
        changed = () if was is None else _regions(was, part)
        country = next((one for one in changed if one.region in (COUNTRY, WITHOUT_OSLO)), None)
        if was is not None and country is not None:
            causes = _causes(first[id], final[id], country.region)
            left = None if declared.get(id) is Counts.SUM else country.change - causes.total
            found.append(OfVariable(id, country, causes, left, changed, _sizes(was, part), _calibration(frozen, id)))
    if not found:
        raise Missing(
            "Ingen tall finnes i begge beregningene. Velg to som har tall for landet, eller for landet uten Oslo."
        )
    return tuple(found)


def _causes(first: dict[str, Value], final: dict[str, Value], region: str) -> Causes:
    units = sorted(first.keys() | final.keys())
    if region == WITHOUT_OSLO:
        units = [unit for unit in units if not unit.startswith(places.OSLO)]
    return explain(_released(first, units), _released(final, units), np.ones(len(units), np.bool_))


def _released(values: dict[str, Value], units: list[str]) -> Released:
    absent = Value(0.0, None, False)
    told = [values.get(unit, absent) for unit in units]
    return Released(
        value=np.array([one.value for one in told]),
        delivered=np.array([np.nan if one.delivered is None else one.delivered for one in told]),
        estimated=np.array([one.estimated for one in told], np.bool_),
    )


def _regions(first: Part, final: Part) -> tuple[Changed, ...]:
    found = []
    for figure in final.figures:
        was = first.figure(figure.region)
        if was is not None:
            error = first.estimate(figure.region).interval_error
            z = (figure.whole - was.whole) / error if error else None
            is_open = not was.closed and not figure.closed
            found.append(Changed(figure.region, was.whole, figure.whole, z, is_open))
    return tuple(sorted(found, key=lambda one: in_order(one.region)))


def _sizes(first: Part, final: Part) -> tuple[tuple[Level, Revision], ...]:
    found = []
    for level in (Level.COUNTY, Level.GROUP):
        both = [
            (one.region, was.whole, one.whole)
            for one in final.figures
            if one.level is level and (was := first.figure(one.region)) is not None
        ]
        if both:
            region, before, after = zip(*both, strict=True)
            found.append((level, revise(np.array(before, float), np.array(after, float), np.array(region))))
    return tuple(found)


def _calibration(frozen: dict[int, tuple[Frozen, Frozen]], variable: str) -> Calibration | None:
    years = []
    for year, (before, after) in frozen.items():
        first, final = before.part(variable), after.part(variable)
        if first is not None and final is not None and first.figure(COUNTRY) and final.figure(COUNTRY):
            estimate = first.estimate(COUNTRY)
            years.append((year, estimate.value, estimate.interval_error, final.estimate(COUNTRY).value))
    return calibrate(years)
