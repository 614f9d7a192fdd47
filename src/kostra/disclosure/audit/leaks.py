"""What should be hidden too, for cells that are known though they are hidden.

One program looks for how all that is hidden can change at once without anybody noticing, so that as many as can be of those that are known
are more, and what is shown is changed as cheaply as can be: what it changed is what gave them away.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from kostra.disclosure.audit.programs import Reals
from kostra.disclosure.audit.published import Equations, Published, Truth, Whole

_LONGEST = (20, 80, 10**6)
"""The values of a table; the municipalities of a county or a group; the country."""
_CLOSE, _STEPS = 4, 20_000
"""Further away no amount is looked for, nor after so many steps: in a country of them that is nearly all."""
_MORE = 0.5
_CHANGED = 1e-5
_WORTH = 1e4
"""Of one that is known no more, beside the price of what is hidden for it."""
_FAR, _FAR_OF_AMOUNTS = 64.0, 1e5
"""Nothing needs to change by more, and a small room is searched sooner."""


def for_known(
    published: Published, told: Truth, room: Reals, price: Reals, reach: int, *, amounts: bool = False
) -> Truth:
    """Shown cells, by `price`, for those that are `told`, as far as `reach` sums away, or one more. What is left of them is asked about
    again, from the sums of a few cells to those of many.

    `room` is how far each cell can go down.
    """
    found, left = np.zeros(len(told), np.bool_), told
    if amounts:
        reach = min(reach, _CLOSE)
    for near in (_Near(further, longest, amounts) for further in (reach, reach + 1) for longest in _LONGEST):
        if left.any():
            more, moved = _asked(published, found, left, room, price, near)
            found, left = found | more, left & ~moved
    return found


@dataclass(frozen=True, slots=True)
class _Near:
    """What is looked at: as far as `reach` sums away for what is shown, one further for what is not, by sums of at most `longest` cells."""

    reach: int
    longest: int
    amounts: bool

    @property
    def far(self) -> float:
        return _FAR_OF_AMOUNTS if self.amounts else _FAR

    def of(self, equations: Equations, told: Truth) -> tuple[Truth, Truth]:
        """Cells that are near, and as near as what is shown must be."""
        owner = np.repeat(np.arange(len(equations)), np.diff(equations.start))
        short = np.diff(equations.start) <= self.longest
        within, before = told, told
        for _ in range(self.reach + 1):
            before, touched = within, np.zeros(len(equations), np.bool_)
            touched[owner[within[equations.cell]]] = True
            within = within.copy()
            within[equations.cell[(touched & short)[owner]]] = True
        return within, before


def _asked(
    published: Published, found: Truth, told: Truth, room: Reals, price: Reals, near: _Near
) -> tuple[Truth, Truth]:
    """What is hidden for those that are told, beside what has been `found`; and which of them are known no more."""
    equations = published.equations
    hidden = ~published.known | found
    owner = np.repeat(np.arange(len(equations)), np.diff(equations.start))
    within, close = near.of(equations, told)
    candidate = close & ~hidden & np.isfinite(price) & (room > 0)
    free = within & hidden
    used = np.zeros(len(equations), np.bool_)
    used[owner[(free | candidate)[equations.cell]]] = True
    place = np.cumsum(used) - 1
    unknown, open_ = np.flatnonzero(free), np.flatnonzero(candidate)
    entries = []
    for cells, first, turn in ((unknown, 0, 1), (open_, len(unknown), 1), (open_, len(unknown) + len(open_), -1)):
        number = np.full(len(hidden), -1)
        number[cells] = first + np.arange(len(cells))
        there = number[equations.cell] >= 0
        entries.append((number[equations.cell[there]], place[owner[there]], turn * equations.sign[there]))
    column, row, sign = (np.concatenate(each) for each in zip(*entries, strict=True))
    down = np.minimum(room[unknown], near.far)
    least = np.concatenate([-down, np.zeros(2 * len(open_))])
    most = np.concatenate(
        [np.where(told[unknown], _MORE, near.far), np.full(len(open_), near.far), np.minimum(room[open_], near.far)]
    )
    cost = np.concatenate([np.where(told[unknown], -_WORTH, 0), price[open_], price[open_]])
    point = _solved(column, row, sign, int(used.sum()), least, most, cost, corner=near.amounts)
    changed = point[len(unknown) : len(unknown) + len(open_)] + point[len(unknown) + len(open_) :]
    more, moved = np.zeros(len(hidden), np.bool_), np.zeros(len(hidden), np.bool_)
    more[open_[changed > _CHANGED]] = True
    moved[unknown[point[: len(unknown)] > _CHANGED]] = True
    return more, moved


def _solved(
    column: Whole, row: Whole, sign: Whole, rows: int, least: Reals, most: Reals, cost: Reals, *, corner: bool
) -> Reals:
    order = np.lexsort((row, column))
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(least), rows
    program.col_cost_, program.col_lower_, program.col_upper_ = cost, least, most
    program.row_lower_ = program.row_upper_ = np.zeros(rows)
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.searchsorted(column[order], np.arange(len(least) + 1)).astype(np.int32)
    program.a_matrix_.index_ = row[order].astype(np.int32)
    program.a_matrix_.value_ = sign[order].astype(np.float64)
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 1)):
        highs.setOptionValue(option, value)
    if corner:
        highs.setOptionValue("simplex_iteration_limit", _STEPS)
    highs.passModel(program)
    # Of counts the middle will do: what is changed there is what is changed in a corner, but for a few cells, and the way to a corner is
    # long. Amounts have room beyond measure, and the middle of that is not come to.
    for solver, crossover in (("simplex", "on"),) if corner else (("ipm", "off"), ("ipm", "on")):
        highs.setOptionValue("solver", solver)
        highs.setOptionValue("run_crossover", crossover)
        highs.run()
        if highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            break
    solution = highs.getSolution()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal or not solution.value_valid:
        # Nothing is hidden then, and the audit says what is known.
        return np.zeros(len(least))
    return np.array(solution.col_value)
