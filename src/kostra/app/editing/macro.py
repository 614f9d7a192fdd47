"""From the whole to the small: the change from last year by region and variable, municipalities within a region, and on to their records.

Last year's figures are moved to this year's municipalities before anything is compared, and only municipalities that have answered both
years are compared: that somebody is late is no fall. Where a municipality was divided, and nobody knows how much was whose, there is no
comparison for its parts; a region that holds all of them has one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kostra import regions
from kostra.app.editing.working import Working, working
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.editing.places import Level, by_level, code, names
from kostra.editing.variables import Sums, Variable, added, totals, value
from kostra.forms import catalogue
from kostra.model.edit import Whole
from kostra.model.people import HOUSE, Duty
from kostra.model.submission import State

Figure = int | Fraction | None


@dataclass(frozen=True, slots=True)
class Change:
    """One variable in one region. `value` is of all that has come; `now` and `before` of those that are compared, None where none are."""

    value: Figure
    now: Figure
    before: Figure

    @property
    def share(self) -> float | None:
        """0.12 is twelve per cent more than last year. None where there is nothing to compare with."""
        if self.now is None or not self.before:
            return None
        return float((Fraction(self.now) - Fraction(self.before)) / abs(Fraction(self.before)))

    @property
    def appeared(self) -> bool:
        """Something where there was nothing, or nothing where there was something: a ratio does not show it."""
        return self.before is not None and self.now is not None and bool(self.before) != bool(self.now)


@dataclass(frozen=True, slots=True)
class Row:
    """One region. `answered` of `expected` municipalities have sent something that counts; `compared` of them also did last year.

    `changes` are in the order of `Macro.variables`; `edits` is how many edits count in it, `stale` how many wait for a decision.
    """

    region: str
    name: str
    answered: int
    expected: int
    compared: int
    changes: tuple[Change, ...]
    edits: int
    stale: int


@dataclass(frozen=True, slots=True)
class Macro:
    whole: Whole
    level: Level
    variables: tuple[Variable, ...]
    rows: tuple[Row, ...]


def macro(system: System, asker: Asker, whole: Whole, level: Level = Level.GROUP) -> Macro:
    """Every region of a level: KOSTRA groups, counties, size classes, or the country."""
    demand_duty(asker, Duty.STATISTICIAN)
    return _macro(system, whole, level, names(level, whole.period.year).items())


def within(system: System, asker: Asker, whole: Whole, level: Level, region: str) -> Macro:
    """The municipalities of one region."""
    demand_duty(asker, Duty.STATISTICIAN)
    year = whole.period.year
    chosen = [(one, name) for one, name in names(Level.MUNICIPALITY, year).items() if code(one, level, year) == region]
    return _macro(system, whole, Level.MUNICIPALITY, chosen)


def _macro(system: System, whole: Whole, level: Level, wanted: Iterable[tuple[str, str]]) -> Macro:
    year = whole.period.year
    now = working(system, whole.form, whole.period, whole.season)
    expected = _expected(system, whole)
    mine = by_level(_complete(now, expected), Level.MUNICIPALITY, year, len(now.measures))
    before = _last_year(system, now)
    every = by_level(now.totals, level, year, len(now.measures))
    counts = _Counts(now, expected, mine, before, level)
    rows = [_row(region, name, every.get(region, now.nothing), counts) for region, name in wanted]
    return Macro(whole, level, now.variables, tuple(one for one in rows if one.expected or one.answered))


def _row(region: str, name: str, whole: Sums, counts: _Counts) -> Row:
    now = counts.now
    then, compared = counts.compared(region)
    changes = tuple(
        Change(
            value(one, now.measures, whole),
            value(one, now.measures, then[0]) if compared else None,
            value(one, now.measures, then[1]) if compared and one.id in counts.asked else None,
        )
        for one in now.variables
    )
    expected, answered = counts.expected(region)
    edits, stale = counts.edits(region)
    return Row(region, name, answered, expected, compared, changes, edits, stale)


@dataclass(frozen=True, slots=True)
class Before:
    """Last year in this year's municipalities: those of their own, and what several have together, by those.

    `asked` are the variables that the form had then too.
    """

    own: Mapping[str, Sums]
    shared: Sequence[tuple[tuple[str, ...], Sums]]
    asked: frozenset[str]


class _Counts:
    """What is asked of every region of a level, added up once."""

    def __init__(
        self, now: Working, expected: Mapping[str, list[str]], mine: Mapping[str, Sums], before: Before, level: Level
    ) -> None:
        self.now = now
        self.asked = before.asked
        year, count = now.whole.period.year, len(now.measures)
        pairs: dict[str, list[tuple[Sums, Sums, int]]] = {}
        for municipality, sums in before.own.items():
            region = code(municipality, level, year)
            if region is not None and municipality in mine:
                pairs.setdefault(region, []).append((mine[municipality], sums, 1))
        for parts, sums in before.shared:
            whose = {code(one, level, year) for one in parts}
            region = whose.pop() if len(whose) == 1 else None
            if region is not None and level is not Level.MUNICIPALITY and all(one in mine for one in parts):
                pairs.setdefault(region, []).append((added((mine[one] for one in parts), count), sums, len(parts)))
        self._compared = {
            region: (
                (added((one for one, _, _ in several), count), added((two for _, two, _ in several), count)),
                sum(many for _, _, many in several),
            )
            for region, several in pairs.items()
        }
        self._expected: dict[str, int] = {}
        self._answered: dict[str, int] = {}
        for municipality in expected:
            region = code(municipality, level, year)
            if region is not None:
                self._expected[region] = self._expected.get(region, 0) + 1
                self._answered[region] = self._answered.get(region, 0) + (municipality in mine)
        self._edits = _by_region((unit for unit, _, _ in now.ledger.counts), level, year)
        self._stale = _by_region((one.edit.of.unit for one in now.undecided), level, year)

    def compared(self, region: str) -> tuple[tuple[Sums, Sums], int]:
        return self._compared.get(region, ((self.now.nothing, self.now.nothing), 0))

    def expected(self, region: str) -> tuple[int, int]:
        return self._expected.get(region, 0), self._answered.get(region, 0)

    def edits(self, region: str) -> tuple[int, int]:
        return self._edits.get(region, 0), self._stale.get(region, 0)


def _by_region(units: Iterable[str], level: Level, year: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for unit in units:
        region = code(unit, level, year)
        if region is not None:
            found[region] = found.get(region, 0) + 1
    return found


def _expected(system: System, whole: Whole) -> dict[str, list[str]]:
    """The units of each municipality that owe the form."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        standings = tx.campaign.standings(season=whole.season, form=whole.form, period=whole.period)
    found: dict[str, list[str]] = {}
    for one in standings:
        if one.state is not State.NOT_IN_POPULATION:
            found.setdefault(one.expected.unit[:4], []).append(one.expected.unit)
    return found


def _complete(now: Working, expected: Mapping[str, list[str]]) -> dict[str, Sums]:
    """The sums of units whose municipality has answered with all of its units: a city without one of its districts is not compared."""
    missing = {one for one, units in expected.items() if any(unit not in now.totals for unit in units)}
    return {unit: sums for unit, sums in now.totals.items() if unit[:4] not in missing}


def _last_year(system: System, now: Working) -> Before:
    whole = now.whole
    year = whole.period.year
    if year - 1 not in catalogue.form(whole.form).years or not names(Level.COUNTRY, year - 1):
        return Before({}, (), frozenset())
    then = working(system, whole.form, whole.period.a_year_before(), whole.season)
    if then.measures != now.measures:
        sums = dict.fromkeys(then.submissions, now.nothing) | totals(then.frame, now.measures)
        then = replace(then, measures=now.measures, totals=sums)
    expected = _expected(system, then.whole)
    mine = by_level(_complete(then, expected), Level.MUNICIPALITY, year - 1, len(then.measures))
    own: dict[str, list[int | Fraction]] = {}
    shared: dict[tuple[str, ...], list[int | Fraction]] = {}
    for place in range(len(then.measures)):
        moved = regions.rebase({one: sums[place] for one, sums in mine.items()}, year - 1, year)
        for municipality, amount in moved.values.items():
            own.setdefault(municipality, []).append(_exact(amount))
        for one in moved.inexact:
            # What a part of has not been reported is no last year to compare with.
            if not one.missing:
                shared.setdefault(one.regions, []).append(_exact(one.value))
    return Before(
        {one: tuple(sums) for one, sums in own.items()},
        [(parts, tuple(sums)) for parts, sums in shared.items()],
        frozenset(one.id for one in now.variables if one.top.is_in(then.frame.columns)),
    )


def _exact(amount: int | float | Fraction) -> int | Fraction:
    return amount if isinstance(amount, int) else Fraction(amount)
