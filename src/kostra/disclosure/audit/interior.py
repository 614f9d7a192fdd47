"""Which unknown cells cannot leave the least that everybody knows of them: those are known, though no sum says so.

A few programs answer for all cells at once, however many there are. Each asks for a point that is published just the same, in which as
many as possible of those that are left are more than their least. If none of them can be, all of them are known. Whatever moves in some
point moves in the middle of all points, and there nothing stands at its least any more: what then does not follow by adding and subtracting
can be both more and less than it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kostra.disclosure.audit.programs import Program, Reals
from kostra.disclosure.audit.published import Tell, Truth
from kostra.disclosure.audit.system import System, by_column
from kostra.model.errors import Refused

_MOVED = 1e-4
"""A program holds its equations to 1e-7."""
_STEP = 0.02
"""So little that what moves one of them seldom stands in the way of another."""
_ENDS = float(2**20)
_FAR = 64.0
_NEAR = 1e-3
_ROUNDS = 50


@dataclass(frozen=True, slots=True, eq=False)
class Inside:
    """The columns that are `stuck` at one value, and the least and the most that each has been seen at."""

    stuck: Truth
    low: Reals
    high: Reals


def inside(system: System, tell: Tell, points: int = 0, lively: Truth | None = None) -> Inside:
    """With so many `points` more, to either side at random, to see how wide the columns are. Of those that are `lively` two values have
    been seen already.
    """
    found = _Found(system)
    stuck = system.least == system.most
    left = ~stuck & (found.point < system.least + _MOVED)
    if lively is not None:
        left &= ~lively
    for round_ in range(_ROUNDS):
        if not left.any():
            break
        tell(f"grenser, runde {round_ + 1}: {int(left.sum())} celler igjen")
        found.ask(np.where(left, -1.0, 0.0), np.where(left, system.least + _STEP, _ENDS))
        moved = left & (found.point > system.least + _MOVED)
        if not moved.any():
            break
        left &= ~moved
    rng = np.random.Generator(np.random.PCG64(system.size))
    for _ in range(points if system.size else 0):
        side = rng.choice([-1.0, 1.0], size=system.size)
        for cost in (side, -side):
            found.ask(cost, np.full(system.size, _ENDS))
    # What is left after all rounds has not been shown to move, and counts as known.
    return Inside(stuck | left, found.low, found.high)


class _Found:
    def __init__(self, system: System) -> None:
        self._least: Reals = system.least.astype(np.float64)
        self._most: Reals = np.minimum(system.most.astype(np.float64), _ENDS)
        self._program = Program()
        starts, order = by_column(system)
        nothing = np.zeros(system.size)
        every, total = np.arange(system.size), system.total.astype(np.float64)
        self._program.pass_on(system, starts, order, every, self._least, self._most, nothing, total)
        self._program.inner(_NEAR)
        self.low, self.high = np.full(system.size, np.inf), np.full(system.size, -np.inf)
        self.point = self._run() if system.size else nothing

    def ask(self, cost: Reals, most: Reals) -> None:
        """Not far from the point at hand: a small room is searched sooner."""
        most = np.minimum(np.minimum(most, self._most), np.ceil(self.point + _FAR))
        self._program.between(np.minimum(np.maximum(self._least, np.floor(self.point - _FAR)), most), most)
        self._program.cost(cost)
        self.point = self._run()

    def _run(self) -> Reals:
        point = self._program.run()
        if point is None and not self._program.impossible:
            # It stopped before its equations held.
            self._program.inner()
            point = self._program.run()
            self._program.inner(_NEAR)
        if point is None:
            raise Refused("Fant ingen tall for de skjulte cellene. Se etter en sum som ikke er summen av delene sine.")
        np.minimum(self.low, point, out=self.low)
        np.maximum(self.high, point, out=self.high)
        return point
