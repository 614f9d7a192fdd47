"""Whole tables that agree with everything published: one to begin with, and small moves from it to others.

The first is a point of the middle, rounded, in which every sum that does not hold is mended by integer programs over what lies near it. A
move is found the same way, around a cell that has had one value only so far. What comes out is checked elsewhere, by whole numbers alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from kostra.disclosure.audit.nearby import Nearby
from kostra.disclosure.audit.programs import Program, Reals
from kostra.disclosure.audit.published import Tell, Truth, Whole
from kostra.disclosure.audit.system import System

_FIRST, _MOVE = 300, 150
_STEP = 2
_PATIENCE = 4
_NODES, _SECONDS = 2000, 10.0


def missing(system: System, table: Whole) -> Whole:
    """What each row lacks."""
    found = system.total.copy()
    np.subtract.at(found, system.row, table[system.column] * system.sign)
    return found


def first(system: System, middle: Reals, tell: Tell, seconds: float) -> Whole | None:
    """A whole table, or none if it was not found within the CPU seconds."""
    rng = np.random.Generator(np.random.PCG64(system.size))
    near, program = Nearby(system, rng), Program()
    table = np.clip(np.rint(middle).astype(np.int64), system.least, system.most)
    lacks = missing(system, table)
    size, failed, until = _FIRST, 0, time.process_time() + seconds
    program.limit(_NODES, _SECONDS)
    while lacks.any():
        if time.process_time() > until:
            return None
        wrong = np.flatnonzero(lacks)
        columns = near.around([int(rng.choice(wrong))], size)
        least = np.maximum(system.least[columns] - table[columns], -_STEP)
        most = np.minimum(system.most[columns] - table[columns], _STEP)
        program.pass_on(
            system,
            near.starts,
            near.order,
            columns,
            least.astype(np.float64),
            most.astype(np.float64),
            np.zeros(len(columns)),
            lacks.astype(np.float64),
            slack=1 + rng.random(system.rows),
            whole=True,
        )
        point = program.run()
        before = np.abs(lacks).sum()
        if point is not None:
            table[columns] += np.rint(point[: len(columns)]).astype(np.int64)
            lacks = missing(system, table)
        failed = failed + 1 if np.abs(lacks).sum() >= before else max(failed - 1, 0)
        if failed > _PATIENCE:
            size, failed = min(size * 3 // 2, system.size), 0
            tell(f"første tabell: {int(np.abs(lacks).sum())} igjen")
    return table


class Mover:
    """Moves from one whole table to others."""

    def __init__(self, system: System, table: Whole) -> None:
        self._system, self._table = system, table
        self._near = Nearby(system, np.random.Generator(np.random.PCG64(system.size + 1)))
        self._program = Program()

    def of(self, column: int, covered: Truth, size: int = _MOVE) -> tuple[list[tuple[Whole, Whole]], bool]:
        """Moves that change the column and others not covered, and whether all of the system was asked without finding any."""
        system, near = self._system, self._near
        whole = size >= system.size
        columns = np.arange(system.size) if whole else near.around(near.rows_of[column], size)
        here = int(np.searchsorted(columns, column))
        if here == len(columns) or columns[here] != column:
            return [], False
        impossible = True
        for sign in (1, -1):
            reach = 2**20 if whole else 1
            least = np.maximum(system.least[columns] - self._table[columns], -reach)
            most = np.minimum(system.most[columns] - self._table[columns], reach)
            if sign > 0:
                least[here] = 1
            else:
                most[here] = -1
            if least[here] > most[here]:
                continue
            point = self._ask(columns, least, most, covered)
            if point is not None:
                return list(self._pieces(columns, point)), False
            impossible &= self._program.impossible
        return [], whole and impossible

    def _ask(self, columns: Whole, least: Whole, most: Whole, covered: Truth) -> Whole | None:
        """The shortest move. Up and down are columns of their own, so that both cost; those not covered yet cost little."""
        system, near = self._system, self._near
        price = np.where(covered[columns], 1.0, 0.3)
        doubled = _Doubled(system, near, columns)
        self._program.limit(_NODES, _SECONDS)
        self._program.pass_on(
            doubled.system,
            doubled.starts,
            doubled.order,
            np.arange(2 * len(columns)),
            np.concatenate([np.maximum(least, 0), np.maximum(-most, 0)]).astype(np.float64),
            np.concatenate([np.maximum(most, 0), np.maximum(-least, 0)]).astype(np.float64),
            np.concatenate([price, price]),
            np.zeros(doubled.system.rows),
            whole=True,
        )
        point = self._program.run()
        if point is None:
            return None
        both = np.rint(point).astype(np.int64)
        return both[: len(columns)] - both[len(columns) :]

    def _pieces(self, columns: Whole, change: Whole) -> Iterator[tuple[Whole, Whole]]:
        """A change in parts that share no row: each is a move of its own."""
        by = dict(zip(columns[change != 0].tolist(), change[change != 0].tolist(), strict=True))
        left = set(by)
        while left:
            queue = [min(left)]
            left.discard(queue[0])
            for at in queue:
                for row in self._near.rows_of[at]:
                    for other in self._near.columns_of[row]:
                        if other in left:
                            left.discard(other)
                            queue.append(other)
            queue.sort()
            yield np.array(queue, dtype=np.int64), np.array([by[at] for at in queue], dtype=np.int64)


class _Doubled:
    """A neighbourhood in which each column stands twice, the second time with its signs turned."""

    def __init__(self, system: System, near: Nearby, columns: Whole) -> None:
        length = near.starts[columns + 1] - near.starts[columns]
        entry = near.order[
            np.repeat(near.starts[columns] - np.cumsum(length) + length, length) + np.arange(length.sum())
        ]
        rows, row = np.unique(system.row[entry], return_inverse=True)
        column = np.repeat(np.arange(len(columns)), length)
        count = 2 * len(columns)
        none = np.zeros(count, dtype=np.int64)
        self.system = System(
            np.concatenate([row, row]),
            np.concatenate([column, column + len(columns)]),
            np.concatenate([system.sign[entry], -system.sign[entry]]),
            np.zeros(len(rows), dtype=np.int64),
            none,
            none,
            none,
            np.zeros(len(rows), dtype=np.int64),
        )
        self.order = np.arange(2 * len(entry))
        self.starts = np.concatenate([[0], np.cumsum(np.concatenate([length, length]))])
