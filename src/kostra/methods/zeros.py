"""Changes that no ratio can show: to zero and from zero, and units that are new or have left.

A municipality that starts or ends a programme is such a change, and so is a form that was sent empty by mistake.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from kostra.methods.untested import Reals


class Turn(IntEnum):
    NONE = 0
    """Something in both periods, or nothing in both: not for this method."""
    FROM_ZERO = 1
    TO_ZERO = 2
    NEW = 3
    """Known now, and not before."""
    LEFT = 4
    """Known before, and not now."""
    UNKNOWN = 5
    """Not known in either period."""


@dataclass(frozen=True, slots=True)
class Turns:
    """`change` counts what is not known as nothing. `outlier` is 1 for a turn of more than the floor, and NaN where nothing is known."""

    turn: npt.NDArray[np.int8]
    change: Reals
    outlier: Reals


def turns(now: Reals, before: Reals, floor: float = 0.0) -> Turns:
    no_now, no_before = np.isnan(now), np.isnan(before)
    turn = np.full(len(now), Turn.NONE, np.int8)
    turn[(before == 0) & (now != 0)] = Turn.FROM_ZERO
    turn[(now == 0) & (before != 0)] = Turn.TO_ZERO
    turn[no_before] = Turn.NEW
    turn[no_now] = Turn.LEFT
    turn[no_now & no_before] = Turn.UNKNOWN
    change = np.where(no_now, 0.0, now) - np.where(no_before, 0.0, before)
    change[turn == Turn.UNKNOWN] = np.nan
    outlier = ((turn != Turn.NONE) & (np.abs(change) > floor)).astype(np.float64)
    outlier[turn == Turn.UNKNOWN] = np.nan
    return Turns(turn, change, outlier)
