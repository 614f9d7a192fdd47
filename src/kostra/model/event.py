"""An event: a change of state or a refused attempt, with who, when and why. The log of them is only ever added to.

An event names what it is about by our own ids, regions and forms. It never holds a record's content or a national id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kostra.model.people import Actor

Detail = str | int | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something to be recorded. The transaction adds who and when. `subject` is the id of what it is about."""

    action: str
    subject: str
    reason: str = ""
    region: str | None = None
    form: str | None = None
    period: str | None = None
    details: Mapping[str, Detail] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it stands in the log. `hash` is over this event and the hash before it."""

    number: int
    at: datetime
    actor: Actor
    event: Event
    before: bytes
    hash: bytes
