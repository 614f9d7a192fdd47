"""What was published before of numbers that have changed since is known, and tells of what is published now."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kostra.disclosure.problem import Problem, Status, values
from kostra.disclosure.protecting import selected
from kostra.disclosure.twice import twice
from unit.disclosure.tiny import problem

COUNTY = [{0: 1}, {1: 1}, {2: 1}, {0: 1, 1: 1, 2: 1}]
"""Three municipalities and their county; the last one has delivered anew."""
ANEW = np.array([False, False, True])


def beside(then_shown: list[int], now: Problem) -> list[Status]:
    both = twice(now, ANEW)
    added = np.zeros(len(both.problem.primary), np.bool_)
    added[[4 + both.cells.tolist().index(cell) for cell in then_shown]] = True
    rest = ~added
    rest[:4] = False
    found = selected(replace(both.problem, forced=both.problem.forced | added, hidden=both.problem.hidden | rest))
    return [Status(one) for one in found.status[:4]]


def test_its_own_cells_come_first_and_then_those_that_have_any_of_what_was_other_numbers() -> None:
    made = problem([2, 3, 50], COUNTY, [{0: 1, 2: -1}, {0: 1, 1: -1}])
    both = twice(made, ANEW)
    assert both.inner.tolist() == [2] and both.cells.tolist() == [2, 3]
    assert values(both.problem).tolist() == [2, 3, 50, 55, 50, 55]
    assert both.problem.cells.row.tolist() == [0, 1, 2, 0, 1, 2, 3, 0, 1, 3]
    # A link holds of what was as of what is; one that nothing has changed in stands once.
    assert both.problem.links.row.tolist() == [0, 2, 0, 1, 0, 3] and both.problem.links.sign.tolist() == [1, -1] * 3
    assert both.problem.primary.tolist() == [True, True, False, False, False, False]


def test_where_nothing_has_changed_nothing_stands_twice() -> None:
    made = problem([2, 3, 50], COUNTY)
    both = twice(made, ~ANEW & ANEW)
    assert len(both.cells) == 0 and both.problem.cells.row.tolist() == made.cells.row.tolist()


def test_a_total_that_follows_from_what_it_was_and_what_has_changed_is_shown() -> None:
    made = replace(problem([2, 3, 50], COUNTY), weight=np.array([0, 0, 0, -1]))
    assert beside([2, 3], made) == [Status.PRIMARY, Status.PRIMARY, Status.SAFE, Status.SAFE]


def test_what_was_shown_of_the_others_gives_away_a_change_that_may_not_be_known() -> None:
    """What the county was, and is, tells of the one that has changed, as soon as what it was is known."""
    made = replace(problem([20, 30, 2], COUNTY), hidden=np.array([True, True, False, False]))
    alone = selected(made)
    assert alone.status[3] == Status.SAFE
    assert beside([2, 3], made)[2:] == [Status.PRIMARY, Status.SECONDARY]
    assert beside([3], made)[2:] == [Status.PRIMARY, Status.SAFE]
