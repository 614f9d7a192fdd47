"""Persons, systems and offices, what they hold, and the sessions of those who are logged in.

A person is known by `key`, a digest made under a key of the house from what the login says. The national id itself never comes this far.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kostra.model.people import Actor, Duty, Mandate
from kostra.model.text import Language


@dataclass(frozen=True, slots=True)
class Person:
    """`language` is None until they have chosen:

    then the written form of their municipality is used. `code` is what they tell an administrator.
    """

    id: str
    name: str
    email: str
    language: Language | None
    created: datetime
    code: str | None = None
    code_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownSystem:
    """A program that sends: the client at the token issuer, and the organisation it acts for."""

    id: str
    client: str
    orgnr: str
    name: str


@dataclass(frozen=True, slots=True)
class Office:
    """Several municipalities' common office. Its members may do what it has been given."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Membership:
    office: Office
    person: Actor
    administers: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class DutyHeld:
    """`body` is whom a client acts for; None for the others."""

    id: str
    person: Actor
    duty: Duty
    body: str | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """`mark` is the sha256 of the secret in the cookie."""

    mark: str
    person: str
    started: datetime
    seen: datetime


class People(Protocol):
    def person(self, id: str) -> Person | None: ...

    def person_by_key(self, key: str) -> Person | None: ...

    def person_by_code(self, code: str) -> Person | None:
        """Whoever has this code now."""

    def add_person(self, person: Person, key: str) -> Person:
        """The one with this key afterwards: this one, or the one that came first."""

    def put_person(self, person: Person) -> None: ...

    def system(self, client: str, orgnr: str) -> KnownSystem | None: ...

    def add_system(self, system: KnownSystem) -> KnownSystem:
        """The one that is there afterwards: this one, or the one that came first."""

    def offices(self) -> tuple[Office, ...]:
        """By name."""

    def add_office(self, office: Office) -> None: ...

    def memberships(self, *, person: str | None = None, office: str | None = None) -> tuple[Membership, ...]: ...

    def put_member(self, membership: Membership) -> None: ...

    def end_member(self, office: str, person: str) -> None: ...

    def mandate(self, id: str, *, lock: bool = False) -> Mandate | None: ...

    def mandates(self, *, holder: Actor | None = None, region: str | None = None) -> tuple[Mandate, ...]:
        """Those that have not ended, in the order of region, form, holder and right."""

    def add_mandate(self, mandate: Mandate, given_by: Actor) -> None: ...

    def end_mandate(self, id: str) -> None: ...

    def duties(self, person: str | None = None) -> tuple[DutyHeld, ...]:
        """Those that have not ended."""

    def add_duty(self, duty: DutyHeld) -> None: ...

    def end_duty(self, id: str) -> None: ...

    def session(self, mark: str) -> Session | None: ...

    def start_session(self, session: Session) -> None: ...

    def touch_session(self, mark: str, seen: datetime) -> None: ...

    def end_session(self, mark: str) -> None: ...

    def end_sessions(self, person: str) -> int: ...

    def end_sessions_unused_since(self, seen: datetime, started: datetime) -> int:
        """Those last seen before the one time, or started before the other."""

    def language(self, region: str) -> Language:
        """The written form of the region: bokmål until it has been said otherwise."""

    def languages(self) -> Mapping[str, Language]:
        """Of the regions that have said it."""

    def put_language(self, region: str, language: Language) -> None: ...
