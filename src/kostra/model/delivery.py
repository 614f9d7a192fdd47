"""Data handed to somebody outside, and the legal basis they have for it. A delivery never holds more than its basis.

Everything is only ever added to: a basis is entered by one and approved by another, and what has ended is still there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from kostra.model.people import Actor
from kostra.model.period import Period
from kostra.model.protection import Said


class RecipientKind(StrEnum):
    AUTHORITY = "authority"
    MINISTRY = "ministry"
    RESEARCHER = "researcher"
    ASSOCIATION = "association"
    MUNICIPALITIES = "municipalities"
    """Each of them, for its own data alone."""


class Identity(StrEnum):
    """How persons are told apart in a delivery."""

    NATIONAL_ID = "national-id"
    RECIPIENT_PSEUDONYM = "recipient-pseudonym"
    """The same person has the same one from year to year, and another one with every other recipient."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Recipient:
    """`id` is also the body that its people act for. `key` is the public age key that its deliveries are locked with, if it has said
    one."""

    id: str
    name: str
    kind: RecipientKind
    entered: Said
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Persons:
    """Whose records: all, or those that meet every condition that there is.

    `regions` are municipalities, by four digits. Ages are whole years at the end of the year that the data are about. `where` says which
    answers a field must have.
    """

    regions: tuple[str, ...] = ()
    youngest: int | None = None
    oldest: int | None = None
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def everybody(self) -> bool:
        return self == Persons()


class Stands(StrEnum):
    """Of a basis on a day."""

    WAITING = "waiting"
    COMING = "coming"
    IN_FORCE = "in-force"
    EXPIRED = "expired"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a recipient may have, and why. `variables` are by form. `years` are those that the data are about, the last one too; `since` and
    `until` the days on which something may be handed out. `document` is where the decision or the agreement is found.
    """

    id: str
    recipient: str
    paragraph: str
    purpose: str
    document: str
    variables: Mapping[str, tuple[str, ...]]
    persons: Persons
    identity: Identity
    years: tuple[int, int | None]
    since: date
    until: date | None
    entered: Said
    approved: Said | None = None
    ended: Said | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        return tuple(self.variables)

    def stands(self, on: date) -> Stands:
        if self.ended is not None:
            return Stands.ENDED
        if self.approved is None:
            return Stands.WAITING
        if on < self.since:
            return Stands.COMING
        return Stands.EXPIRED if self.until is not None and self.until < on else Stands.IN_FORCE


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asks for on a basis. Without `variables` it is all that the basis has of the form; without conditions on `persons` all
    that it covers."""

    recipient: str
    basis: str
    form: str
    period: Period
    variables: tuple[str, ...] = ()
    persons: Persons = field(default_factory=Persons)


@dataclass(frozen=True, slots=True)
class Made:
    """What was put in place of an order. `manifest` is signed, a compact JWS; `sha256` and `size` are of the locked bytes. `persons` is how
    many were told apart by an id. `regions` has the number of records of each unit."""

    at: datetime
    rows: int
    persons: int
    manifest: str
    sha256: str
    size: int
    regions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Fetched:
    """`receipt` is signed, a compact JWS."""

    by: Actor
    at: datetime
    receipt: str


class Stage(StrEnum):
    ORDERED = "ordered"
    MADE = "made"
    APPROVED = "approved"
    FETCHED = "fetched"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Delivery:
    """`replaces` is an earlier delivery of the same, which this one stands in for. `proof` is the signed list that it is on when it is
    deleted."""

    id: str
    order: Order
    ordered: Said
    replaces: str | None = None
    made: Made | None = None
    approved: Said | None = None
    fetched: tuple[Fetched, ...] = ()
    deleted: Said | None = None
    proof: str | None = None
    number: int = 0
    """Its place among all deliveries, from 1; 0 of one that is not kept yet."""

    @property
    def stage(self) -> Stage:
        if self.deleted is not None:
            return Stage.DELETED
        if self.fetched:
            return Stage.FETCHED
        if self.approved is not None:
            return Stage.APPROVED
        return Stage.ORDERED if self.made is None else Stage.MADE
