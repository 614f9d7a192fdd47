"""A problem with some of its inner cells once more, as they were when they were published before: other numbers, of the same kind.

What is known from then is so of the cells that were; and whoever compares the two releases knows both, and what they share.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kostra.disclosure.problem import Problem, Sums, Truth, Whole


@dataclass(frozen=True, slots=True, eq=False)
class Twice:
    """`problem` has its own cells first. After them stand the inner cells of `inner` as they were, and the publishable ones of `cells`
    that have any of these. Nothing is asked of those.
    """

    problem: Problem
    inner: Whole
    cells: Whole


def twice(problem: Problem, other: Truth) -> Twice:
    """`other` are the inner cells that were other numbers."""
    inner = np.flatnonzero(other)
    then = np.arange(len(other))
    then[inner] = len(other) + np.arange(len(inner))
    cells, links = _touched(problem.cells, other), _touched(problem.links, other)

    def with_cells(mark: npt.NDArray[np.bool_]) -> Truth:
        return np.append(mark, np.zeros(len(cells), np.bool_))

    every = replace(
        problem,
        counts=np.append(problem.counts, problem.counts[inner]),
        cells=_joined(problem.cells, cells, then),
        links=_joined(problem.links, links, then),
        primary=with_cells(problem.primary),
        forced=with_cells(problem.forced),
        hidden=with_cells(problem.hidden),
        weight=np.append(problem.weight, problem.weight[cells]),
        stable=np.append(problem.stable, problem.stable[cells]),
        zeros_shown=np.append(problem.zeros_shown, problem.zeros_shown[cells]),
    )
    return Twice(every, inner, cells)


def _touched(sums: Sums, other: Truth) -> Whole:
    owner = np.repeat(np.arange(len(sums)), np.diff(sums.start))
    return np.unique(owner[other[sums.row]])


def _joined(sums: Sums, again: Whole, then: Whole) -> Sums:
    """After the sums, some of them of what the inner cells were."""
    length = np.diff(sums.start)
    taken = np.zeros(len(sums), np.bool_)
    taken[again] = True
    entry = np.repeat(taken, length)
    start = np.concatenate([np.zeros(1, np.int64), length, length[again]]).cumsum()
    row = np.concatenate([sums.row, then[sums.row[entry]].astype(np.int32)])
    return Sums(start, row, np.concatenate([sums.sign, sums.sign[entry]]))
