"""What is held against what: one source against the sum of others, with what may differ and why it may.

Comparisons are content, the TOML files in `comparisons/`, read by `kostra.reconciling.catalogue`. Nothing here reads a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kostra.methods.hidiroglou_berthelot import Parameters
from kostra.model.text import Text


class Measured(StrEnum):
    KRONER = "kroner"
    PERSONS = "persons"


class Absent(StrEnum):
    """What it means that a unit is not in a register that has come: that nobody knows, or that there is nobody there."""

    UNKNOWN = "unknown"
    ZERO = "zero"


class Check(StrEnum):
    """What one may be told of a unit. Every one of them asks for an answer."""

    UNIT_ERROR = "unit-error"
    """A thousand times too much or too little: kroner for thousands, or the other way."""
    NEGATIVE = "negative"
    """The persons add up to more than the accounts: one of them is wrong."""
    APART = "apart"
    """Further apart than is allowed, whichever is the larger."""
    RATIO = "ratio"
    """Unusual among the municipalities of its group."""
    CHANGED = "changed"
    """The ratio changed more between the years than that of others."""
    PERSISTENT = "persistent"
    """The same way apart in three years or more: a scheme of the municipality's own."""
    JUMP = "jump"
    """Far from what it was in the years before: an error in one of them."""
    AWAITED = "awaited"
    """The first source has something, and what it is to be held against has not come."""


@dataclass(frozen=True, slots=True)
class Source:
    """Fields of a form or a register, added up over the records that count; where there are no fields, the records are counted.

    `where` has, for each field, the values that count: codes, or ranges of them ("010-480"). `nothing` is the answer that says that there
    is no amount to fill in. `factor` is 1000 for what is written in thousands of kroner.
    """

    id: str
    title: Text
    form: str | None
    register: str | None
    fields: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]]
    nothing: tuple[str, str] | None
    factor: int
    absent: Absent


@dataclass(frozen=True, slots=True)
class Limits:
    """What may differ: so many per cent of the first source, and never less than `least`. `jump` is the same from year to year."""

    percent: int
    least: int
    jump: int
    change: Parameters
    quartiles: tuple[float, float]

    def allowed(self, base: int) -> int:
        return max(-(-abs(base) * self.percent // 100), self.least)

    def steady(self, base: int) -> int:
        return max(-(-abs(base) * self.jump // 100), self.least)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`first` less the sum of `others` is the residual. `causes` are the reasons one may give for it."""

    id: str
    title: Text
    about: Text
    since: int
    until: int | None
    measured: Measured
    districts: bool
    """Whether Oslo's districts can be told apart in every source."""
    first: Source
    others: tuple[Source, ...]
    checks: frozenset[Check]
    limits: Limits
    causes: Mapping[str, Text]
    reading: str

    @property
    def sources(self) -> tuple[Source, ...]:
        return (self.first, *self.others)

    def covers(self, year: int) -> bool:
        return self.since <= year and (self.until is None or year <= self.until)
