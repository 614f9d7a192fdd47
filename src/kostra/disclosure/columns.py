"""A problem as the columns that the elimination works on: without the rows that are known to be nothing, and each column once.

Cells that are the same sum are one column: where a primary is among them none is shown, else they share the fate of the one first in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from kostra.disclosure.ordering import candidates
from kostra.disclosure.problem import Problem, Sums, Truth, Whole, values

SEED: Final = 20260


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Cells first, then links. `alike` is, for each, the lowest number among those that are the same sum.

    `known` are the rows that everybody knows to be nothing, since a cell that holds them is shown as nothing.
    """

    sums: Sums
    cells: int
    alike: Whole
    known: Truth


def columns(problem: Problem) -> Columns:
    cells, links = problem.cells, problem.links
    nothing = values(problem) == 0
    told = nothing & candidates(problem) & (problem.zeros_shown | problem.forced)
    known = np.zeros(len(problem.counts), np.bool_)
    known[cells.row[np.repeat(told, np.diff(cells.start))]] = True
    start = np.append(cells.start, cells.start[-1] + links.start[1:])
    row, sign = np.append(cells.row, links.row), np.append(cells.sign, links.sign)
    kept = ~known[row]
    start = np.append(0, np.cumsum(kept))[start]
    sums = Sums(start, row[kept].astype(np.int32), sign[kept].astype(np.int8))
    return Columns(sums, len(cells), _alike(sums, len(problem.counts)), known)


def _alike(sums: Sums, rows: int) -> Whole:
    """By two random sums that run over, which is as good as any other whole number."""
    marks = np.random.Generator(np.random.PCG64(SEED)).integers(1, 1 << 62, (2, rows), dtype=np.int64)
    terms = np.append(marks[:, sums.row] * sums.sign, np.zeros((2, 1), np.int64), axis=1)
    prints = np.add.reduceat(terms, sums.start[:-1], axis=1)
    prints[:, sums.start[:-1] == sums.start[1:]] = 0
    order = np.lexsort(prints)
    fresh = np.append(True, (np.diff(prints[:, order], axis=1) != 0).any(axis=0))
    found = np.empty(len(sums), np.int64)
    found[order] = order[np.maximum.accumulate(np.where(fresh, np.arange(len(order)), 0))]
    return found


def by_row(sums: Sums, rows: int) -> tuple[Whole, npt.NDArray[np.int32], npt.NDArray[np.int8]]:
    """The same turned around: where each row begins, its columns and their signs."""
    order = np.argsort(sums.row, kind="stable")
    column = np.repeat(np.arange(len(sums), dtype=np.int32), np.diff(sums.start))
    return np.searchsorted(sums.row[order], np.arange(rows + 1)), column[order], sums.sign[order]
