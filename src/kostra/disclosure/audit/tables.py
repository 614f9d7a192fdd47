"""Whole tables that agree with everything published: one to begin with, and small moves from it to others.

The first is a point of the middle, rounded so that every sum comes out, in which what is below its least is mended by integer programs over
what lies near it. A move is found the same way, around a cell that has had one value only so far. What comes out is checked elsewhere, by
whole numbers alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from kostra.disclosure.audit.nearby import Nearby
from kostra.disclosure.audit.programs import Program, Reals
from kostra.disclosure.audit.published import Tell, Truth, Whole
from kostra.disclosure.audit.rounding import rounded
from kostra.disclosure.audit.system import System

_FIRST, _LARGEST = 1200, 2400
NEIGHBOURHOODS = (_FIRST, _LARGEST)
"""Where moves are looked for. A smaller one has little room; in a larger one a whole number is seldom found."""
_STEP = 2
_SLOW = 0.5
_FEW_NODES, _NODES = 50, 200
_HALF, _WORTH = 0.5, 0.2


def first(system: System, middle: Reals, tell: Tell, until: float) -> Whole | None:
    """A whole table, or none if it was not found when so many CPU seconds are spent."""
    table = rounded(system, middle)
    return None if table is None else _Mender(system, table).all(tell, until)


class _Mender:
    """A table in which every sum comes out, and what is below its least: lifted near by, where all around it can take it.

    At first nothing else may sink. Where the largest neighbourhood does not help, it may, if no more is missing in all: what is missing
    then wanders until it meets room.
    """

    def __init__(self, system: System, table: Whole) -> None:
        self._system, self._table = system, table
        self._rng = np.random.Generator(np.random.PCG64(system.size))
        self._near, self._program = Nearby(system, self._rng), Program()
        self._program.limit(_FEW_NODES)

    def all(self, tell: Tell, until: float) -> Whole | None:
        size, sinking = min(_FIRST, self._system.size), 0
        while (lacks := self._lacks()).any():
            tell(f"første tabell: {int(lacks.sum())} igjen")
            for column in self._rng.permutation(np.flatnonzero(lacks)).tolist():
                if time.process_time() > until:
                    return None
                if self._lacks()[column]:
                    self._mend(column, size, sinking)
            if self._lacks().sum() > _SLOW * lacks.sum():
                sinking = int(size == min(_LARGEST, self._system.size))
                size = min(2 * size, _LARGEST, self._system.size)
        return self._table

    def _lacks(self) -> Whole:
        """How far each column is outside its limits."""
        system, table = self._system, self._table
        found: Whole = np.maximum(np.maximum(system.least - table, table - system.most), 0)
        return found

    def _mend(self, column: int, size: int, sinking: int) -> None:
        """The least that can be missing around a column. Each is a count within its limits, and what it is outside them."""
        columns = self._near.around(self._near.rows_of[column], size)
        down = self._system.least[columns] - self._table[columns]
        up = self._system.most[columns] - self._table[columns]
        outside = np.maximum(np.maximum(down, -up), 0)
        above = up < 0
        least = np.maximum(down, np.minimum(up, 0) - _STEP)
        most = np.minimum(up, np.maximum(down, 0) + _STEP)
        price = np.where(above, -1, 1) * (1 + self._rng.random(len(columns)) / 2)
        change = _Doubled(self._system, self._near, columns).solved(
            self._program,
            np.concatenate([least, np.where(above, -outside - sinking, 0)]),
            np.concatenate([most, np.where(above, 0, outside + sinking)]),
            np.concatenate([np.zeros(len(columns)), price]),
        )
        if change is not None and np.maximum(np.maximum(down - change, change - up), 0).sum() <= outside.sum():
            self._table[columns] += change


class Mover:
    """Moves from one whole table to others."""

    def __init__(self, system: System, table: Whole) -> None:
        self._system, self._table = system, table
        self._rng = np.random.Generator(np.random.PCG64(system.size + 1))
        self._near, self._program = Nearby(system, self._rng), Program()
        self._program.limit(_NODES)

    def of(self, column: int, covered: Truth, size: int) -> tuple[list[tuple[Whole, Whole]], bool]:
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
        """A short move. Up and down are columns of their own, so that both cost. Those not covered yet are worth something one way,
        drawn for each: then one move covers many, and none is worth both.
        """
        system, near = self._system, self._near
        rise = self._rng.random(len(columns)) < _HALF
        worth = np.where(len(columns) < system.size, -_WORTH, _WORTH)
        up, down = (np.where(covered[columns], 1.0, np.where(wanted, worth, 2 * _WORTH)) for wanted in (rise, ~rise))
        return _Doubled(system, near, columns).solved(
            self._program,
            np.concatenate([np.maximum(least, 0), np.maximum(-most, 0)]),
            np.concatenate([np.maximum(most, 0), np.maximum(-least, 0)]),
            np.concatenate([up, down]),
        )

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
        self._order = np.arange(2 * len(entry))
        self._starts = np.concatenate([[0], np.cumsum(np.concatenate([length, length]))])

    def solved(self, program: Program, least: Whole, most: Whole, price: Reals) -> Whole | None:
        """The cheapest change that no sum notices, in whole numbers: the first of each column less the second."""
        program.pass_on(
            self.system,
            self._starts,
            self._order,
            np.arange(self.system.size),
            least.astype(np.float64),
            most.astype(np.float64),
            price,
            np.zeros(self.system.rows),
            whole=True,
        )
        point = program.run()
        if point is None:
            return None
        first, second = np.split(np.rint(point).astype(np.int64), 2)
        change: Whole = first - second
        return change
