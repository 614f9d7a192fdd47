"""Primaries that stand at the lower bound that everybody knows: one where zeros are shown, nothing where they are protected.

If a sum of k suppressed cells of one comes to k, every one of them is one, though no equation says so; likewise for nothings. Conversely,
if a suppressed cell is determined by bounds, then some sum, none of whose terms is subtracted, of cells at their bound follows from what
is shown. So where a candidate tells of such cells alone, it is expressed by them, and turned down unless they can all still grow at once,
each by an amount of its own, without anything shown noticing.

What has been shown otherwise is kept as a chain: for each such column a short move that it notices, and that nothing shown before it
does. Refuses floats: all are residues.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from kostra.disclosure.columns import Columns
from kostra.disclosure.compiling import centred, compiled, inverse, times
from kostra.disclosure.moves import Array
from kostra.disclosure.problem import Problem, Truth, values

SMALL: Final = 1 << 20
EFFORT: Final = 200_000


def keepers(problem: Problem, columns: Columns, guarded: Truth) -> npt.NDArray[np.int32]:
    """For each row the column of a guarded cell that is that row alone, and stands at its lower bound there; else -1."""
    start, row = columns.sums.start, columns.sums.row
    alone = np.flatnonzero(problem.primary & (values(problem) == problem.zeros_shown))
    alike = columns.alike[alone]
    alike = np.unique(alike[guarded[alike] & (start[alike + 1] - start[alike] == 1)])
    found = np.full(len(problem.counts), -1, np.int32)
    found[row[start[alike]]] = alike
    return found


@compiled(
    "(int64, int64[::1], int32[::1], int8[::1], int32[::1], int32[::1], int64, int64[::1], int32[::1], int64[::1], int64[::1], int32[::1],"
    " int32[::1], int32[::1], int64[::1], boolean[::1], int32[::1], boolean[::1])"
)
def express(
    column: int,
    start: Array,
    row: Array,
    sign: Array,
    keeper: Array,
    link: Array,
    links: int,
    link_start: Array,
    link_row: Array,
    link_by: Array,
    noticed: Array,
    link_of: Array,
    row_first: Array,
    row_after: Array,
    amount: Array,
    touched: Array,
    rows: Array,
    flag: Array,
) -> int:
    """Write a column as a sum of rows at their bound, by what is shown: `amount`, for those in `rows`. Gives how many those are;
    with a minus if it takes too long to know, and those are some of them.

    The chain is gone through backwards: what the column notices of a link's move is taken away by the link's own column.
    """
    count = 0
    effort = 0
    for i in range(start[column], start[column + 1]):
        r = row[i]
        amount[r] = sign[i]
        touched[r] = True
        rows[count] = r
        count += 1
        n = row_first[r]
        while n >= 0:
            flag[link_of[n]] = True
            n = row_after[n]
    for k in range(links - 1, -1, -1):
        if not flag[k]:
            continue
        flag[k] = False
        if effort > EFFORT:
            continue
        total = 0
        for i in range(link_start[k], link_start[k + 1]):
            effort += 1
            if amount[link_row[i]] != 0:
                total = centred(total + times(amount[link_row[i]], link_by[i]))
        if total == 0:
            continue
        total = -times(total, inverse(noticed[k]))
        for i in range(start[link[k]], start[link[k] + 1]):
            r = row[i]
            amount[r] = centred(amount[r] + sign[i] * total)
            if not touched[r]:
                touched[r] = True
                rows[count] = r
                count += 1
                n = row_first[r]
                while n >= 0:
                    effort += 1
                    if link_of[n] < k:
                        flag[link_of[n]] = True
                    n = row_after[n]
    left = 0
    for i in range(count):
        r = rows[i]
        touched[r] = False
        if amount[r] != 0 and keeper[r] >= 0:
            rows[left] = r
            left += 1
        else:
            amount[r] = 0
    return left if effort <= EFFORT else -left


@compiled(
    "(int64, int64, int64[::1], int32[::1], int8[::1], int64[::1], int32[::1], int32[::1], int32[::1], int64, int64[::1], int32[::1],"
    " int64[::1], int64[::1], int64[::1], boolean[::1], int32[::1], boolean[::1], int64[::1])"
)
def let_grow(
    one: int,
    more: int,
    start: Array,
    row: Array,
    sign: Array,
    row_start: Array,
    column: Array,
    place: Array,
    link: Array,
    links: int,
    link_start: Array,
    link_row: Array,
    link_by: Array,
    noticed: Array,
    amount: Array,
    touched: Array,
    rows: Array,
    flag: Array,
    growth: Array,
) -> None:
    """Let one row at its bound grow by so much more, and no other: the chain makes up for it. `place` is that of columns in it."""
    amount[one] = more
    touched[one] = True
    rows[0] = one
    count = 1
    for i in range(row_start[one], row_start[one + 1]):
        if place[column[i]] >= 0:
            flag[place[column[i]]] = True
    for k in range(links):
        if not flag[k]:
            continue
        flag[k] = False
        total = 0
        for i in range(start[link[k]], start[link[k] + 1]):
            total = centred(total + sign[i] * amount[row[i]])
        if total == 0:
            continue
        total = -times(total, inverse(noticed[k]))
        for i in range(link_start[k], link_start[k + 1]):
            r = link_row[i]
            amount[r] = centred(amount[r] + times(total, link_by[i]))
            if not touched[r]:
                touched[r] = True
                rows[count] = r
                count += 1
                for n in range(row_start[r], row_start[r + 1]):
                    if place[column[n]] > k:
                        flag[place[column[n]]] = True
    for i in range(count):
        r = rows[i]
        growth[r] = centred(growth[r] + amount[r])
        amount[r] = 0
        touched[r] = False
