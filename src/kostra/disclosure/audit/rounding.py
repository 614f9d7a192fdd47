"""Whole numbers near a point of the middle that make every sum come out, though some may be less than everybody knows them to be.

The equations are solved once in whole numbers: of each, one cell is written as the others, and a cell is chosen that stands there once, so
nothing has to be divided. Then the cells that are left are rounded, those first that most hangs on, up or down as the cells written by them
need it. Refuses to look at limits: what is below its least is mended by circuits.
"""

from __future__ import annotations

import heapq

import numpy as np

from kostra.disclosure.audit.programs import Reals
from kostra.disclosure.audit.published import Whole
from kostra.disclosure.audit.system import System

Line = dict[int, int]
_CLOSE = 0.5
"""Nearer to its aim than this, a whole number is as near as it can be."""


class Rounder:
    """`possible` is whether the sums can be solved without dividing: no table of sums in use is known where they cannot."""

    def __init__(self, system: System) -> None:
        pivots = _solved(system)
        self.possible = pivots is not None
        self._pivots = pivots or []
        self._size, self._least = system.size, system.least.tolist()

    def near(self, point: Reals) -> Whole:
        aim, least = point.tolist(), self._least
        value: dict[int, int] = {}
        for pivot, line, total in reversed(self._pivots):
            fresh = [column for column in line if column != pivot and column not in value]
            for column in fresh:
                value[column] = max(round(aim[column]), least[column])
            side = line[pivot]
            left = side * (total - sum(entry * value[column] for column, entry in line.items() if column != pivot))
            value[pivot] = left + _turned(line, side, left - aim[pivot], fresh, value, aim, least)
        return np.array([value.get(column, max(round(aim[column]), least[column])) for column in range(self._size)])


def _turned(
    line: Line, side: int, off: float, fresh: list[int], value: dict[int, int], aim: list[float], least: list[int]
) -> int:
    """Round some of the fresh ones the other way, those that lose least by it, while the pivot is far from its aim. How far it came."""
    came = 0
    while abs(off) > _CLOSE:
        best: tuple[float, int, int, int] | None = None
        for column in fresh:
            entry = -side * line[column]
            step = -1 if (off > 0) == (entry > 0) else 1
            gain = abs(off) - abs(off + entry * step)
            if gain > 0 and value[column] + step >= least[column]:
                loss = abs(value[column] + step - aim[column]) - abs(value[column] - aim[column])
                if loss < gain and (best is None or loss / gain < best[0]):
                    best = loss / gain, column, step, entry * step
        if best is None:
            break
        _, column, step, by = best
        value[column] += step
        came, off = came + by, off + by
    return came


def _solved(system: System) -> list[tuple[int, Line, int]] | None:
    """Pivot, equation and total, in the order they were taken: the column in fewest equations first, and of these the shortest."""
    lines: list[Line] = [{} for _ in range(system.rows)]
    holders: list[set[int]] = [set() for _ in range(system.size)]
    for row, column, sign in zip(system.row.tolist(), system.column.tolist(), system.sign.tolist(), strict=True):
        lines[row][column] = sign
        holders[column].add(row)
    total: list[int] = system.total.tolist()
    pivots: list[tuple[int, Line, int]] = []
    before = -1
    while len(pivots) > before and any(lines):
        before = len(pivots)
        queue = [(len(held), column) for column, held in enumerate(holders) if held]
        heapq.heapify(queue)
        while queue:
            count, column = heapq.heappop(queue)
            held = holders[column]
            if count != len(held):
                if held:
                    heapq.heappush(queue, (len(held), column))
                continue
            once = [row for row in held if abs(lines[row][column]) == 1]
            if not once:
                continue
            chosen = min(once, key=lambda row: (len(lines[row]), row))
            line, lines[chosen] = lines[chosen], {}
            for other in line:
                holders[other].discard(chosen)
            for row in sorted(held):
                factor = lines[row][column] * line[column]
                _take(lines[row], line, factor, holders, row)
                total[row] -= factor * total[chosen]
            pivots.append((column, line, total[chosen]))
    return None if any(lines) else pivots


def _take(line: Line, pivot: Line, factor: int, holders: list[set[int]], row: int) -> None:
    for column, entry in pivot.items():
        new = line.get(column, 0) - factor * entry
        if new:
            line[column] = new
            holders[column].add(row)
        else:
            line.pop(column, None)
            holders[column].discard(row)
