"""What a control found. A finding is a value about the data, never raised, and never holds a national id.

It says where (file line, field, journal number, case worker) and which control; the sentence is made when somebody reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Severity(IntEnum):
    """In rising order. Fatal stops the run, an error blocks the delivery, the others let it through."""

    OK = 0
    INFO = 1
    WARNING = 2
    ERROR = 3
    FATAL = 4

    def __str__(self) -> str:
        return self.name.lower()

    @property
    def blocks(self) -> bool:
        return self >= Severity.ERROR


class Outcome(StrEnum):
    """What a control says of one record."""

    NOT_APPLICABLE = "not applicable"
    PASSED = "passed"
    FAILED = "failed"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Finding:
    """`line` counts from 1 in the file as sent, 0 for the file as a whole. `shown` are the values the sentence shows."""

    control: str
    severity: Severity
    line: int
    field: str | None = None
    journal: str | None = None
    caseworker: str | None = None
    shown: tuple[tuple[str, str], ...] = ()
