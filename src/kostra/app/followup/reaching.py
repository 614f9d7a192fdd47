"""Contacts of the municipalities, and the log of tries to reach them.

A municipality sees to its own contacts; the desk may too. What the desk notes of a try is the desk's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from kostra.app.followup.codes import chosen, outcomes
from kostra.app.free_text import refuse_national_id
from kostra.app.permissions import Asker, demand, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.followup.contacts import Attempt, Channel, Contact, ContactRole
from kostra.model.errors import Refused
from kostra.model.event import Event
from kostra.model.people import Duty, Right
from kostra.model.period import Period

SAVED, REMOVED, TRIED = "contact.saved", "contact.removed", "contact.tried"

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*\.)+[A-Za-z]{2,}")
_PHONE = re.compile(r"\+?[0-9][0-9 ]{6,18}[0-9]")
_LONGEST = {"name": 100, "note": 2_000, "person": 100}


@dataclass(frozen=True, slots=True)
class Try:
    """What somebody at the desk notes after having tried to reach a unit."""

    unit: str
    channel: Channel
    outcome: str
    person: str = ""
    form: str | None = None
    period: Period | None = None
    next_on: date | None = None
    note: str = ""


def contacts(system: System, asker: Asker, unit: str) -> tuple[Contact, ...]:
    _demand(asker, Right.SEE, unit)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tx.cases.contacts(unit)


def save_contact(system: System, asker: Asker, contact: Contact) -> Contact:
    """A new one when its id is empty. The name of somebody's contact is in no event."""
    _demand(asker, Right.ADMINISTER, contact.unit)
    checked = _checked(contact)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        if checked.id:
            _own(tx, checked.id, checked.unit)
        else:
            checked = replace(checked, id=uuid4().hex)
        tx.cases.put_contact(checked)
        tx.record(Event(SAVED, checked.id, region=checked.unit, details={"roles": ",".join(checked.roles)}))
    return checked


def remove_contact(system: System, asker: Asker, unit: str, id: str) -> None:
    _demand(asker, Right.ADMINISTER, unit)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        _own(tx, id, unit)
        tx.cases.remove_contact(id)
        tx.record(Event(REMOVED, id, region=unit))


def note_try(system: System, asker: Asker, tried: Try) -> Attempt:
    """Into the contact log, with the day for the next try if one was agreed on."""
    demand_duty(asker, Duty.STATISTICIAN)
    chosen(tried.outcome, outcomes(), "et utfall i listen")
    person, note = _text("person", tried.person), _text("note", tried.note)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        attempt = Attempt(
            id=uuid4().hex,
            unit=tried.unit,
            at=tx.now,
            by=asker.actor,
            channel=tried.channel,
            outcome=tried.outcome,
            person=person,
            form=tried.form,
            period=tried.period,
            next_on=tried.next_on,
            note=note,
        )
        tx.cases.add_attempt(attempt)
        tx.record(
            Event(
                TRIED,
                attempt.id,
                region=attempt.unit,
                form=attempt.form,
                period=None if attempt.period is None else str(attempt.period),
                details={"channel": str(attempt.channel), "outcome": attempt.outcome},
            )
        )
    return attempt


def tries(system: System, asker: Asker, unit: str | None = None) -> tuple[Attempt, ...]:
    """The contact log, the newest first."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tx.cases.attempts(unit)


def _demand(asker: Asker, right: Right, unit: str) -> None:
    if not asker.has(Duty.STATISTICIAN):
        demand(asker, right, unit)


def _own(tx: Transaction, id: str, unit: str) -> None:
    if id not in {one.id for one in tx.cases.contacts(unit)}:
        raise Refused("Kontaktpersonen finnes ikke lenger. Se listen på nytt.")


def _checked(contact: Contact) -> Contact:
    name = _text("name", contact.name)
    if not name:
        raise Refused("Skriv navnet til kontaktpersonen.")
    if not contact.roles:
        raise Refused("Velg minst én oppgave: fil, innsending, kryptering eller leder.")
    email, phone = (contact.email or "").strip() or None, (contact.phone or "").strip() or None
    if email is None and phone is None:
        raise Refused(f"Skriv e-postadressen eller telefonnummeret til {name}.")
    if email is not None and (len(email) > 254 or not _EMAIL.fullmatch(email)):
        raise Refused(f"«{email[:80]}» er ikke en e-postadresse. Skriv den som navn@kommune.no.")
    if phone is not None and not _PHONE.fullmatch(phone):
        raise Refused(f"«{phone[:30]}» er ikke et telefonnummer. Skriv bare tall og mellomrom, med + foran landkoden.")
    ordered = tuple(role for role in ContactRole if role in contact.roles)
    return replace(contact, name=name, roles=ordered, email=email, phone=phone)


def _text(what: str, written: str) -> str:
    cleaned = written.strip()
    if len(cleaned) > _LONGEST[what]:
        raise Refused(f"Teksten er for lang: {len(cleaned)} tegn. Kort den ned til {_LONGEST[what]} tegn.")
    refuse_national_id(cleaned)
    return cleaned
