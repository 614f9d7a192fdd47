"""The cells that can be shown, by elimination: nothing primary follows from them, and no sum of them meets the bounds.

Refuses to leave out what is forced: what that gives away is told instead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kostra.disclosure.columns import SEED, Columns, by_row
from kostra.disclosure.compiling import HALF
from kostra.disclosure.elimination import Fate, eliminate
from kostra.disclosure.moving import Moves
from kostra.disclosure.ordering import order
from kostra.disclosure.problem import Problem, Truth, Whole
from kostra.disclosure.singletons import keepers


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """By cell; `bounds` are those not shown since a sum would meet the bounds. `growth` is by row, a move that nothing shown notices
    and by which all that stand at their lower bound grow at once.
    """

    shown: Truth
    because: Whole
    bounds: Truth
    exposed: Truth
    moves: Moves
    growth: Whole


def select(problem: Problem, columns: Columns) -> Selection:
    """Links first, then what is forced, then the rest in order; of columns that are alike the first in order, for all of them."""
    sums, cells, alike = columns.sums, columns.cells, columns.alike
    size = np.diff(sums.start)
    own = alike[:cells]
    primary = np.flatnonzero(problem.primary)
    guarded = np.zeros(len(sums), np.bool_)
    guarded[own[primary]] = True
    given = problem.forced | (size[:cells] == 0)
    lost = np.zeros(len(sums), np.bool_)
    lost[own[given]] = guarded[own[given]]
    guarded &= ~lost
    wanted = own[order(problem)]
    wanted = wanted[np.sort(np.unique(wanted, return_index=True)[1])]
    wanted = wanted[(size[wanted] > 0) & ~guarded[wanted]]
    must = np.zeros(len(sums), np.bool_)
    must[own[problem.forced]] = True
    must[cells:] = True
    links = np.arange(cells, len(sums))
    sequence = np.concatenate([links[size[links] > 0], wanted[must[wanted]], wanted[~must[wanted]]])
    fate, because = np.zeros(len(sums), np.int8), np.full(len(sums), -1, np.int32)
    exposed = np.zeros(len(sums), np.bool_)
    rows = len(problem.counts)
    keeper = keepers(problem, columns, guarded)
    growth = (keeper >= 0).astype(np.int64)
    dice = np.random.Generator(np.random.PCG64(SEED))
    left = eliminate(
        sums.start,
        sums.row,
        sums.sign,
        *by_row(sums, rows),
        dice.integers(-HALF, HALF, rows, dtype=np.int64),
        dice.integers(-HALF, HALF, rows, dtype=np.int64),
        sequence.astype(np.int32),
        must,
        guarded,
        keeper,
        fate,
        because,
        exposed,
        growth,
    )
    # A primary stands for those alike.
    stands = np.full(len(sums), -1, np.int64)
    stands[own[primary[::-1]]] = primary[::-1]
    told = np.isin(fate, (Fate.ACCEPTED, Fate.FOLLOWS)) | lost | (size == 0)
    shown = told[own] & ~problem.hidden & ~problem.primary | problem.forced
    of = np.where(guarded, np.arange(len(sums)), because)[own]
    defended = np.where(of < 0, -1, stands[of])
    exposed = (exposed | lost)[own] & problem.primary
    return Selection(shown, defended, (fate == Fate.MEETS_BOUNDS)[own], exposed, Moves(*left), growth)
