"""The whole table nearest to one whose sums do not all come out."""

from __future__ import annotations

import numpy as np

from kostra.disclosure.audit.programs import Program
from kostra.disclosure.audit.published import NO_LIMIT, Whole
from kostra.disclosure.audit.system import System, by_column, doubled, part, parts, sums

_TRIES, _STEPS = 8, 200_000
"""A final release of the nation takes some 22 000 steps, once."""


def nearest(system: System, value: Whole) -> Whole | None:
    """Within limits, every sum right, as little as can be different from `value`; none if that was not found."""
    found = np.clip(value, system.least, system.most)
    wrong = np.zeros(system.size, np.bool_)
    wrong[system.column[(_left(system, found) != 0)[system.row]]] = True
    number = parts(system)
    for one in np.unique(number[wrong]).tolist():
        columns = np.flatnonzero(number == one)
        whole = _nearest(part(system, columns), found[columns])
        if whole is None:
            return None
        found[columns] = whole
    return found


def _nearest(system: System, value: Whole) -> Whole | None:
    """What is more and what is less are columns of their own: a corner of such a program is nearly always of whole numbers. Where it is
    not, it is rounded, and that is where the next one begins.
    """
    both = doubled(system)
    starts, order = by_column(both)
    for _ in range(_TRIES):
        left = _left(system, value)
        if not left.any():
            return value
        up = np.where(system.most >= NO_LIMIT, NO_LIMIT, system.most - value)
        down = np.where(system.least <= -NO_LIMIT, NO_LIMIT, value - system.least)
        most, nothing = np.append(up, down).astype(np.float64), np.zeros(both.size)
        program = Program()
        program.give_up(_STEPS)
        program.pass_on(both, starts, order, np.arange(both.size), nothing, most, nothing + 1, left.astype(np.float64))
        point = program.run()
        if point is None:
            return None
        moved = np.rint(point[: system.size] - point[system.size :]).astype(np.int64)
        value = np.clip(value + moved, system.least, system.most)
    return None


def _left(system: System, value: Whole) -> Whole:
    """By row, what its sum is short of."""
    return system.total - sums(system, system.sign * value[system.column])
