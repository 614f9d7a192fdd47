"""Who asks, and what they may at this moment. Read anew from the database for every request: a right that has ended is gone at once.

The reading is the house's own: mandates stand behind the wall of their regions, and which regions an asker has is what is to be found out.
It asks for the rows of one holder, and of the offices that holder works in, and for nothing else.
"""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from kostra.app.people import sessions
from kostra.app.permissions import Asker
from kostra.app.ports.people import KnownSystem, Person
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.system import System
from kostra.model.event import Event
from kostra.model.people import HOUSE, Actor, ActorKind, Duty, Mandate
from kostra.model.text import Language
from kostra.registers import bodies


def by_session(system: System, secret: str, now: datetime) -> Asker | None:
    """The person of a session; None when it has ended, or never was one."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        session = sessions.alive(tx, secret, now)
        person = tx.people.person(session.person) if session else None
        return asker_for(tx, person) if person else None


def by_client(system: System, client: str, orgnr: str) -> Asker:
    """The system that a token is for.

    One that comes for the first time is written down; it may nothing until somebody gives it a mandate.
    """
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        known = tx.people.system(client, orgnr)
        if known is None:
            known = register_system(tx, client, orgnr, client)
        actor = actor_of_system(known)
        body = bodies.with_number(orgnr)
        duties = frozenset() if body is None else frozenset({Duty.CLIENT})
        return Asker(actor, tx.people.mandates(holder=actor), duties, body)


def actor_of(person: Person) -> Actor:
    return Actor(ActorKind.PERSON, person.id, person.name)


def actor_of_system(system: KnownSystem) -> Actor:
    return Actor(ActorKind.SYSTEM, system.id, system.name)


def register_system(tx: Transaction, client: str, orgnr: str, name: str) -> KnownSystem:
    """Two requests may bring the same new system at once; then the first one counts, for both."""
    new = KnownSystem(str(uuid4()), client, orgnr, name)
    known = tx.people.add_system(new)
    if known == new:
        tx.record(Event("system.registered", known.id, details={"client": client, "orgnr": orgnr}))
    return known


def asker_for(tx: Transaction, person: Person) -> Asker:
    """What the person holds, and what the offices they work in hold."""
    actor = actor_of(person)
    mandates: tuple[Mandate, ...] = tx.people.mandates(holder=actor)
    for membership in tx.people.memberships(person=person.id):
        office = membership.office
        mandates += tx.people.mandates(holder=Actor(ActorKind.OFFICE, office.id, office.name))
    duties = tx.people.duties(person.id)
    return Asker(
        actor,
        mandates,
        frozenset(one.duty for one in duties),
        next((one.body for one in duties if one.body), None),
        person.language or _language(tx, mandates),
    )


def _language(tx: Transaction, mandates: tuple[Mandate, ...]) -> Language:
    """Nynorsk when every region they act for writes nynorsk: the language of the municipality is the default of its people."""
    written = {tx.people.language(region) for region in {one.region for one in mandates}}
    return Language.NYNORSK if written == {Language.NYNORSK} else Language.BOKMAL
