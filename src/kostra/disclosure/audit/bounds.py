"""How narrow each unknown cell is to somebody who can count: the least and the most it can be, by linear programs.

What is *seen* are values of tables that agree with everything published: a cell is at least that wide. What is *proven* are the ends, where
a program was asked for that cell. Refuses published figures that no table has.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kostra.disclosure.audit.programs import NEAR, Program, Reals
from kostra.disclosure.audit.published import NO_LIMIT, Published, Tell, Truth, Whole
from kostra.disclosure.audit.system import System, by_column, contradiction

_ROUNDS, _FEW, _FEW_OF_MANY = 120, 6, 40
# A corner is exact, but the way to the first one is long where there are many: they come from the middle, and then walk.
_CORNERS = 4000


@dataclass(slots=True, eq=False)
class Seen:
    """By column: the smallest and the largest value seen, and whether each is known to be the very end."""

    low: Reals
    high: Reals
    low_proven: Truth
    high_proven: Truth
    middle: Reals

    def narrow(self, whole: int) -> Truth:
        """The columns in which fewer than so many whole numbers more than one have been seen."""
        return np.floor(self.high + NEAR) - np.ceil(self.low - NEAR) < whole

    def add(self, point: Reals) -> None:
        np.minimum(self.low, point, out=self.low)
        np.maximum(self.high, point, out=self.high)


def several(asker: Asker, size: int, tell: Tell) -> None:
    """Enough of each column's range to see two whole numbers in it, or both ends of it."""
    seen = asker.seen
    for round_ in range(_ROUNDS):
        narrow = seen.narrow(1) & ~(seen.low_proven & seen.high_proven)
        if narrow.sum() <= (_FEW_OF_MANY if size > _CORNERS else _FEW):
            break
        if round_ % 5 == 0:
            tell(f"grenser, runde {round_ + 1}: {int(narrow.sum())} celler igjen")
        asker.towards(narrow)
    asker.ends(np.flatnonzero(seen.narrow(1)), 1, tell)


def all_ends(published: Published, system: System, seen: Seen, columns: Whole, tell: Tell) -> None:
    """Both ends of each of these columns."""
    Asker(published, system, seen).ends(columns, NO_LIMIT, tell)


class Asker:
    """A program over all columns; every point that it finds is `seen`."""

    def __init__(self, published: Published, system: System, seen: Seen | None = None) -> None:
        self._system = system
        self._program = Program()
        starts, order = by_column(system)
        size = system.size
        self._columns = np.arange(size)
        self._rng = np.random.Generator(np.random.PCG64(size))
        least, most = system.least.astype(np.float64), system.most.astype(np.float64)
        self._program.pass_on(
            system, starts, order, self._columns, least, most, np.zeros(size), system.total.astype(np.float64)
        )
        if seen is None:
            self._program.inner()
            point = self._program.run()
            if point is None:
                raise contradiction(published, system)
            proven = system.least == system.most
            seen = Seen(point.copy(), point.copy(), proven, proven.copy(), point.copy())
        self.seen = seen

    def towards(self, narrow: Truth) -> None:
        """A point that draws each narrow column to the next whole number, and no further: that leaves room for others.

        Where several want the same room, one must have it: the weights are very unequal, and new each time.
        """
        system, seen, rng = self._system, self.seen, self._rng
        first, last = np.ceil(seen.low - NEAR), np.floor(seen.high + NEAR)
        none = last < first
        up = np.where(none, np.ceil(seen.high - NEAR), last + 1)
        down = np.where(none, np.floor(seen.low + NEAR), first - 1)
        rise = (up <= system.most) & ((down < system.least) | (rng.random(system.size) < 0.5))
        weight = np.where(narrow, rng.exponential(size=system.size) ** 2, 0.0)
        self._program.between(
            np.where(narrow & ~rise, np.maximum(np.minimum(seen.low, down), system.least), system.least),
            np.where(narrow & rise, np.maximum(seen.high, up), system.most),
        )
        self._program.cost(np.where(rise, -weight, weight))
        self._program.inner()
        point = self._program.run()
        if point is not None:
            seen.add(np.clip(point, -NO_LIMIT, NO_LIMIT))

    def away(self, table: Whole | None, left: Truth) -> Reals:
        """A point that draws the columns that are left away from what they are in a table, by one, to a side where there is room."""
        system, rng = self._system, self._rng
        least, most = system.least, system.most
        fall = rng.random(system.size) < 0.5
        if table is not None:
            fall = (fall | (table == most)) & (table > least)
            least = np.where(left & fall, table - 1, least)
            most = np.where(left & ~fall, table + 1, most)
        side = np.where(left, np.where(fall, 1.0, -1.0) * rng.exponential(size=system.size) ** 2, 0.0)
        self._program.between(least.astype(np.float64), most.astype(np.float64))
        self._program.cost(side)
        self._program.inner()
        point = self._program.run()
        if point is None:
            return self.seen.middle
        self.seen.add(np.clip(point, -NO_LIMIT, NO_LIMIT))
        return point

    def ends(self, columns: Whole, enough: int, tell: Tell) -> None:
        """Each column for itself; a point found for one may answer for others."""
        cost = np.zeros(self._system.size)
        self._program.between(self._system.least.astype(np.float64), self._system.most.astype(np.float64))
        self._program.corner()
        if len(columns) and self._system.size > _CORNERS:
            self._program.cost(cost)
            self._program.to_corner()
            point = self._program.run()
            if point is not None:
                self.seen.add(np.clip(point, -NO_LIMIT, NO_LIMIT))
            self._program.walk()
        for number, column in enumerate(columns.tolist()):
            if number and number % 100 == 0:
                tell(f"grenser: {number} av {len(columns)} celler")
            for sign, proven in ((1.0, self.seen.low_proven), (-1.0, self.seen.high_proven)):
                if proven[column] or self._wide(column, enough):
                    continue
                cost[column] = sign
                self._program.cost(cost)
                point = self._program.run()
                # What is without limit may come with a point all the same, and that is no end.
                if self._program.unbounded:
                    (self.seen.low if sign > 0 else self.seen.high)[column] = -sign * NO_LIMIT
                    proven[column] = True
                elif point is not None:
                    self.seen.add(np.clip(point, -NO_LIMIT, NO_LIMIT))
                    proven[column] = True
                cost[column] = 0.0

    def _wide(self, column: int, enough: int) -> bool:
        low, high = self.seen.low[column], self.seen.high[column]
        return bool(np.floor(high + NEAR) - np.ceil(low - NEAR) >= enough)
