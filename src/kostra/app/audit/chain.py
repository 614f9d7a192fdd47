"""How an event is bound to the one before it: a sha256 over everything the event says and the hash before it.

What is hashed is one way to write the event, as JSON with sorted names and no blanks. It must never change: hashes of old events are noted
elsewhere. A new kind of content gets a new name among the details.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from kostra.model.errors import Broken
from kostra.model.event import Event, Recorded
from kostra.model.people import Actor

BEGINNING = bytes(32)
"""What stands before the first event."""


def bind(number: int, at: datetime, actor: Actor, event: Event, before: bytes) -> Recorded:
    """The event as it is to stand in the log, after the one whose hash is `before`."""
    return Recorded(number, at, actor, event, before, hash_of(number, at, actor, event, before))


def hash_of(number: int, at: datetime, actor: Actor, event: Event, before: bytes) -> bytes:
    if at.tzinfo is None:
        raise Broken("The time of an event must say its zone.")
    said = {
        "number": number,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": [str(actor.kind), actor.id, actor.name],
        "action": event.action,
        "subject": event.subject,
        "reason": event.reason,
        "region": event.region,
        "form": event.form,
        "period": event.period,
        "details": dict(event.details),
        "before": before.hex(),
    }
    written = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(written.encode()).digest()
