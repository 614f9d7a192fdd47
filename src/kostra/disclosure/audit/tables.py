"""Whole tables that agree with everything published: two that differ in a cell show that nobody can tell what it is.

A point of a linear program is rounded so that every sum comes out, and what then is outside its limits is mended by circuits. The programs
draw cells that have been one value only away from it, so that a few dozen tables differ in nearly all cells. For one that is left, a move
is looked for by integer programs around it. What comes out is checked elsewhere, by whole numbers alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kostra.disclosure.audit.bounds import Asker
from kostra.disclosure.audit.circuits import Circuits
from kostra.disclosure.audit.nearby import Nearby
from kostra.disclosure.audit.programs import Program, Reals
from kostra.disclosure.audit.published import Tell, Truth, Whole
from kostra.disclosure.audit.rounding import Rounder
from kostra.disclosure.audit.system import System, doubled

Move = tuple[Whole, Whole]
"""Columns, and how much each changes."""

NEIGHBOURHOODS = (1200, 2400)
"""Where moves are looked for. A smaller one has little room; in a larger one a whole number is seldom found."""
FEW = 6
"""So many are sooner looked for one by one."""
_POINTS, _IDLE = 60, 8
"""So many points at most, and so many one after the other that show nothing new."""
_NODES = 200
_HALF, _WORTH = 0.5, 0.2


class Tables:
    """The first whole table that is found, the `moves` from it to others, and the columns that these have `covered`.

    `lively` are the columns that can be two things as far as is known; the others are not looked for.
    """

    def __init__(self, system: System, lively: Truth, asker: Asker) -> None:
        self._system, self._lively, self._asker = system, lively, asker
        self._near = Nearby(system, np.random.Generator(np.random.PCG64(system.size)))
        self.first: Whole | None = None
        self.moves: list[Move] = []
        self.covered = np.zeros(system.size, dtype=np.bool_)

    @property
    def left(self) -> Whole:
        return np.flatnonzero(self._lively & ~self.covered)

    def search(self, tell: Tell) -> None:
        rounder, circuits = Rounder(self._system), Circuits(self._system)
        if not (rounder.possible and circuits.possible):
            return
        point, idle = self._asker.seen.middle, 0
        for number in range(_POINTS):
            before = len(self.left)
            table = circuits.mended(rounder.near(point))
            if table is not None:
                self._take(table)
            idle = 0 if len(self.left) < before else idle + 1
            if (self.first is not None and len(self.left) <= FEW) or idle == _IDLE:
                break
            if number % 5 == 0:
                tell(f"hele tabeller: {len(self.left)} celler igjen")
            point = self._asker.away(self.first, self._lively & ~self.covered)

    def by_programs(self, column: int, size: int) -> bool:
        """Around one column; true if all of the system was asked, and the column can be nothing else."""
        assert self.first is not None
        mover = Mover(self._system, self.first, self._near)
        moves, never = mover.of(column, self.covered | ~self._lively, min(size, self._system.size))
        self._add(moves)
        return never

    def _take(self, table: Whole) -> None:
        if self.first is None:
            self.first = table
        else:
            self._asker.seen.add(table.astype(np.float64))
            self._add(_pieces(self._near, np.arange(self._system.size), table - self.first))

    def _add(self, moves: Iterator[Move] | list[Move]) -> None:
        """Those that cover something more."""
        for columns, change in moves:
            if not self.covered[columns].all():
                self.covered[columns] = True
                self.moves.append((columns, change))


class Mover:
    """Moves from one whole table to others."""

    def __init__(self, system: System, table: Whole, near: Nearby) -> None:
        self._system, self._table, self._near = system, table, near
        self._rng = np.random.Generator(np.random.PCG64(system.size + 1))
        self._program = Program()
        self._program.limit(_NODES)

    def of(self, column: int, covered: Truth, size: int) -> tuple[list[Move], bool]:
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
                return list(_pieces(near, columns, point)), False
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


def _pieces(near: Nearby, columns: Whole, change: Whole) -> Iterator[Move]:
    """A change in parts that share no row: each is a move of its own."""
    by = dict(zip(columns[change != 0].tolist(), change[change != 0].tolist(), strict=True))
    left = set(by)
    while left:
        queue = [min(left)]
        left.discard(queue[0])
        rows: set[int] = set()
        for at in queue:
            for row in near.rows_of[at]:
                if row not in rows:
                    rows.add(row)
                    more = [other for other in near.columns_of[row] if other in left]
                    left.difference_update(more)
                    queue += more
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
        none, still = np.zeros(len(columns), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
        self.system = doubled(System(row, column, system.sign[entry], still, none, none, none, still))
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
