"""The pattern of amounts: that of their persons, where nobody stands out by what they got, and none that is hidden follows from what is
shown, now or before.

Amounts that share a field are asked together. Where figures have come anew since a release that is out, what they were stands beside what
they are: a sum of a county tells of what has changed there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
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


def patterns(
    marks: Marks, amounts: Sequence[str], persons: Pattern, apart: Truth, problem: Problem, tell: Callable[[str], None]
) -> Patterns:
    """`persons` are shown as that says, and what is `apart` is hidden too. `problem` is what was asked of them."""
    every = families([fields_of(one) for one in amounts])
    both = twice(problem, marks.stirred)
    hidden = (persons.status != Status.SAFE) | apart

    def solved(family: Sequence[Fields]) -> Patterns:
        return _Family(marks, [amount_of(one) for one in family], both, hidden).patterns(persons, tell)

    # None knows of another.
    with ThreadPoolExecutor(len(every) or 1) as several:
        return {amount: found for each in several.map(solved, every) for amount, found in each.items()}


class _Family:
    """A mark of it is of the cells of the first amount, as they are and then as they were, then of the second and so on."""

    def __init__(self, marks: Marks, amounts: Sequence[str], both: Twice, hidden: Truth) -> None:
        self._marks, self._amounts, self._both, self._persons = marks, amounts, both, hidden

    def patterns(self, persons: Pattern, tell: Callable[[str], None]) -> Patterns:
        found = selected(self._problem())
        each = {}
        for number, amount in enumerate(self._amounts):
            first = number * len(self._both.problem.cells)
            own = slice(first, first + self._marks.many)
            few, hidden = self._marks.contributors(amount), self._hidden(amount)
            status, because = persons.status.copy(), persons.because.copy()
            status[few] = Status.PRIMARY
            more = (status == Status.SAFE) & (hidden | (found.status[own] == Status.SECONDARY))
            status[more], because[more] = Status.SECONDARY, self._cell(found.because[own][more])
            each[amount] = replace(persons, status=status, because=because)
            new = (persons.status == Status.SAFE) & self._marks.published(amount)
            if (new & (status != Status.SAFE)).any():
                tell(
                    f"  {amount}: {int((new & few).sum())} beløp av for få, {int((new & more).sum())} til vern for andre"
                )
        return each

    def _problem(self) -> Problem:
        family = joined(self._both.problem, [fields_of(one) for one in self._amounts], self._got)
        marks = [self._of(one) for one in self._amounts]
        primary, forced, gone = (np.concatenate(each) for each in zip(*marks, strict=True))
        primary &= values(family) > 0
        return replace(family, primary=primary, forced=forced & ~primary, hidden=gone & ~primary)

    def _of(self, amount: str) -> tuple[Truth, Truth, Truth]:
        """What may not be known, what is out, and what is not shown."""
        marks, then = self._marks, self._both.cells
        published, few, hidden = marks.published(amount), marks.contributors(amount), self._hidden(amount)
        before, elsewhere = self._before(amount), marks.elsewhere(amount)
        shown = marks.earlier(Reason.SAFE, amount) | elsewhere
        # What was shown earlier is known from there, whether it is shown again or not.
        was = np.zeros(marks.many, np.bool_)
        was[then] = True
        out = marks.out(amount) | (elsewhere & ~was)
        primary = np.append((hidden | few) & marks.published(amount, small=True), (before & ~shown)[then])
        forced = np.append(out, shown[then])
        return primary, forced, np.append(hidden | few | ~(published | elsewhere), ~shown[then])

    def _hidden(self, amount: str) -> Truth:
        """What was hidden in defence of other amounts stays hidden with them."""
        return self._persons | self._before(amount)

    def _before(self, amount: str) -> Truth:
        return self._marks.earlier(Reason.PRIMARY, amount) | self._marks.earlier(Reason.SECONDARY, amount)

    def _got(self, fields: Fields) -> Whole:
        now = self._marks.gathered.amounts(fields)
        return np.append(now, now[self._both.inner])

    def _cell(self, of_family: Whole) -> Whole:
        """What stood there before is told of as what stands there now."""
        cells = np.append(np.arange(self._marks.many), self._both.cells)
        return np.where(of_family < 0, NO_CELL, cells[of_family % len(cells)])
