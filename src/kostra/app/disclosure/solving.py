"""What of each table of a year is shown: all tables at once, source by source.

First the persons: every set that some table tells of. Then, when nobody can work these out, each amount: where those who have any of it are
fewer than those counted, or one of them has nearly all of it. What is not shown of the persons is not shown of their amounts either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from kostra.app.disclosure.amounts import solve_amounts
from kostra.app.disclosure.figures import Figure, Made, Shown, figures
from kostra.app.disclosure.hindrances import Before, Reason, hindered
from kostra.app.disclosure.marks import Marks
from kostra.app.disclosure.measures import ANSWERED, PERSONS, Told
from kostra.disclosure.primary import frequency
from kostra.disclosure.problem import Pattern, Problem, Status, Truth, Whole, values
from kostra.disclosure.protecting import selected
from kostra.disclosure.registry import NO_CELL
from kostra.disclosure.shrinking import shrunk
from kostra.methods.cells import columns
from kostra.statistics.definition import Over, Source
from kostra.statistics.records import Records


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
        own = [(one, told) for one in every for told in one.told if (told.source, _counting(told)) == asked]
        found = _Solving(Marks(source, counting, own, records[source], questions, before))
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

    def __init__(self, marks: Marks) -> None:
        self._marks, self.source, self._counting, self._figures = marks, marks.source, marks.counting, marks.figures
        self._many = marks.many
        self._patterns: dict[str, Pattern] = {}
        self._forced_out: dict[str, Truth] = {}
        self._withheld = False
        self._apart = {over: np.zeros(self._many, np.bool_) for over in Over}

    def solve(self, tell: Callable[[str], None]) -> None:
        problem = self._problem()
        tell(f"{self.source.id}: {self._many} sett av personer, {int(problem.primary.sum())} skjult for sin egen skyld")
        persons = selected(shrunk(problem))
        tell(f"  {int((persons.status == Status.SECONDARY).sum())} til vern for andre, eller i ingen tabell")
        self._asked = problem
        self._patterns[self._counting] = persons
        self._forced_out[self._counting] = self._marks.out() | self._marks.forced()

    def solve_amounts(self, tell: Callable[[str], None]) -> None:
        problem, persons = self._asked, self._patterns[self._counting]
        amounts = dict.fromkeys(told.amount for _, told in self._figures if told.amount not in self._patterns)
        apart = np.logical_or.reduce(tuple(self._apart.values()))
        self._patterns |= solve_amounts(self._marks, sorted(amounts), persons, apart, problem, tell)
        self._forced_out |= {one: self._marks.out(one) for one in amounts}

    def hide(self, table: str, measure: str, cells: Whole) -> None:
        found = self._own(table, measure)
        if found is None:
            return
        one, told = found
        ids = self._marks.ids(one, told)
        own = ids[cells[self._free(told.amount, ids)[cells]]]
        if told.is_amount:
            self._patterns[told.amount].status[own] = Status.SECONDARY
            return
        # Persons and cases are two numbers of a larger region: the other may be shown.
        if one.over is not None:
            self._apart[one.over][own[self._marks.large[own]]] = True
        small = own[~self._marks.large[own]]
        for pattern in self._patterns.values():
            pattern.status[small] = np.maximum(pattern.status[small], Status.SECONDARY)

    def withhold(self, source: Source) -> None:
        self._withheld |= self.source == source

    def free(self, table: str, measure: str) -> Truth | None:
        """Nothing where the figure is of another source."""
        found = self._own(table, measure)
        return None if found is None else self._free(found[1].amount, self._marks.ids(*found))

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
        registry = self._marks.gathered.registry
        nothing = np.zeros(self._many, np.bool_)
        problem = Problem(
            counts=self._marks.gathered.counts,
            cells=registry.cells,
            links=registry.links,
            primary=nothing,
            forced=nothing,
            hidden=~self._marks.published(None),
            weight=self._marks.weight(),
            stable=nothing,
            zeros_shown=~nothing,
        )
        value = values(problem)
        primary, zeros_shown, hidden = nothing.copy(), ~nothing, problem.hidden.copy()
        for one, told in self._figures:
            every, rule = self._marks.ids(one, told), one.made.table.disclosure
            ids = every[every != NO_CELL]
            primary[ids] |= frequency(value[ids], rule.limit, rule.zeros_shown)
            zeros_shown[ids] &= rule.zeros_shown
            if told is one.first:
                small = every[(one.hindered == Reason.SMALL) & (every != NO_CELL)]
                # Nobody is shown as nobody, whatever a mean of them is.
                small = small[(value[small] > 0) | (not rule.zeros_shown)]
                primary[small], hidden[small] = True, False
        primary |= self._marks.contributors(PERSONS)
        primary |= self._marks.earlier(Reason.PRIMARY) & (value > 0)
        # What was hidden in defence of others stays hidden with them; of a larger region perhaps the persons alone, or the cases.
        shown, out = self._marks.earlier(Reason.SAFE), self._marks.elsewhere(self._counting)
        hidden &= ~out
        hidden |= self._marks.earlier(Reason.SECONDARY) & (value > 0) & ~primary & ~shown
        for over in Over:
            self._apart[over] |= self._marks.earlier(Reason.SECONDARY, over=over) & shown & self._marks.large
        return replace(
            problem,
            primary=primary & ~hidden,
            hidden=hidden,
            forced=(shown | out | self._marks.forced()) & ~primary,
            stable=self._marks.last_year(),
            zeros_shown=zeros_shown,
        )

    def write(self, found: Sequence[Shown]) -> None:
        for amount, pattern in self._patterns.items():
            self._write(amount, pattern, found)

    def _write(self, amount: str, pattern: Pattern, found: Sequence[Shown]) -> None:
        table, cell = self._where(amount)
        code = np.array([Reason.SAFE, Reason.PRIMARY, Reason.SECONDARY])[pattern.status]
        for one, told in self._figures:
            if one.place is None or told.amount != amount:
                continue
            ids = self._marks.ids(one, told)
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
                ids = self._marks.ids(one, told)
                there = ids != NO_CELL
                table[ids[there]], cell[ids[there]] = one.number, one.flat[there]
        return table, cell
