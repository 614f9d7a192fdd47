"""What everybody knows to be nothing is left out, and nothing else."""

from __future__ import annotations

import numpy as np

from kostra.disclosure.problem import Problem, Sums, values
from kostra.disclosure.shrinking import shrunk


def sums(*columns: tuple[tuple[int, int], ...]) -> Sums:
    """Of each column the rows with their signs."""
    start = np.cumsum([0, *map(len, columns)])
    every = [each for column in columns for each in column]
    return Sums(start, np.array([row for row, _ in every], np.int32), np.array([sign for _, sign in every], np.int8))


def problem(counts: list[int], cells: Sums, links: Sums, **said: list[int]) -> Problem:
    """`said` are the cells that each is true of; zeros are shown unless in `protected`."""
    truth = {}
    for name in ("primary", "forced", "hidden", "stable", "protected"):
        truth[name] = np.zeros(len(cells), np.bool_)
        truth[name][said.get(name, [])] = True
    shown = ~truth.pop("protected")
    return Problem(np.array(counts), cells, links, weight=np.zeros(len(cells), np.int64), zeros_shown=shown, **truth)


PLUS = tuple((row, 1) for row in range(6))
LINKED = sums(PLUS[0:2], PLUS[2:4], PLUS[4:6], (PLUS[0], PLUS[2]))
ONE_LINK = sums((PLUS[0], PLUS[1], (4, -1), (5, -1)))


def test_a_zero_that_is_shown_makes_all_in_it_zero_and_the_other_side_of_its_link() -> None:
    made = problem([0, 0, 2, 3, 0, 0], LINKED, ONE_LINK)
    less = shrunk(made)
    assert less.counts.tolist() == [2, 3] and values(less).tolist() == values(made).tolist() == [0, 5, 0, 2]
    assert len(less.links) == 1 and len(less.links.row) == 0
    # The third cell is not shown: it follows from the link alone.
    assert shrunk(problem([0, 0, 2, 3, 0, 0], LINKED, ONE_LINK, hidden=[2])).counts.tolist() == [2, 3]


def test_a_zero_that_is_not_shown_says_nothing() -> None:
    for said in ({"hidden": [0, 2]}, {"primary": [0, 2]}, {"protected": [0, 2]}):
        made = problem([0, 0, 2, 3, 0, 0], LINKED, ONE_LINK, **said)
        less = shrunk(made)
        assert less.counts.tolist() == made.counts.tolist() and less.links.row.tolist() == made.links.row.tolist()


def test_a_link_with_something_on_both_sides_keeps_them() -> None:
    made = problem([1, 0, 2, 3, 0, 1], LINKED, ONE_LINK)
    less = shrunk(made)
    assert less.counts.tolist() == made.counts.tolist() and less.cells.row.tolist() == made.cells.row.tolist()
