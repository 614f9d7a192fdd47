"""Who acts, and what they may do: persons, systems, offices, and the mandates between them and the municipalities.

A login says who somebody is, never for whom they act. That is what a mandate says: this holder may do this, for this region, with
this form. Nothing here knows a national id.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Right(StrEnum):
    """What a mandate lets its holder do for a municipality or district. Each of them lets one see."""

    PREPARE = "prepare"
    CHECK = "check"
    SEND = "send"
    SEE = "see"
    ADMINISTER = "administer"


class Duty(StrEnum):
    """What a person does for the whole country: at the desk, with keys, registers and the audit log, or for a body that receives data."""

    STATISTICIAN = "statistician"
    STEWARD = "steward"
    CLIENT = "client"


class ActorKind(StrEnum):
    PERSON = "person"
    SYSTEM = "system"
    OFFICE = "office"
    HOUSE = "house"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something. `id` is ours; `name` is shown to those who may see the event."""

    kind: ActorKind
    id: str
    name: str


HOUSE = Actor(ActorKind.HOUSE, "house", "kostra-sosial")
"""What the system does by itself: running controls, passing deadlines."""
NOBODY = Actor(ActorKind.NOBODY, "nobody", "ikke innlogget")


@dataclass(frozen=True, slots=True)
class Mandate:
    """`region` has six digits; `form` is None for every form. `holder` may be a person, a system or an office."""

    id: str
    holder: Actor
    region: str
    form: str | None
    right: Right
    since: datetime
    ended: datetime | None = None

    def covers(self, right: Right, region: str, form: str | None) -> bool:
        """`form` is None when the question is about no form in particular: then a mandate for any form will do."""
        if self.ended is not None or self.region != region:
            return False
        if self.form is not None and form is not None and self.form != form:
            return False
        return self.right is right or right is Right.SEE
