"""What is to be protected, as columns of whole numbers: inner cells, publishable cells that are sums of them, and what is asked of each.

One problem holds everything that is published together: cells of several tables stand side by side, and a *link* says that two ways of
adding up give the same number. A link is known to everybody, as a published nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Whole: TypeAlias = npt.NDArray[np.int64]
Truth: TypeAlias = npt.NDArray[np.bool_]


class Status(IntEnum):
    """Of a publishable cell: shown; not shown for its own sake; not shown in defence of another."""

    SAFE = 0
    PRIMARY = 1
    SECONDARY = 2


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Column j is the sum of `row[start[j]:start[j + 1]]`, each times its `sign` (1, and in a link also -1)."""

    start: Whole
    row: npt.NDArray[np.int32]
    sign: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.start) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """`counts` are the inner cells; `cells` the publishable ones; `links` what is nothing by the making of the tables.

    By publishable cell: `primary` may not be known; `forced` is out already, or must be; `hidden` is not shown, but need not be protected.
    `weight` says which are wanted more (a higher one goes before any lower), `stable` which were shown the year before and win a tie.
    `zeros_shown` is by publishable cell: where it holds, everybody knows that what is not shown is at least 1.
    """

    counts: Whole
    cells: Sums
    links: Sums
    primary: Truth
    forced: Truth
    hidden: Truth
    weight: Whole
    stable: Truth
    zeros_shown: Truth


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """`status` is a `Status` for each publishable cell. `because` is the primary cell that a secondary one defends, and -1 for the others.

    `repaired` are those that the repair took after the elimination. `exposed` are primary cells that cannot be protected, since what is
    forced gives them away.
    """

    status: npt.NDArray[np.int8]
    because: Whole
    repaired: Truth
    exposed: Truth


def values(problem: Problem) -> Whole:
    """What each publishable cell is."""
    cells = problem.cells
    terms = problem.counts[cells.row] * cells.sign
    found: Whole = np.add.reduceat(np.append(terms, 0), cells.start[:-1])
    found[cells.start[:-1] == cells.start[1:]] = 0
    return found
