"""Figures of one measure as arrays: regions of all levels by values of the dimensions together, the total first in each."""

from __future__ import annotations

from dataclasses import dataclass

from kostra.methods.largest import Two
from kostra.statistics.places import NOWHERE, Places
from kostra.statistics.records import Whole


@dataclass(frozen=True, slots=True)
class Figures:
    """Each is `value` over `below`, which is 0 where there is none. `two` are the two largest; None where everybody counts as one."""

    value: Whole
    below: Whole
    contributors: Whole
    two: Two | None = None

    def at(self, regions: Places) -> Figures:
        """Of some regions; nothing for `NOWHERE`."""

        def take(figures: Whole) -> Whole:
            found = figures[regions]
            found[regions == NOWHERE] = 0
            return found

        two = None if self.two is None else (take(self.two[0]), take(self.two[1]))
        return Figures(take(self.value), take(self.below), take(self.contributors), two)
