"""What an estimate is made from: the units that were to report, and one variable of theirs.

One row for each unit, in the same order everywhere. Last year's values are in this year's municipalities before they come here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kostra.model.errors import Broken
from kostra.model.estimate import Response

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Units:
    """`population` is in the variable's target age, and missing where nobody knows. `take_all` units are like no other (Oslo)."""

    code: Texts
    stratum: Texts
    population: Floats
    take_all: Flags

    def __post_init__(self) -> None:
        if (self.stratum == "").any():
            raise Broken("a unit stands in no stratum")

    def __len__(self) -> int:
        return len(self.code)


@dataclass(frozen=True, slots=True)
class Variable:
    """`value` is read where the unit reported; `last` is last year's final value, missing where nobody knows.

    `response` is by variable, as `kostra.estimation.responses` tells it: a unit may have reported one variable and not another.
    """

    name: str
    value: Floats
    last: Floats
    response: Texts

    def __post_init__(self) -> None:
        if (self.reported & ~np.isfinite(self.value)).any():
            raise Broken(f"{self.name}: a unit that counts as reported has no value")
        if (np.nan_to_num(self.last) < 0).any():
            raise Broken(f"{self.name}: last year's value is negative, and a ratio to it says nothing")

    def of(self, response: Response) -> Flags:
        found: Flags = self.response == response.value
        return found

    @property
    def reported(self) -> Flags:
        return self.of(Response.REPORTED)

    @property
    def answered(self) -> Flags:
        """Reported, or nothing to report."""
        return self.reported | self.of(Response.NIL)

    @property
    def silent(self) -> Flags:
        return self.of(Response.LATE) | self.of(Response.UNKNOWN)

    @property
    def expected(self) -> Flags:
        return ~self.of(Response.OUTSIDE)
