"""Offices that several municipalities share.

Who works there is said by those who administer the office; what it may do, by each municipality.
"""

from __future__ import annotations

from dataclasses import dataclass

from kostra.app.people.holders import ByCode, found
from kostra.app.permissions import Asker, Forbidden, demand_login
from kostra.app.ports.people import Membership, Office
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.model.errors import Missing, Refused
from kostra.model.event import Event
from kostra.model.people import Actor, ActorKind, Duty, Mandate


@dataclass(frozen=True, slots=True)
class Shown:
    """An office as its members see it. `administers` says that the asker may change who they are."""

    office: Office
    members: tuple[Membership, ...]
    mandates: tuple[Mandate, ...]
    administers: bool


def every(system: System, asker: Asker) -> tuple[Office, ...]:
    """For an administrator to choose among: the names of offices are no secret."""
    demand_login(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tx.people.offices()


def own(system: System, asker: Asker) -> tuple[Office, ...]:
    demand_login(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tuple(one.office for one in tx.people.memberships(person=asker.actor.id))


def one(system: System, asker: Asker, id: str) -> Shown:
    demand_login(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        office, administers = _office(tx, asker, id)
        held = tx.people.mandates(holder=Actor(ActorKind.OFFICE, office.id, office.name))
        return Shown(office, tx.people.memberships(office=id), held, administers)


def put_member(system: System, asker: Asker, id: str, code: str, administers: bool, reason: str = "") -> Actor:
    demand_login(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        office = _administered(tx, asker, id)
        person = found(tx, ByCode(code), "")
        tx.people.put_member(Membership(office, person, administers, tx.now))
        _record(tx, "office.member-put", id, person, reason)
        return person


def end_member(system: System, asker: Asker, id: str, person: str, reason: str) -> None:
    demand_login(asker)
    if not reason.strip():
        raise Refused("Skriv hvorfor medlemmet tas ut av kontoret. Det blir stående i historikken.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        _administered(tx, asker, id)
        members = tx.people.memberships(office=id)
        ended = next((one for one in members if one.person.id == person), None)
        if ended is None:
            raise Missing("Personen er ikke medlem av kontoret lenger. Last siden på nytt.")
        if ended.administers and sum(one.administers for one in members) == 1:
            raise Refused("Dette er den siste som administrerer kontoret. La en annen gjøre det først.")
        tx.people.end_member(id, person)
        _record(tx, "office.member-ended", id, ended.person, reason.strip())


def _record(tx: Transaction, action: str, office: str, person: Actor, reason: str) -> None:
    tx.record(Event(action, office, reason, details={"holder": person.id, "name": person.name}))


def _office(tx: Transaction, asker: Asker, id: str) -> tuple[Office, bool]:
    """Those who do not work there are told nothing about it."""
    members = tx.people.memberships(office=id)
    own = next((one for one in members if one.person.id == asker.actor.id), None)
    if own is not None:
        return own.office, own.administers
    if asker.has(Duty.STEWARD) and members:
        return members[0].office, True
    raise Forbidden("Du er ikke medlem av dette kontoret. Be den som administrerer kontoret, om å ta deg med.")


def _administered(tx: Transaction, asker: Asker, id: str) -> Office:
    office, administers = _office(tx, asker, id)
    if not administers:
        raise Forbidden("Du administrerer ikke dette kontoret. Be den som gjør det, om å endre hvem som er med.")
    return office
