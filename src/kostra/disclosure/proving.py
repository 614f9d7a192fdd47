"""Proofs that nobody can tell what is hidden: a whole table that is published just the same, and short moves from it to others, so that the
hidden cells are two things each.

The table is not the true one: it is come to from there by a long walk at random among those that cannot be told apart. Whoever checks the
proof needs no trust in how it was made. Refuses nothing: a cell for which no other table is found has no proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from kostra.disclosure.problem import Truth, Whole
from kostra.disclosure.walking import search, unnoticed, walk

_WALK: Final = 40
"""So many steps for each cell."""
_STEPS: Final = (1, 30, 100)
"""So many moves at most, one after the other, where fewer were not enough: as long as those have found half of what was wanted."""


@dataclass(frozen=True, slots=True, eq=False)
class Unknown:
    """Sum i is of the cells `cell[start[i]:start[i + 1]]`, each times its `sign`. Every cell is what it is in truth, and within limits."""

    start: Whole
    cell: Whole
    sign: Whole
    value: Whole
    least: Whole
    most: Whole


@dataclass(frozen=True, slots=True, eq=False)
class Proofs:
    """Another table differs from `table` by `by` in the cells `cell`, both from `start[i]` to `start[i + 1]`."""

    table: Whole
    start: Whole
    cell: Whole
    by: Whole


def prove(unknown: Unknown, wanted: Truth) -> Proofs:
    """For as many as can be of the cells that are wanted."""
    cells = len(unknown.value)
    sequence = np.argsort(np.diff(unknown.start), kind="stable").astype(np.int32)
    start, cell, by = unnoticed(
        unknown.start, unknown.cell.astype(np.int32), unknown.sign.astype(np.int8), sequence, cells
    )
    order = np.argsort(cell, kind="stable")
    of_cell = np.searchsorted(cell[order], np.arange(cells + 1))
    move = np.repeat(np.arange(len(start) - 1, dtype=np.int32), np.diff(start))[order]
    table, left = unknown.value.copy(), wanted.copy()
    walk(start, cell, by, table, unknown.least, unknown.most, _WALK * cells)
    found = np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int64)
    for steps in _STEPS:
        if steps == _STEPS[-1] and 2 * left.sum() > wanted.sum():
            break
        found = search(
            start,
            cell,
            by,
            of_cell,
            move,
            by[order],
            table,
            unknown.least,
            unknown.most,
            left,
            steps,
            *found,
        )
    return Proofs(table, found[0], found[1].astype(np.int64), found[2])
