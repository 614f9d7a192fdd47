"""From what has come of a period to its figures, with no hand on the way: the job that comes round.

A period is made when the last of those who owe it has come, or when its deadline is over, and again when something in it is another. What
the controls stop is not in it, and is estimated with the late ones. Figures whose audit is not passed go nowhere, and wait for somebody to
look at them. The others are approved by a standing approval for the series, where there is one; else they wait for a colleague.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import partial
from hashlib import blake2b
from uuid import uuid4

from kostra.app.editing.working import current, made_of
from kostra.app.followup.reminding import remind_gently
from kostra.app.ports.series import Made
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.reconciling.gathering import nothing_there
from kostra.app.series import figures
from kostra.app.series.approving import approve_beforehand
from kostra.app.series.figures import ALL, Figure, OfHousing, Record, Region
from kostra.app.series.owing import FORM, owe_this_year
from kostra.app.series.protecting import Protected, protect
from kostra.app.statistics.indicators import reports_of
from kostra.app.system import System
from kostra.disclosure.layout import TOTAL
from kostra.followup.calendar import day
from kostra.forms import calendar
from kostra.model.edit import Whole
from kostra.model.event import Detail, Event
from kostra.model.people import HOUSE
from kostra.model.period import Period, Span
from kostra.model.protection import Said
from kostra.model.region import RegionKind
from kostra.model.rounding import shown
from kostra.model.submission import State
from kostra.statistics.indicators import Indicator
from kostra.statistics.inhabitants import inhabitants
from kostra.statistics.places import map_of
from kostra.statistics.series.counting import OfUnit, of_units
from kostra.statistics.series.estimating import Shown, estimated, growth, index

MADE, STOPPED = "series.made", "series.stopped"
_VERSION = "2"
"""Of what is worked out here. What was made by another is made anew."""
_TENTHS = 10_000


def series(system: System) -> None:
    """The job. Run twice, it does nothing the second time."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        owe_this_year(tx)
        remind_gently(tx)
        open_ones = tuple(_open(tx))
    for period in open_ones:
        make(system, period)


def make(system: System, period: Period) -> Made | None:
    """The figures of the period as they are now, made and put down; what there is already where nothing is new. None where it is too
    early."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.series.lock()
        began = time.process_time()
        expected = owing(tx, period)
        if not expected or not _is_time(system, tx, period, expected):
            return None
        basis = _basis(system, tx, period, expected)
        last = next(iter(tx.series.listed(period)), None)
        if last is None or last.input != basis:
            record = _made(system, tx, period, expected)
            if record is None:
                return None
            last = _put(tx, record, basis, round(1000 * (time.process_time() - began)))
        if last.passed and last.approved is None:
            approve_beforehand(tx, last)
        return last


def owing(tx: Transaction, period: Period) -> frozenset[str]:
    """Those who owe a month; for a quarter those who owe it, and those who owe each of its months."""
    own = _owing(tx, period)
    if period.span is not Span.QUARTER or not own:
        return own
    return own | frozenset.intersection(*(_owing(tx, month) for month in period.months()))


def _owing(tx: Transaction, period: Period) -> frozenset[str]:
    standings = tx.campaign.standings(form=FORM, period=period)
    return frozenset(one.expected.unit for one in standings if one.state is not State.NOT_IN_POPULATION)


def _open(tx: Transaction) -> Iterable[Period]:
    """Months and quarters that have opened, and whose corrections are not over; the oldest first."""
    today = day(tx.now)
    for form, period in sorted(tx.campaign.periods(), key=lambda one: (one[1].first_day, str(one[1]))):
        if form == FORM:
            dates = calendar.calendar(form).dates(period)
            if dates.opens <= today <= dates.corrections:
                yield period


def _is_time(system: System, tx: Transaction, period: Period, expected: frozenset[str]) -> bool:
    if day(tx.now) > calendar.calendar(FORM).dates(period).deadline:
        return True
    return all(expected & _owing(tx, one) <= _answered(system, tx, one) for one in _parts(tx, period))


def _parts(tx: Transaction, period: Period) -> tuple[Period, ...]:
    """What the figures of the period are made of: itself, and of a quarter its months."""
    return (period,) if period.span is Span.MONTH else (period, *period.months())


def _answered(system: System, tx: Transaction, period: Period) -> frozenset[str]:
    whole = Whole(FORM, period)
    return frozenset(current(system, tx, whole).submissions) | nothing_there(tx, whole)


def _basis(system: System, tx: Transaction, period: Period, expected: frozenset[str]) -> str:
    """Of all that the figures rest on: what has come, what is edited, who is expected, and the period before."""
    told = [_VERSION, str(period), *sorted(expected)]
    for one in _parts(tx, period):
        whole = Whole(FORM, one)
        found = current(system, tx, whole)
        told += [made_of(found.submissions), str(found.ledger.through), *sorted(nothing_there(tx, whole))]
    before = _last(tx, period.previous())
    told.append("" if before is None else before.sha256)
    return blake2b("\n".join(told).encode(), digest_size=16).hexdigest()


def _last(tx: Transaction, period: Period) -> Made | None:
    return next((one for one in tx.series.listed(period) if one.passed), None)


def _record(tx: Transaction, period: Period) -> Record | None:
    found = _last(tx, period)
    return None if found is None else figures.read(tx.series.record(found.id) or "")


def _made(system: System, tx: Transaction, period: Period, expected: frozenset[str]) -> Record | None:
    """None where nobody who is expected has reported."""
    reports = reports_of(system, tx, period)
    here = {} if reports is None else of_units(reports)
    units = {unit: one for unit, one in here.items() if unit in expected}
    if not units:
        return None
    groups = _groups(period.year, sorted(expected))
    earlier = _record(tx, period)
    protected = protect(units, groups.get, None if earlier is None else earlier.out)
    late = tuple(sorted(expected - protected.units.keys()))
    history = [*_history(tx, period), _of_units(protected.units, protected.shown)]
    a_year = _record(tx, period.a_year_before())
    then: Shown = {} if a_year is None else _of_units(a_year.units, a_year.shown)
    codes = {ALL: sorted(expected)} | {
        code: [unit for unit in sorted(expected) if groups.get(unit) == code] for code in sorted(set(groups.values()))
    }
    told = [
        _region(code, members, protected, late, history, then, period.year)
        for code, members in codes.items()
        if not protected.units.keys().isdisjoint(members)
    ]
    people = Fraction(_people(protected.units, period.year), inhabitants(ALL, period.year) or 1)
    return Record(
        period,
        protected.units,
        late,
        int(shown(people * _TENTHS)),
        tuple(told),
        protected.shown,
        protected.signs,
        protected.verdict,
    )


def _region(
    code: str,
    members: Iterable[str],
    protected: Protected,
    late: Iterable[str],
    history: list[Shown],
    then: Shown,
    year: int,
) -> Region:
    among = frozenset(members)
    silent = sorted(among & set(late))
    values = protected.shown[TOTAL if code == ALL else code]
    now, before = history[-1], history[-2] if len(history) > 1 else {}
    people = partial(inhabitants, year=year)
    found = {}
    for id in Indicator:
        moved, grown = index(history, id, among), growth(now, then, id, among)
        found[id] = Figure(
            values[id],
            estimated(values[id], silent, id, now, before, people),
            None if moved is None else str(shown(moved, 1)),
            None if grown is None else str(shown(100 * (grown - 1), 1)),
        )
    return Region(code, len(among & protected.units.keys()), len(among), found, _housing(code, among, protected))


def _housing(code: str, among: frozenset[str], protected: Protected) -> OfHousing | None:
    answered = sum(protected.units[unit].housing is not None for unit in among & protected.units.keys())
    if not answered:
        return None
    cost = protected.housing[TOTAL if code == ALL else code]
    return OfHousing(answered, cost.persons, cost.kroner)


def _history(tx: Transaction, period: Period) -> list[Shown]:
    """What could be shown of the units in each period before this one, without a gap, the oldest first."""
    found: list[Shown] = []
    while (record := _record(tx, period := period.previous())) is not None:
        found.append(_of_units(record.units, record.shown))
    return found[::-1]


def _of_units(units: Mapping[str, OfUnit], shown: Shown) -> Shown:
    return {unit: shown[unit] for unit in units}


def _groups(year: int, units: Iterable[str]) -> dict[str, str]:
    """The KOSTRA group of each unit; nothing of a year that has none yet."""
    places = map_of(year, tuple(units))
    level = places.level(RegionKind.KOSTRA_GROUP)
    if level is None:
        return {}
    return {unit: level.codes[at] for unit, at in zip(places.units, level.place.tolist(), strict=True) if at >= 0}


def _people(units: Iterable[str], year: int) -> int:
    return sum(inhabitants(unit, year) or 0 for unit in units)


def _put(tx: Transaction, record: Record, basis: str, milliseconds: int) -> Made:
    content = figures.written(record)
    passed = record.verdict.passed
    made = Made(uuid4().hex[:16], record.period, Said(tx.actor, tx.now), basis, figures.digest(content), passed=passed)
    tx.series.add(made, content)
    details: dict[str, Detail] = {
        "sha256": made.sha256,
        "units": len(record.units),
        "late": len(record.late),
        "hidden": record.verdict.suppressed,
        "cpu_ms": milliseconds,
    }
    tx.record(Event(MADE if passed else STOPPED, made.id, form=FORM, period=str(record.period), details=details))
    return made
