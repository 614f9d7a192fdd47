"""What of each table of a year is shown: all tables at once, source by source.

First the persons: every set that some table tells of. Then, when nobody can work these out, each amount: where those who have any of it are
fewer than those counted, or one of them has nearly all of it. What is not shown of the persons is not shown of their amounts either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from kostra.app.disclosure.figures import Figure, Made, Shown, figures
from kostra.app.disclosure.gathering import SMALL, gather, gather_numbers
from kostra.app.disclosure.hindrances import Before, Reason, hindered
from kostra.app.disclosure.measures import ANSWERED, PERSONS, Told, amount_of, fields_of
from kostra.app.disclosure.otherwise import known, otherwise
from kostra.app.disclosure.questions import Questions
from kostra.app.disclosure.together import Fields, families, joined
from kostra.disclosure.primary import frequency, guessed
from kostra.disclosure.problem import Pattern, Problem, Status, Truth, Whole, values
from kostra.disclosure.protecting import selected
from kostra.disclosure.registry import NO_CELL
from kostra.disclosure.shrinking import shrunk
from kostra.methods.cells import columns
from kostra.model.region import RegionKind
from kostra.statistics.definition import Over, Ratio, Source
from kostra.statistics.inhabitants import inhabitants
from kostra.statistics.records import Records

_SMALLEST_LAST = 2000
"""Municipalities with fewer inhabitants, and districts, give way to larger ones."""


class Solution:
    """What is shown, of which more can be hidden."""

    def __init__(self, made: Sequence[Made], solvings: Sequence[_Solving]) -> None:
        self._made = made
        self._solvings = solvings

    def shown(self) -> tuple[Shown, ...]:
        """One for each table, in their order."""
        found = [_of_everybody(one) for one in self._made]
        for one in self._solvings:
            one.write(found)
        return tuple(found)

    @property
    def year(self) -> int:
        return self._made[0].cube.year

    def hide(self, table: str, measure: str, cells: Whole) -> None:
        """The sets behind a count, or an amount, by their places among the regions and values of the measure. What must be shown stays."""
        for one in self._solvings:
            one.hide(table, measure, cells)

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(dict.fromkeys(one.source for one in self._solvings))

    def solve_amounts(self, source: Source, tell: Callable[[str], None]) -> None:
        """When all is hidden of the persons that must be: what they got is hidden with them, and must be defended too."""
        for one in self._solvings:
            if one.source == source:
                one.solve_amounts(tell)

    def withhold(self, source: Source) -> None:
        """All amounts of it, and whatever tells of them."""
        for one in self._solvings:
            one.withhold(source)

    def free(self, table: str, measure: str) -> Truth:
        """Which cells of a count, or an amount, can be hidden."""
        return next(found for one in self._solvings if (found := one.free(table, measure)) is not None)


def solve(
    made: Sequence[Made], records: Mapping[Source, Records], before: Before, tell: Callable[[str], None]
) -> Solution:
    questions, every = figures(made, records)

    def solved(asked: tuple[Source, str]) -> _Solving:
        source, counting = asked
        found = _Solving(source, counting, every, records[source], questions, before)
        found.solve(tell)
        return found

    asked = list(dict.fromkeys((told.source, _counting(told)) for one in every for told in one.told))
    with ThreadPoolExecutor(len(asked) or 1) as several:
        return Solution(made, list(several.map(solved, asked)))


def _counting(told: Told) -> str:
    return told.amount if told.amount.startswith(ANSWERED) else PERSONS


def _of_everybody(made: Made) -> Shown:
    """What is not published at all is so whatever it tells of."""
    reasons = hindered(made.table, made.cube)
    reason = np.repeat(np.where(reasons == Reason.HELD, reasons, Reason.SAFE), len(made.cube.measures))
    return Shown(reason, np.full(len(reason), NO_CELL), np.full(len(reason), NO_CELL))


class _Solving:
    """Of what is counted in one source."""

    def __init__(
        self,
        source: Source,
        counting: str,
        figures: Sequence[Figure],
        records: Records,
        questions: Mapping[Source, Questions],
        before: Before,
    ) -> None:
        self._before = before
        self.source = source
        self._counting = counting
        self._patterns: dict[str, Pattern] = {}
        self._forced_out: dict[str, Truth] = {}
        self._figures = [
            (one, told) for one in figures for told in one.told if told.source == source and _counting(told) == counting
        ]
        asked = [(told, one.regions) for one, told in self._figures]
        self._otherwise = otherwise(self._figures, before)
        asked += [(each.told, each.regions) for each in self._otherwise]
        if counting == PERSONS:
            months = next((one.made.table.months for one, _ in self._figures if one.made.table.data == source), None)
            self.gathered = gather(records, months, questions[source], asked)
        else:
            self.gathered = gather_numbers(records, fields_of(counting), asked)
        self._many = len(self.gathered.registry.cells)
        kinds = np.array([kind not in SMALL for kind in self.gathered.kinds.values()])
        self._large = kinds[self.gathered.registry.regions]
        self._withheld = False
        self._apart = {over: np.zeros(self._many, np.bool_) for over in Over}

    def solve(self, tell: Callable[[str], None]) -> None:
        problem = self._problem()
        tell(f"{self.source.id}: {self._many} sett av personer, {int(problem.primary.sum())} skjult for sin egen skyld")
        persons = selected(shrunk(problem))
        tell(f"  {int((persons.status == Status.SECONDARY).sum())} til vern for andre, eller i ingen tabell")
        self._asked = problem
        self._patterns[self._counting], self._forced_out[self._counting] = persons, self._out() | self._forced()

    def solve_amounts(self, tell: Callable[[str], None]) -> None:
        problem, persons = self._asked, self._patterns[self._counting]
        amounts = dict.fromkeys(told.amount for _, told in self._figures if told.amount not in self._patterns)
        every = families([fields_of(one) for one in sorted(amounts)])

        def solved(family: Sequence[Fields]) -> None:
            self._of_family([amount_of(one) for one in family], problem, persons, tell)

        # None knows of another.
        with ThreadPoolExecutor(len(every) or 1) as several:
            list(several.map(solved, every))

    def hide(self, table: str, measure: str, cells: Whole) -> None:
        found = self._own(table, measure)
        if found is None:
            return
        one, told = found
        ids = self._ids(one, told)
        own = ids[cells[self._free(told.amount, ids)[cells]]]
        if told.is_amount:
            self._patterns[told.amount].status[own] = Status.SECONDARY
            return
        # Persons and cases are two numbers of a larger region: the other may be shown.
        if one.over is not None:
            self._apart[one.over][own[self._large[own]]] = True
        small = own[~self._large[own]]
        for pattern in self._patterns.values():
            pattern.status[small] = np.maximum(pattern.status[small], Status.SECONDARY)

    def withhold(self, source: Source) -> None:
        self._withheld |= self.source == source

    def free(self, table: str, measure: str) -> Truth | None:
        """Nothing where the figure is of another source."""
        found = self._own(table, measure)
        return None if found is None else self._free(found[1].amount, self._ids(*found))

    def _free(self, amount: str, ids: Whole) -> Truth:
        free: Truth = (ids != NO_CELL) & ((self._patterns[amount].status == Status.SAFE) & ~self._forced_out[amount])[
            ids
        ]
        return free

    def _own(self, table: str, measure: str) -> tuple[Figure, Told] | None:
        """The figure that a table has of its own, and whose number it is."""
        for one, told in self._figures:
            own = told is one.first and one.place is not None
            if own and (one.made.table.id, one.measure.id) == (table, measure):
                return one, told
        return None

    def _problem(self) -> Problem:
        registry = self.gathered.registry
        nothing = np.zeros(self._many, np.bool_)
        problem = Problem(
            counts=self.gathered.counts,
            cells=registry.cells,
            links=registry.links,
            primary=nothing,
            forced=nothing,
            hidden=~self._published(None),
            weight=self._weight(),
            stable=nothing,
            zeros_shown=~nothing,
        )
        value = values(problem)
        primary, zeros_shown, hidden = nothing.copy(), ~nothing, problem.hidden.copy()
        for one, told in self._figures:
            every, rule = self._ids(one, told), one.made.table.disclosure
            ids = every[every != NO_CELL]
            primary[ids] |= frequency(value[ids], rule.limit, rule.zeros_shown)
            zeros_shown[ids] &= rule.zeros_shown
            if told is one.first:
                small = every[(one.hindered == Reason.SMALL) & (every != NO_CELL)]
                # Nobody is shown as nobody, whatever a mean of them is.
                small = small[(value[small] > 0) | (not rule.zeros_shown)]
                primary[small], hidden[small] = True, False
        primary |= self._contributors(PERSONS)
        primary |= self._earlier(Reason.PRIMARY) & (value > 0)
        # What was hidden in defence of others stays hidden with them; of a larger region perhaps the persons alone, or the cases.
        shown, out = self._earlier(Reason.SAFE), known(self._otherwise, self._counting, self._before, self.gathered)
        hidden &= ~out
        hidden |= self._earlier(Reason.SECONDARY) & (value > 0) & ~primary & ~shown
        for over in Over:
            self._apart[over] |= self._earlier(Reason.SECONDARY, over=over) & shown & self._large
        return replace(
            problem,
            primary=primary & ~hidden,
            hidden=hidden,
            forced=(shown | out | self._forced()) & ~primary,
            stable=self._last_year(),
            zeros_shown=zeros_shown,
        )

    def _of_family(
        self, amounts: Sequence[str], problem: Problem, persons: Pattern, tell: Callable[[str], None]
    ) -> None:
        """The pattern of the persons, where nobody stands out by what they got, and none that is hidden follows from what is shown."""
        family = joined(problem, [fields_of(one) for one in amounts], self.gathered.amounts)
        few = np.concatenate([self._contributors(one) for one in amounts])
        published = np.concatenate([self._published(one) for one in amounts])
        apart = np.logical_or.reduce(tuple(self._apart.values()))
        hidden = np.tile((persons.status != Status.SAFE) | apart, len(amounts))
        # What was hidden in defence of other amounts stays hidden with them.
        for reason in (Reason.PRIMARY, Reason.SECONDARY):
            hidden |= np.concatenate([self._earlier(reason, one) for one in amounts])
        primary = (hidden | few) & published & (values(family) > 0)
        # What was shown earlier is known from there, whether it is shown again or not.
        out = np.concatenate([known(self._otherwise, one, self._before, self.gathered) for one in amounts])
        forced = (np.concatenate([self._out(one) for one in amounts]) | out) & ~primary
        gone = (hidden | few | ~(published | out)) & ~primary
        found = selected(replace(family, primary=primary, hidden=gone, forced=forced))
        for number, amount in enumerate(amounts):
            own = slice(number * self._many, (number + 1) * self._many)
            status, because = persons.status.copy(), persons.because.copy()
            status[few[own]] = Status.PRIMARY
            more = (status == Status.SAFE) & (hidden | (found.status == Status.SECONDARY))[own]
            status[more], because[more] = Status.SECONDARY, self._cell(found.because[own][more])
            self._patterns[amount] = replace(persons, status=status, because=because)
            self._forced_out[amount] = self._out(amount)
            new = (persons.status == Status.SAFE) & published[own]
            if (new & (status != Status.SAFE)).any():
                tell(
                    f"  {amount}: {int((new & few[own]).sum())} beløp av for få, {int((new & more).sum())} til vern for andre"
                )

    def _cell(self, of_family: Whole) -> Whole:
        return np.where(of_family < 0, NO_CELL, of_family % self._many)

    def _published(self, amount: str | None) -> Truth:
        """What some table shows, if it may: of an amount, or of anything."""
        found = np.zeros(self._many, np.bool_)
        for one, told in self._figures:
            if amount is None or told.amount == amount:
                ids = self._ids(one, told)
                found[ids[(ids != NO_CELL) & (one.hindered == Reason.SAFE)]] = True
        return found

    def _contributors(self, amount: str) -> Truth:
        """Where fewer than the limit have anything of it, or one of them has nearly all."""
        found = np.zeros(self._many, np.bool_)
        for one, told in self._figures:
            if one.place is None or told is not one.first or told.amount != amount:
                continue
            cells, rule = columns(one.made.cube.cells), one.made.table.disclosure
            behind = cells.contributors[one.flat]
            few = frequency(behind, rule.limit, zeros_shown=True)
            if amount != PERSONS:
                largest = np.stack([cells.largest[one.flat], cells.second[one.flat]], axis=1)
                whole = np.where(cells.denominator[one.flat] == 1, cells.numerator[one.flat], 0)
                few |= guessed(whole, largest, rule.percent, 1) & (largest[:, 0] > 0) & (whole > 0)
            ids = self._ids(one, told)
            found[ids[few & (ids != NO_CELL)]] = True
        return found

    def _weight(self) -> Whole:
        """The country before all, what is large before what is small."""
        year = self._figures[0][0].made.cube.year
        by_region = []
        for code, kind in self.gathered.kinds.items():
            small = kind is RegionKind.DISTRICT
            if kind in (RegionKind.MUNICIPALITY, RegionKind.TOGETHER):
                small = (inhabitants(code, year) or 0) < _SMALLEST_LAST
            by_region.append(2 if kind is RegionKind.COUNTRY else -1 if small else 0)
        return np.array(by_region, np.int64)[self.gathered.registry.regions]

    def _earlier(self, reason: Reason, amount: str | None = None, over: Over | None = None) -> Truth:
        """What was shown, or not, in the release that came before; of persons or of cases alone, where those are asked for. A mean that
        was hidden does not say that the amount was: it may have been what that is divided by.
        """

        def mark(one: Figure) -> Truth | None:
            asked = over is None or one.over is over
            asked &= amount is None or reason is Reason.SAFE or not isinstance(one.measure.formula, Ratio)
            return self._before.earlier(one.made.cube, one.place or 0, reason) if asked else None

        return self._marked(mark, amount)

    def _out(self, amount: str | None = None) -> Truth:
        """What was shown earlier and is known from there: where figures of the region have changed, it may be another number now."""
        changed = self._before.changed.get((self.source.id, amount is not None), frozenset())
        stirred = np.array([code in changed for code in self.gathered.kinds])
        found: Truth = self._earlier(Reason.SAFE, amount) & ~stirred[self.gathered.registry.regions]
        return found

    def _forced(self) -> Truth:
        return self._marked(lambda one: self._before.forced(one.made.cube, one.place or 0))

    def _last_year(self) -> Truth:
        return self._marked(lambda one: self._before.last_year(one.made.cube, one.place or 0))

    def _marked(self, mark: Callable[[Figure], Truth | None], amount: str | None = None) -> Truth:
        """Of those counted, or of an amount."""
        found = np.zeros(self._many, np.bool_)
        for one, told in self._figures:
            if one.place is None or told is not one.first or told.amount != (amount or self._counting):
                continue
            marked = mark(one)
            if marked is not None:
                ids = self._ids(one, told)
                found[ids[marked & (ids != NO_CELL)]] = True
        return found

    def _ids(self, one: Figure, told: Told) -> Whole:
        """The cell that each figure tells of."""
        ids = self.gathered.ids(told, one.regions)
        if told.whole:
            each = len(ids) // len(one.regions)
            ids = np.repeat(ids[::each], each)
        return ids

    def write(self, found: Sequence[Shown]) -> None:
        for amount, pattern in self._patterns.items():
            self._write(amount, pattern, found)

    def _write(self, amount: str, pattern: Pattern, found: Sequence[Shown]) -> None:
        table, cell = self._where(amount)
        code = np.array([Reason.SAFE, Reason.PRIMARY, Reason.SECONDARY])[pattern.status]
        for one, told in self._figures:
            if one.place is None or told.amount != amount:
                continue
            ids = self._ids(one, told)
            apart = self._apart[one.over] if one.over else np.logical_or.reduce(tuple(self._apart.values()))
            own = np.where(ids == NO_CELL, Reason.SAFE, np.maximum(code[ids], Reason.SECONDARY * apart[ids]))
            if self._withheld and told.is_amount:
                own[ids != NO_CELL] = np.maximum(own[ids != NO_CELL], Reason.SECONDARY)
            if one.counts and one.made.table.disclosure.zeros_shown:
                # Nobody is shown as nobody, also where persons of several municipalities make somebody of a larger region.
                cells = columns(one.made.cube.cells)
                own[cells.valued[one.flat] & (cells.numerator[one.flat] == 0)] = Reason.SAFE
            own = np.maximum(own, one.hindered)
            shown = found[one.number]
            worse = own > shown.reason[one.flat]
            at, because = one.flat[worse], pattern.because[ids[worse]]
            shown.reason[at] = own[worse]
            known = (because >= 0) & (own[worse] == Reason.SECONDARY)
            shown.table[at] = np.where(known, table[because], NO_CELL)
            shown.cell[at] = np.where(known, cell[because], NO_CELL)

    def _where(self, amount: str) -> tuple[Whole, Whole]:
        """A table, and the place in it, where each cell stands."""
        table, cell = np.full(self._many, NO_CELL), np.full(self._many, NO_CELL)
        for one, told in reversed(self._figures):
            if one.place is not None and told is one.first and told.amount in (amount, PERSONS):
                ids = self._ids(one, told)
                there = ids != NO_CELL
                table[ids[there]], cell[ids[there]] = one.number, one.flat[there]
        return table, cell
