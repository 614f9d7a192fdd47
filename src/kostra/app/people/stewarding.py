"""What SSB's stewards do: appoint the first administrator of a municipality, give and end duties, make offices.

Everything from there on is the municipality's and the office's own. From the command line the house itself does it: that is how the first
steward comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from kostra.app.people import mandates, units
from kostra.app.people.holders import ByCode, found
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.people import DutyHeld, Membership, Office
from kostra.app.system import System
from kostra.model.errors import Refused
from kostra.model.event import Event
from kostra.model.people import HOUSE, Actor, Duty, Mandate, Right

HOUSE_STEWARD = Asker(HOUSE, duties=frozenset({Duty.STEWARD}))
"""Whoever has the command line of the machine."""
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Overview:
    """`administered` says, for every unit, who administers it. Those nobody does come first."""

    duties: tuple[DutyHeld, ...]
    offices: tuple[Office, ...]
    administered: tuple[tuple[str, str, tuple[Mandate, ...]], ...]


def overview(system: System, asker: Asker) -> Overview:
    demand_duty(asker, Duty.STEWARD)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        held: dict[str, list[Mandate]] = {}
        for one in tx.people.mandates():
            if one.right is Right.ADMINISTER:
                held.setdefault(one.region, []).append(one)
        every = ((code, name, tuple(held.get(code, ()))) for code, name in sorted(units.names(tx.now.year).items()))
        return Overview(
            tx.people.duties(), tx.people.offices(), tuple(sorted(every, key=lambda one: (bool(one[2]), one[0])))
        )


def appoint(system: System, asker: Asker, region: str, code: str, reason: str = "") -> Actor:
    """The person with this code administers the region from now on, for all forms."""
    demand_duty(asker, Duty.STEWARD)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        units.refuse_unknown(region, tx.now)
        person = found(tx, ByCode(code), region)
        held = tx.people.mandates(holder=person, region=region)
        if not any(one.right is Right.ADMINISTER and one.form is None for one in held):
            mandates.add(tx, person, region, None, Right.ADMINISTER, reason)
        return person


def give_duty(system: System, asker: Asker, code: str, duty: Duty, body: str | None = None, reason: str = "") -> Actor:
    """`body` is whom a client acts for, and nobody else has one."""
    demand_duty(asker, Duty.STEWARD)
    body = " ".join((body or "").split())[:_LONGEST] or None
    if (duty is Duty.CLIENT) is (body is None):
        raise Refused(
            "En mottaker av data må høre til en virksomhet, for eksempel NAV eller Bufdir; de andre oppgavene skal ikke ha noen."
        )
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        person = found(tx, ByCode(code), "")
        if all(one.duty is not duty or one.body != body for one in tx.people.duties(person.id)):
            held = DutyHeld(str(uuid4()), person, duty, body, tx.now)
            tx.people.add_duty(held)
            details = {"duty": str(duty), "body": body, "holder": person.id, "name": person.name}
            tx.record(Event("duty.given", held.id, reason, details=details))
        return person


def end_duty(system: System, asker: Asker, id: str, reason: str) -> None:
    demand_duty(asker, Duty.STEWARD)
    if not reason.strip():
        raise Refused("Skriv hvorfor oppgaven avsluttes. Det blir stående i historikken.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        held = tx.people.duties()
        ended = next((one for one in held if one.id == id), None)
        if ended is None:
            raise Refused("Oppgaven er avsluttet fra før. Last siden på nytt.")
        if ended.duty is Duty.STEWARD and sum(one.duty is Duty.STEWARD for one in held) == 1:
            raise Refused("Dette er den siste forvalteren. Gi oppgaven til en annen først.")
        tx.people.end_duty(id)
        details = {"duty": str(ended.duty), "holder": ended.person.id, "name": ended.person.name}
        tx.record(Event("duty.ended", id, reason.strip(), details=details))


def make_office(system: System, asker: Asker, name: str, code: str) -> Office:
    """An office for several municipalities, with its first administrator. It may nothing until the municipalities give it something."""
    demand_duty(asker, Duty.STEWARD)
    name = " ".join(name.split())
    if not 2 <= len(name) <= _LONGEST or not name.isprintable():
        raise Refused("Navnet på kontoret må ha fra 2 til 120 tegn. Skriv det kommunene kjenner det som.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        if any(one.name.casefold() == name.casefold() for one in tx.people.offices()):
            raise Refused(f"Det finnes et kontor som heter «{name}». Bruk det, eller velg et annet navn.")
        person = found(tx, ByCode(code), "")
        office = Office(str(uuid4()), name)
        tx.people.add_office(office)
        tx.people.put_member(Membership(office, person, True, tx.now))
        details = {"name": name, "holder": person.id, "person": person.name}
        tx.record(Event("office.made", office.id, details=details))
        return office
