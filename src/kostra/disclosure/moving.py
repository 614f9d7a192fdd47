"""Which suppressed cells another table of whole numbers would show otherwise: the proof that nobody can tell what they are.

A move of the inner cells that every shown sum comes out of unchanged, and that takes nothing below what everybody knows it to be, leads
from the table to another that is published just the same. Whatever differs between the two is safe. Counted in plain whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from kostra.disclosure.columns import by_row
from kostra.disclosure.compiling import HALF, PRIME, compiled
from kostra.disclosure.moves import Array, all_of
from kostra.disclosure.problem import Sums, Truth, Whole

LARGEST: Final = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Move m takes `by` from or puts it into the inner cells `row`, both from `start[m]` to `start[m + 1]`. Nothing shown tells."""

    start: Whole
    row: npt.NDArray[np.int32]
    by: Whole


def certify(moves: Moves, sums: Sums, counts: Whole, value: Whole, lowest: Whole, fixed: Truth) -> Truth:
    """The columns that one move, there or back, shows otherwise. Those `fixed` may not change, the others not fall below `lowest`."""
    proven = np.zeros(len(sums), np.bool_)
    _certify(moves.start, moves.row, moves.by, *by_row(sums, len(counts)), counts, value, lowest, fixed, proven)
    return proven


@compiled(
    "(int64[::1], int32[::1], int64[::1], int64[::1], int32[::1], int8[::1], int64[::1], int64[::1], int64[::1],"
    " boolean[::1], boolean[::1])"
)
def _certify(
    start: Array,
    row: Array,
    by: Array,
    row_start: Array,
    column: Array,
    column_sign: Array,
    counts: Array,
    value: Array,
    lowest: Array,
    fixed: Array,
    proven: Array,
) -> None:
    columns = len(value)
    change = all_of(0, columns)
    touched = np.empty(columns, np.int32)
    seen = all_of(-1, columns)
    for m in range(len(start) - 1):
        count = 0
        there, back = True, True
        for i in range(start[m], start[m + 1]):
            if abs(by[i]) > LARGEST:
                there = back = False
                break
            there = there and counts[row[i]] + by[i] >= 0
            back = back and counts[row[i]] - by[i] >= 0
        if not (there or back):
            continue
        for i in range(start[m], start[m + 1]):
            for k in range(row_start[row[i]], row_start[row[i] + 1]):
                q = column[k]
                if seen[q] != m:
                    seen[q] = m
                    change[q] = 0
                    touched[count] = q
                    count += 1
                change[q] += column_sign[k] * by[i]
        for i in range(count):
            q = touched[i]
            if change[q] != 0 and fixed[q]:
                there = back = False
                break
            there = there and value[q] + change[q] >= lowest[q]
            back = back and value[q] - change[q] >= lowest[q]
        if there or back:
            for i in range(count):
                if change[touched[i]] != 0:
                    proven[touched[i]] = True


def ungrown(growth: Whole, sums: Sums, fixed: Truth, tight: Truth) -> Truth:
    """Which of the `tight` columns do not grow by this move of residues, which nothing `fixed` may notice.

    If there is none, what no equation tells is not determined by bounds either: a little of this makes room for any move.
    """
    of_column = added(growth, sums)
    if any(of_column[fixed]):
        return tight
    return tight & ((of_column < 1) | (of_column > LARGEST))


def added(growth: Whole, sums: Sums) -> Whole:
    """The sums of residues, as residues: by halves, so that long ones do not run over, and since 2^61 is one."""
    high, low = (
        np.add.reduceat(np.append(half[sums.row] * sums.sign, 0), sums.start[:-1])
        for half in (growth >> 31, growth & 0x7FFFFFFF)
    )
    found = ((high >> 30) + ((high & 0x3FFFFFFF) << 31) + low) % PRIME
    found[sums.start[:-1] == sums.start[1:]] = 0
    return np.where(found > HALF, found - PRIME, found)
