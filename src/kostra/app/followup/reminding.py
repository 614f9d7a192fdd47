"""Rounds of reminders: looked at first, then sent by a person. What has come in between is left out when it is sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import uuid4

from kostra.app.followup.writing import Written, post, reminder
from kostra.app.people import units
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.cases import Reminder
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.followup.contacts import Contact, addresses
from kostra.followup.reminders import JUST_NOW, REMINDED, Plan, Recipient, select
from kostra.forms import calendar
from kostra.model.errors import Refused
from kostra.model.event import Event
from kostra.model.people import Duty
from kostra.model.submission import Expected, Season
from kostra.model.text import Language

SENT, WRITTEN_TO = "round.sent", "reminder.written"


@dataclass(frozen=True, slots=True)
class Planned:
    """One letter as it would be. Without an address in `to` it cannot be sent, and somebody must find one."""

    recipient: Recipient
    name: str
    language: Language
    to: tuple[str, ...]
    written: Written


@dataclass(frozen=True, slots=True)
class Sent:
    """`passed_over` are those that were asked for and need no reminder any more, or have no address."""

    round: str
    units: tuple[str, ...]
    passed_over: tuple[str, ...]


def preview(system: System, asker: Asker) -> tuple[Planned, ...]:
    """The round that would go out now."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return _planned(tx)


def send_round(system: System, asker: Asker, units: Collection[str]) -> Sent:
    """Sends to these units, out of the round as it is now."""
    demand_duty(asker, Duty.STATISTICIAN)
    if not units:
        raise Refused("Velg minst én kommune eller bydel som skal purres.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        round, done = _send_all(tx, [one for one in _planned(tx) if one.recipient.unit in units and one.to])
    return Sent(round, done, tuple(sorted(set(units) - set(done))))


def remind_gently(tx: Transaction) -> tuple[str, ...]:
    """Of what is voluntary, with nobody looking at the round first; the units that were written to."""
    return _send_all(tx, [one for one in _planned(tx, voluntary=True) if one.to])[1]


def _send_all(tx: Transaction, chosen: Sequence[Planned]) -> tuple[str, tuple[str, ...]]:
    round = uuid4().hex
    for one in chosen:
        _send(tx, round, one)
    if chosen:
        tx.record(Event(SENT, round, details={"letters": len(chosen)}))
    return round, tuple(one.recipient.unit for one in chosen)


def _send(tx: Transaction, round: str, one: Planned) -> None:
    recipient = one.recipient
    letter = post(tx, recipient.unit, one.to, one.language, one.written, round)
    tx.cases.add_reminders(
        Reminder(round, owed.expected, owed.step.id, tx.now, tx.actor, letter.id) for owed in recipient.owed
    )
    forms = ",".join(f"{owed.expected.form}/{owed.expected.period}" for owed in recipient.owed)
    details = {"round": round, "step": recipient.step.id, "forms": forms}
    tx.record(Event(WRITTEN_TO, letter.id, region=recipient.unit, details=details))


def _planned(tx: Transaction, *, voluntary: bool = False) -> tuple[Planned, ...]:
    contacts: dict[str, list[Contact]] = defaultdict(list)
    for contact in tx.cases.contacts():
        contacts[contact.unit].append(contact)
    languages = tx.people.languages()
    planned = []
    for recipient in _selected(tx, voluntary=voluntary):
        language = languages.get(recipient.unit, Language.BOKMAL)
        planned.append(
            Planned(
                recipient,
                units.name(recipient.unit, recipient.owed[0].expected.period.year),
                language,
                addresses(tuple(contacts[recipient.unit]), leader=recipient.step.leader),
                reminder(recipient, language),
            )
        )
    return tuple(planned)


def _selected(tx: Transaction, *, voluntary: bool) -> tuple[Recipient, ...]:
    """The vendors' test has no reminders. A unit that has just put something in is left alone today, whatever it was. What is voluntary has
    letters of its own, which nobody sends by hand, and is never among what one is chased for."""
    standings = tx.campaign.standings(season=Season.REAL, states=sorted(REMINDED))
    known = [
        one
        for one in standings
        if one.expected.form in calendar.calendars() and calendar.voluntary(one.expected.form) is voluntary
    ]
    found = select(known, plan_of, calendar.dates, tx.now, steps_taken(tx))
    # Uploaded within the day, and waiting for a colleague or for the controls.
    busy = {one.answers for one in tx.submissions.waiting_since(tx.now - JUST_NOW)}
    return tuple(one for one in found if not any(owed.expected in busy for owed in one.owed))


def steps_taken(tx: Transaction) -> dict[Expected, set[str]]:
    taken: dict[Expected, set[str]] = defaultdict(set)
    for one in tx.cases.reminders():
        taken[one.expected].add(one.step)
    return taken


def plan_of(expected: Expected) -> Plan:
    return calendar.calendar(expected.form).plan
