"""Meetings and decisions: an agenda of what is ready, minutes, and for each proposal yes, no or later, with a reason.

Who decides is another than who made the proposal, and where it changes data another than anybody who has written it. A yes that comes too
late for its year is refused with the first year that can be had, and given when that year is said.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import uuid4

from kostra.app.free_text import refuse_what_is_no_reason
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.proposals.asking import moved, movers, proposal_of
from kostra.app.system import System
from kostra.followup.calendar import day
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.event import Event
from kostra.model.people import NOBODY, Duty
from kostra.model.proposal import DECIDED, Meeting, Minutes, Move, Proposal, State
from kostra.model.protection import Said
from kostra.proposals.clock import clock
from kostra.proposals.states import READY

CALLED, MINUTED = "meeting.called", "meeting.minuted"
_LONGEST_PLACE = 120


def call(system: System, asker: Asker, held: date, place: str) -> int:
    """A meeting to come, or one that has just been; its number."""
    demand_duty(asker, Duty.STATISTICIAN)
    place = place.strip()
    refuse_what_is_no_reason(place)
    if not place or len(place) > _LONGEST_PLACE:
        raise Refused(f"Skriv hvor møtet er, for eksempel «Teams» eller «SSB, Oslo», med høyst {_LONGEST_PLACE} tegn.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        today = day(tx.now)
        if not -366 <= (held - today).days <= 366:
            raise Refused(f"Møtet er satt til {held:%d.%m.%Y}. Velg en dag høyst ett år fra i dag.")
        made = Meeting(uuid4().hex, held, place, Said(tx.actor, tx.now))
        number = tx.proposals.add_meeting(made)
        tx.record(Event(CALLED, made.id, details={"number": number, "held": f"{held:%Y-%m-%d}"}))
    return number


def put_on_agenda(system: System, asker: Asker, meeting: int, numbers: Collection[int], reason: str = "") -> None:
    """Those that are chosen of what is ready. What has not been heard needs a reason."""
    demand_duty(asker, Duty.STATISTICIAN)
    reason = reason.strip()
    refuse_what_is_no_reason(reason)
    if not numbers:
        raise Refused("Velg minst ett forslag som skal på sakslisten.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.proposals.lock()
        _meeting(tx, meeting)
        for number in sorted(set(numbers)):
            one = proposal_of(tx, number)
            said = Said(tx.actor, tx.now, reason)
            moved(tx, one, Move(one.state, State.IN_MEETING, said, meeting=meeting), movers(asker, one))


def write_minutes(system: System, asker: Asker, meeting: int, text: str, proposal: int | None = None) -> None:
    """About one proposal on the agenda, or about the whole meeting; they stand in for what was written before."""
    demand_duty(asker, Duty.STATISTICIAN)
    text = text.strip()
    if not text:
        raise Refused("Skriv hva som ble sagt. Tomme referater lagres ikke.")
    refuse_what_is_no_reason(text)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = _meeting(tx, meeting)
        if found.held > day(tx.now):
            raise Conflict(f"Møtet er {found.held:%d.%m.%Y}. Referatet kan skrives fra den dagen.")
        of = None if proposal is None else _on_agenda(tx, found, proposal)
        tx.proposals.write_minutes(found.id, Minutes(None if of is None else of.id, Said(tx.actor, tx.now, text)))
        details: dict[str, str | int | None] = {"number": meeting}
        if of is not None:
            details["proposal"] = of.number
        tx.record(Event(MINUTED, found.id, details=details))


def decide(system: System, asker: Asker, number: int, after: State, reason: str, year: int | None = None) -> None:
    """`year` is the reporting year that it is to hold from, where that is another than the one it was meant for."""
    demand_duty(asker, Duty.STATISTICIAN)
    reason = reason.strip()
    refuse_what_is_no_reason(reason)
    if after not in DECIDED:
        raise Refused("Velg om forslaget er vedtatt, avvist eller utsatt.")
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.proposals.lock()
        one = proposal_of(tx, number)
        decided = None
        if after is State.ACCEPTED:
            decided = one.year if year is None else year
            _refuse_year(one, decided, day(tx.now))
        move = Move(one.state, after, Said(tx.actor, tx.now, reason), decided, one.meeting)
        moved(tx, one, move, movers(asker, one))


def _refuse_year(one: Proposal, year: int, today: date) -> None:
    kind, form = one.content.kind, one.content.subject.form
    clock().refuse_too_late(kind, form, year, today)
    if year > today.year + 5:
        raise Refused(f"Forslaget er satt til å gjelde fra {year}. Velg et år som ikke er mer enn fem år fram.")


def agenda(system: System, number: int) -> tuple[Meeting, tuple[Proposal, ...]]:
    """A meeting and what was put before it, in the order of their numbers; for anybody."""
    with system.transactions.begin(NOBODY, Scope(frozenset())) as tx:
        found = _meeting(tx, number)
        return found, _before(tx, found)


def ready(system: System, asker: Asker) -> tuple[Proposal, ...]:
    """What may be put on an agenda, those that have been heard first."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = [one for one in tx.proposals.every() if one.state in READY]
    return tuple(sorted(found, key=lambda one: (READY.index(one.state), one.number)))


def meetings(system: System) -> tuple[Meeting, ...]:
    """For anybody, the last one first."""
    with system.transactions.begin(NOBODY, Scope(frozenset())) as tx:
        return tx.proposals.meetings()


def _before(tx: Transaction, meeting: Meeting) -> tuple[Proposal, ...]:
    """Also what was taken off the agenda again, or decided there."""
    found = [one for one in tx.proposals.every() if any(move.meeting == meeting.number for move in one.moves)]
    return tuple(sorted(found, key=lambda one: one.number))


def _on_agenda(tx: Transaction, meeting: Meeting, number: int) -> Proposal:
    found = next((one for one in _before(tx, meeting) if one.number == number), None)
    if found is None:
        raise Refused(f"Forslag {number} står ikke på sakslisten til dette møtet.")
    return found


def _meeting(tx: Transaction, number: int) -> Meeting:
    found = tx.proposals.meeting(number)
    if found is None:
        raise Missing(f"Det finnes ikke noe møte {number}. Se listen over møter.")
    return found
