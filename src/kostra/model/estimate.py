"""A figure with what is known of its uncertainty, and how much of it was reported."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Response(StrEnum):
    """Why a unit has a value, or has none. Nil is an answer; late is not."""

    REPORTED = "reported"
    NIL = "nil"
    LATE = "late"
    UNKNOWN = "unknown"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Estimate:
    """`reported` and `expected` count units; the value is the sum over both the reported and the estimated."""

    value: float
    standard_error: float
    reported: int
    expected: int
    method: str

    @property
    def coverage(self) -> float:
        """The share of the units that reported. No expected units is full coverage of nothing."""
        return self.reported / self.expected if self.expected else 1.0
