"""Error lists as cases: what is asked of a municipality line by line, what it answers, and what has become of it in the next file.

A line holds a control, a line number and a journal number, never a national id. Nothing is decided here about who sees what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from kostra.model.finding import Severity
from kostra.model.submission import Expected
from kostra.model.text import Text


class Answer(StrEnum):
    CORRECTED = "corrected"
    RIGHT = "right"
    """Right as it is, because: an explanation comes with it."""
    NEW_FILE = "new-file"


class Fate(StrEnum):
    """What has become of a line."""

    OPEN = "open"
    MENDED = "mended"
    REMAINING = "remaining"
    ACCEPTED = "accepted"
    """The desk takes the explanation."""
    TREATED = "treated"
    """Closed at the cut-off, and treated as the list says."""


@dataclass(frozen=True, slots=True)
class Line:
    """`number` counts from 1 within its list."""

    list: str
    number: int
    control: str
    severity: Severity
    line: int
    field: str | None
    journal: str | None
    message: Text
    answer: Answer | None = None
    explanation: str = ""
    answered: datetime | None = None
    answered_by: str = ""
    fate: Fate = Fate.OPEN

    @property
    def id(self) -> str:
        return f"{self.list}-{self.number}"

    @property
    def is_open(self) -> bool:
        return self.fate in {Fate.OPEN, Fate.REMAINING}


@dataclass(frozen=True, slots=True)
class ErrorList:
    """One round of one expected delivery. `left_out` findings had no room; `compared` is the newer submission it was last held against;
    `treatment` says what was done with the lines still open when it was closed.
    """

    id: str
    expected: Expected
    round: int
    submission: str
    sent: datetime
    sent_by: str
    answer_by: date
    left_out: int = 0
    compared: str | None = None
    returned: datetime | None = None
    closed: datetime | None = None
    treatment: str = ""

    @property
    def is_open(self) -> bool:
        return self.closed is None


Key = tuple[str, str | None, str | int]


def key(line: Line) -> Key:
    """What a finding is recognised by in another file: the journal number, which a record keeps; without one, the line in the file."""
    return line.control, line.field, line.journal or line.line


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of the lines of a list in a newer file."""

    lines: tuple[Line, ...]
    new: tuple[Line, ...]

    @property
    def mended(self) -> int:
        return sum(line.fate is Fate.MENDED for line in self.lines)

    @property
    def remaining(self) -> int:
        return sum(line.fate is Fate.REMAINING for line in self.lines)


def compare(before: Sequence[Line], after: Sequence[Line]) -> Compared:
    """The lines of the list before, each mended or remaining, and the findings that are new. A line the desk has accepted stays accepted,
    and its finding is not new.
    """
    left = Counter(key(line) for line in after)
    judged: list[Line] = []
    for line in before:
        found = left[key(line)] > 0
        if found:
            left[key(line)] -= 1
        if line.fate in {Fate.ACCEPTED, Fate.TREATED}:
            judged.append(line)
        else:
            judged.append(replace(line, fate=Fate.REMAINING if found else Fate.MENDED))
    new: list[Line] = []
    for line in reversed(after):
        if left[key(line)] > 0:
            left[key(line)] -= 1
            new.append(line)
    return Compared(tuple(judged), tuple(reversed(new)))


def carried_over(before: Sequence[Line], after: Iterable[Line]) -> tuple[Line, ...]:
    """The findings of a new round without those that the municipality has explained and the desk has accepted."""
    accepted = Counter(key(line) for line in before if line.fate is Fate.ACCEPTED)
    kept: list[Line] = []
    for line in after:
        if accepted[key(line)] > 0:
            accepted[key(line)] -= 1
        else:
            kept.append(replace(line, number=len(kept) + 1))
    return tuple(kept)


SMALL = 10
"""A list of fewer lines than this, none of them hard, may be closed at the cut-off."""


def is_harmless(lines: Sequence[Line], influence: float, limit: float) -> bool:
    """Small, with no error among the open lines, and from a unit that weighs little: `influence` is its share of the whole."""
    still = [line for line in lines if line.is_open]
    return len(lines) < SMALL and not any(line.severity.blocks for line in still) and influence < limit
