"""What a sender delivered: a file, a set of answers, or the statement that there is nothing to report.

A submission never changes. A new one replaces it, and both are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kostra.model.period import Period


class Content(StrEnum):
    FILE = "file"
    ANSWERS = "answers"
    NIL = "nil"


@dataclass(frozen=True, slots=True)
class Expected:
    """A delivery that is owed, known before anything has arrived. `unit` is the six-digit reporting unit."""

    form: str
    period: Period
    unit: str


@dataclass(frozen=True, slots=True)
class Submission:
    """`sender` says who sent it: a person or a system, never a municipality alone."""

    id: str
    answers: Expected
    content: Content
    received: datetime
    sender: str
    sha256: str
    size: int
    replaces: str | None = None
