"""Why a unit was not tested. A method answers for every unit it is handed, in the same order, and says why where it has no answer."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

Reals = npt.NDArray[np.float64]
Reasons = npt.NDArray[np.int8]


class Untested(IntEnum):
    TESTED = 0
    MISSING = 1
    NOT_POSITIVE = 2
    NO_STRATUM = 3
    EQUAL = 4
    """The same value in both periods, where at least half of the units are so."""
    ALL_EQUAL = 5
    """The same value in both periods, as every other unit of the stratum."""


def of_pairs(first: Reals, second: Reals) -> Reasons:
    """Only pairs where both are known and above zero have a ratio to test."""
    reasons = np.full(len(first), Untested.TESTED, np.int8)
    reasons[~((first > 0) & (second > 0))] = Untested.NOT_POSITIVE
    reasons[np.isnan(first) | np.isnan(second)] = Untested.MISSING
    return reasons
