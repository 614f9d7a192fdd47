"""What the desk and a municipality write to each other, in threads that both see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kostra.model.people import Actor
from kostra.model.period import Period


class Side(StrEnum):
    MUNICIPALITY = "municipality"
    DESK = "desk"

    @property
    def other(self) -> Side:
        return Side.DESK if self is Side.MUNICIPALITY else Side.MUNICIPALITY


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation about something: a form and a period, or nothing in particular. A closed one is opened by writing in it."""

    id: str
    unit: str
    subject: str
    opened: datetime
    form: str | None = None
    period: Period | None = None
    closed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """`read` is when somebody on the other side first saw it."""

    id: str
    thread: str
    unit: str
    at: datetime
    author: Actor
    side: Side
    text: str
    read: datetime | None = None
