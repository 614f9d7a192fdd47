"""Whom to reach in a municipality or district, and how it went when somebody tried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kostra.model.people import Actor
from kostra.model.period import Period


class ContactRole(StrEnum):
    """The work is split inside a municipality: one makes the file, one sends it, one has the key."""

    FILE = "file"
    SUBMISSION = "submission"
    ENCRYPTION = "encryption"
    LEADER = "leader"
    """The municipal director, who is written to when nothing else has helped."""


@dataclass(frozen=True, slots=True)
class Contact:
    id: str
    unit: str
    name: str
    roles: tuple[ContactRole, ...]
    email: str | None = None
    phone: str | None = None


class Channel(StrEnum):
    MAIL = "mail"
    PHONE = "phone"
    LETTER = "letter"
    PORTAL = "portal"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One time that somebody tried to reach them. `outcome` is a code of the list in `kostra.app.followup.codes`."""

    id: str
    unit: str
    at: datetime
    by: Actor
    channel: Channel
    outcome: str
    person: str = ""
    form: str | None = None
    period: Period | None = None
    next_on: date | None = None
    note: str = ""


def addresses(contacts: tuple[Contact, ...], *, leader: bool = False) -> tuple[str, ...]:
    """Whom to write to: those who send and those who make the file; with `leader`, the leader with the others in copy."""
    wanted = (*((ContactRole.LEADER,) if leader else ()), ContactRole.SUBMISSION, ContactRole.FILE)
    by_role = sorted(
        (min(wanted.index(role) for role in one.roles if role in wanted), one.email)
        for one in contacts
        if one.email and any(role in wanted for role in one.roles)
    )
    return tuple(dict.fromkeys(email for _, email in by_role))
