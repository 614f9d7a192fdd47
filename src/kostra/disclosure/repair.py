"""What the elimination left in danger: suppressed cells of which no other table of whole numbers, published just the same, is known.

For each of them an integer program looks for such a table among those that differ nearby. If there is none, it may also change what is
shown, the least wanted first: those cells are then not shown either. Refuses to touch what is forced, a nothing that is shown by rule, or
a link: where only those could be changed, the cell cannot be protected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from kostra.disclosure.columns import Columns, by_row
from kostra.disclosure.moving import certify, ungrown
from kostra.disclosure.ordering import order
from kostra.disclosure.problem import Problem, Sums, Truth, Whole, values
from kostra.disclosure.selecting import Selection

SMALL: Final = 300
NEAR: Final = 600


@dataclass(frozen=True, slots=True, eq=False)
class Repair:
    """By cell: `freed` is not shown after all, in defence of the cell `because`; `lost` could not be protected; of those `proven` another
    table of whole numbers is known.
    """

    freed: Truth
    because: Whole
    lost: Truth
    proven: Truth


def repair(problem: Problem, columns: Columns, found: Selection, doubted: Truth | None = None) -> Repair:
    """Up to `SMALL` inner cells every suppressed one is to have a table of its own. In larger problems it is enough that nothing is
    determined by bounds; if not all that stand at their bound can grow at once, each of those is to have a table where it does. So is each
    that is `doubted`.
    """
    sums, cells = columns.sums, columns.cells
    value = np.append(values(problem), np.zeros(len(sums) - cells, np.int64))
    fixed = np.append(found.shown, np.ones(len(sums) - cells, np.bool_))
    floor = np.append(problem.zeros_shown & (value[:cells] > 0), np.zeros(len(sums) - cells, np.bool_)).astype(np.int64)
    safe = certify(found.moves, sums, problem.counts, value, floor, fixed)
    freed, lost = np.zeros(len(sums), np.bool_), np.append(found.exposed, np.zeros(len(sums) - cells, np.bool_))
    because = np.full(len(sums), -1, np.int64)
    wanted = ~fixed & (np.diff(sums.start) > 0)
    wanted[:cells] &= problem.primary | ~problem.hidden
    if np.count_nonzero(~columns.known) > SMALL:
        seen = np.zeros(len(sums), np.bool_)
        seen[:cells] = False if doubted is None else doubted
        wanted &= seen | ungrown(found.growth, sums, fixed, wanted & (value == floor))
    cost = np.zeros(len(sums), np.int64)
    ranked = order(problem)[::-1]
    cost[ranked] = np.arange(1, len(ranked) + 1)
    cost[:cells][problem.forced] = 0
    cost = np.where(_any(problem.forced, columns), 0, cost)
    if not wanted.any():
        return Repair(freed[:cells], because[:cells], lost[:cells], safe[:cells])
    # The solver takes a while to load, and is seldom needed.
    from kostra.disclosure.programming import Nearby, other_table

    turned = by_row(sums, len(problem.counts))
    for cell in np.flatnonzero(wanted):
        if safe[cell] or lost[cell]:
            continue
        near = _near(int(cell), sums, turned[0], turned[1])
        change = other_table(int(cell), Nearby(sums, near, problem.counts, value, floor, fixed, cost, columns.alike))
        if change is None:
            lost[cell] = True
            continue
        differs = change != 0
        fresh = differs & fixed
        freed |= fresh
        because[fresh] = cell
        fixed &= ~fresh
        safe |= differs
    return Repair(freed[:cells], because[:cells], lost[:cells] & problem.primary, safe[:cells])


def _any(forced: Truth, columns: Columns) -> Truth:
    """Of each column, whether one that is the same sum is forced."""
    found = np.zeros(len(columns.alike), np.bool_)
    found[columns.alike[: columns.cells][forced]] = True
    alike: Truth = found[columns.alike]
    return alike


def _near(cell: int, sums: Sums, row_start: Whole, column: np.ndarray[tuple[int], np.dtype[np.int32]]) -> Whole:
    """The inner cells of the column, those that share a column with them, and so on while they are few; those of short columns first."""
    start, size = sums.start, np.diff(sums.start)
    rows = set(sums.row[start[cell] : start[cell + 1]].tolist())
    fresh = sorted(rows)
    while fresh:
        meets = {int(each) for row in fresh for each in column[row_start[row] : row_start[row + 1]]}
        fresh = []
        for each in sorted(meets, key=lambda at: (size[at], at)):
            more = set(sums.row[start[each] : start[each + 1]].tolist()) - rows
            if len(rows) + len(more) > NEAR:
                return np.array(sorted(rows), np.int64)
            rows |= more
            fresh += sorted(more)
    return np.array(sorted(rows), np.int64)
