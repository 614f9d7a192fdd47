"""A change to what was delivered, as an event. Events are only ever added; an undo is a new event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Act(StrEnum):
    CHANGED = "changed"
    APPROVED = "approved without change"
    NOT_REVIEWED = "not reviewed"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Edit:
    """`expected` is the value the editor saw; when it is no longer there the edit is stale, and is decided on anew."""

    id: str
    act: Act
    submission: str
    record: int | None
    field: str | None
    expected: str | None
    new: str | None
    reason: str
    actor: str
    time: datetime
    comment: str = ""
    answers: str | None = None
    automatic: bool = False
    undoes: str | None = None
