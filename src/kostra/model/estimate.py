"""A figure with what is known of its uncertainty, how much of it was reported, and how what was not reported was filled in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Response(StrEnum):
    """Why a unit has a value, or has none. Nil is an answer; late is not."""

    REPORTED = "reported"
    NIL = "nil"
    LATE = "late"
    """Nothing usable has come, and something shows that there are cases."""
    UNKNOWN = "unknown"
    """Nothing has come, and nothing shows whether there are cases."""
    OUTSIDE = "outside"


class Marker(StrEnum):
    """Where the value of a unit comes from: the letters of ONS, with two of ours for a group's mean and for what is carried forward."""

    RETURNED = "R"
    """Reported, or reported to be nothing."""
    FORWARD = "FIR"
    """Last year's final value, moved by the change in the unit's group."""
    CONSTRUCTED = "C"
    """The rate of the unit's group, on its population."""
    MEAN = "M"
    """The mean of the unit's group."""
    CARRIED = "CF"
    """Last year's final value as it was, because the unit is like no other."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What decides an estimate beside the data. `model_units` is the fewest that a stratum may learn from.

    A unit that is `iterate` standard deviations from the others of its stratum never counts when the model is made, and one that is
    `model` away is put outside it at the end. Both keep their value.
    """

    model_units: int = 5
    iterate: float = 4.5
    model: float = 4.5
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A total over the units of a region. The value is the sum over both the reported and the estimated.

    `standard_error` is the model's (V1) and `robust_error` that of the residuals (V3); `low` and `high` are the ends of the interval, made
    of `interval_error` (V2) and of `freedom` degrees. Nil units count as reported. `weight` is the reported share of what is known
    beforehand of the size of the units: last year's values.
    """

    value: float
    standard_error: float
    reported: int
    expected: int
    method: str
    interval_error: float = 0.0
    robust_error: float = 0.0
    freedom: float = 0.0
    low: float = 0.0
    high: float = 0.0
    weight: float = 1.0
    nil: int = 0
    late: int = 0
    unknown: int = 0
    carried: int = 0
    """Units whose value was carried forward: never modelled, and a reason to call them."""

    @property
    def coverage(self) -> float:
        """The share of the units that reported. No expected units is full coverage of nothing."""
        return self.reported / self.expected if self.expected else 1.0

    @property
    def cv(self) -> float:
        """The larger of the standard errors, against the value; 0 for a value of 0."""
        return max(self.standard_error, self.robust_error) / abs(self.value) if self.value else 0.0
