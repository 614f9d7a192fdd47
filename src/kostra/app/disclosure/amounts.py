"""The pattern of amounts: that of their persons, where nobody stands out by what they got, and none that is hidden follows from what is
shown, now or before.

Amounts that share a field are asked together. Where figures have come anew since a release that is out, what they were stands beside what
they are: a sum of a county tells of what has changed there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from kostra.app.disclosure.hindrances import Reason
from kostra.app.disclosure.marks import Marks
from kostra.app.disclosure.measures import amount_of, fields_of
from kostra.app.disclosure.together import Fields, families, joined
from kostra.disclosure.problem import Pattern, Problem, Status, Truth, Whole, values
from kostra.disclosure.protecting import selected
from kostra.disclosure.registry import NO_CELL
from kostra.disclosure.twice import Twice, twice

Patterns: TypeAlias = Mapping[str, Pattern]


def solve_amounts(
    marks: Marks, amounts: Sequence[str], persons: Pattern, apart: Truth, problem: Problem, tell: Callable[[str], None]
) -> Patterns:
    """`persons` are shown as that says, and what is `apart` is hidden too. `problem` is what was asked of them."""
    every = families([fields_of(one) for one in amounts])
    both = twice(problem, marks.stirred)
    gone = (persons.status != Status.SAFE) | apart

    def solved(family: Sequence[Fields]) -> Patterns:
        return _Family(marks, [_Amount.of(marks, amount_of(one), gone) for one in family], both).solved(persons, tell)

    # None knows of another.
    with ThreadPoolExecutor(len(every) or 1) as several:
        return {amount: found for each in several.map(solved, every) for amount, found in each.items()}


@dataclass(frozen=True, slots=True, eq=False)
class _Amount:
    """By cell: whether some table may show it, there are `few` behind it, it was hidden `before`, and it is `hidden` now whatever it is."""

    name: str
    published: Truth
    few: Truth
    before: Truth
    hidden: Truth

    @classmethod
    def of(cls, marks: Marks, name: str, gone: Truth) -> _Amount:
        """What was hidden in defence of other amounts stays hidden with them."""
        before = marks.earlier(Reason.PRIMARY, name) | marks.earlier(Reason.SECONDARY, name)
        return cls(name, marks.published(name), marks.contributors(name), before, gone | before)


class _Family:
    """A mark of it is of the cells of the first amount, as they are and then as they were, then of the second and so on."""

    def __init__(self, marks: Marks, amounts: Sequence[_Amount], both: Twice) -> None:
        self._marks, self._amounts, self._both = marks, amounts, both

    def solved(self, persons: Pattern, tell: Callable[[str], None]) -> Patterns:
        found = selected(self._problem())
        each = {}
        for number, one in enumerate(self._amounts):
            first = number * len(self._both.problem.cells)
            own = slice(first, first + self._marks.many)
            status, because = persons.status.copy(), persons.because.copy()
            status[one.few] = Status.PRIMARY
            more = (status == Status.SAFE) & (one.hidden | (found.status[own] == Status.SECONDARY))
            status[more], because[more] = Status.SECONDARY, self._cell(found.because[own][more])
            each[one.name] = replace(persons, status=status, because=because)
            new = (persons.status == Status.SAFE) & one.published
            few, others = int((new & one.few).sum()), int((new & more).sum())
            if few or others:
                tell(f"  {one.name}: {few} beløp av for få, {others} til vern for andre")
        return each

    def _problem(self) -> Problem:
        family = joined(self._both.problem, [fields_of(one.name) for one in self._amounts], self._got)
        marks = [self._of(one) for one in self._amounts]
        primary, forced, gone = (np.concatenate(each) for each in zip(*marks, strict=True))
        primary &= values(family) > 0
        return replace(family, primary=primary, forced=forced & ~primary, hidden=gone & ~primary)

    def _of(self, one: _Amount) -> tuple[Truth, Truth, Truth]:
        """What may not be known, what is out, and what is not shown."""
        marks, then = self._marks, self._both.cells
        elsewhere = marks.elsewhere(one.name)
        shown = marks.earlier(Reason.SAFE, one.name) | elsewhere
        # What was shown earlier is known from there, whether it is shown again or not.
        was = np.zeros(marks.many, np.bool_)
        was[then] = True
        out = marks.out(one.name) | (elsewhere & ~was)
        not_shown = one.hidden | one.few
        primary = np.append(not_shown & marks.published(one.name, small=True), (one.before & ~shown)[then])
        gone = np.append(not_shown | ~(one.published | elsewhere), ~shown[then])
        return primary, np.append(out, shown[then]), gone

    def _got(self, fields: Fields) -> Whole:
        now = self._marks.gathered.amounts(fields)
        return np.append(now, now[self._both.inner])

    def _cell(self, of_family: Whole) -> Whole:
        """What stood there before is told of as what stands there now."""
        cells = np.append(np.arange(self._marks.many), self._both.cells)
        return np.where(of_family < 0, NO_CELL, cells[of_family % len(cells)])
