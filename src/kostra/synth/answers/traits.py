"""Traits of senders that last: the same municipality answers much the same this year as last year.

Whatever is drawn is drawn for the places of one fixed year and carried to the senders of the year asked for, so that
a renumbering keeps a sender's character. A sender made of several places has the character of the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from kostra import regions
from kostra.synth.arrays import Floats, Ints
from kostra.synth.chance import generator
from kostra.synth.people.places import BASE_YEAR

_MEMORY = 0.8
_YEARS_BACK = 8


@cache
def _places() -> dict[str, int]:
    codes = [unit.code for unit in regions.reporting_units(BASE_YEAR)]
    codes.append(f"{regions.OSLO}00")
    return {code: row for row, code in enumerate(codes)}


class Traits:
    """What is drawn for the senders of a year, given as six-digit codes in any order; Oslo may be 030100 or its districts.

    Before the first year of the regions, the codes are those of that first year.
    """

    def __init__(self, seed: int, year: int, codes: Sequence[str]) -> None:
        self.seed = seed
        self.year = year
        known = _places()
        onward = regions.relation(max(year, regions.load().first), BASE_YEAR)
        self.row: Ints = np.array(
            [known[code] if code in known else known[f"{min(onward[code[:4]])}00"] for code in codes], dtype=np.int64
        )

    def normal(self, *purpose: str | int) -> Floats:
        """A lasting trait, normally distributed."""
        return generator(self.seed, *purpose).normal(size=len(_places()))[self.row]

    def uniform(self, *purpose: str | int) -> Floats:
        return generator(self.seed, *purpose).random(len(_places()))[self.row]

    def drift(self, *purpose: str | int) -> Floats:
        """Something that wanders from year to year and forgets slowly; variance 1 in every year."""
        back = range(_YEARS_BACK)
        steps = [_MEMORY**age * self.normal(*purpose, self.year - age) for age in back]
        result: Floats = np.sum(steps, axis=0) / np.sqrt(sum(_MEMORY ** (2 * age) for age in back))
        return result
