"""Messages between a municipality and the desk, in threads that both see. Whoever opens a thread has read it for their side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

from kostra.app.free_text import refuse_national_id
from kostra.app.permissions import Asker, demand, demand_login
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.followup.messages import Message, Side, Thread
from kostra.model.errors import Missing, Refused
from kostra.model.event import Event
from kostra.model.people import Duty, Right
from kostra.model.period import Period

WRITTEN, CLOSED = "message.written", "thread.closed"
_LONGEST, _LONGEST_SUBJECT = 10_000, 150


@dataclass(frozen=True, slots=True)
class Talk:
    thread: Thread
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a new thread is about."""

    unit: str
    title: str
    form: str | None = None
    period: Period | None = None


def threads(system: System, asker: Asker, unit: str | None = None) -> tuple[Thread, ...]:
    """Of one unit, or of all there are for the asker. One about a form is for those who may see that form."""
    demand_login(asker)
    if unit is not None:
        side_of(asker, unit)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tuple(one for one in tx.cases.threads(unit) if _may_see(asker, one))


def unread(system: System, asker: Asker) -> Mapping[str, int]:
    """How many messages wait to be read, by thread."""
    demand_login(asker)
    side = Side.DESK if asker.has(Duty.STATISTICIAN) else Side.MUNICIPALITY
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return unread_by(tx, asker, side)


def read(system: System, asker: Asker, id: str) -> Talk:
    demand_login(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        thread = _thread(tx, asker, id)
        side = side_of(asker, thread.unit)
        tx.cases.mark_read(id, side, tx.now)
        return Talk(thread, tx.cases.messages(id))


def start(system: System, asker: Asker, subject: Subject, text: str) -> Thread:
    side = side_of(asker, subject.unit, subject.form)
    title = " ".join(subject.title.split())
    if not title or len(title) > _LONGEST_SUBJECT:
        raise Refused(f"Skriv hva meldingen gjelder, med høyst {_LONGEST_SUBJECT} tegn.")
    refuse_national_id(title)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        thread = Thread(uuid4().hex, subject.unit, title, tx.now, subject.form, subject.period)
        tx.cases.put_thread(thread)
        _write(tx, asker, thread, side, text)
    return thread


def answer(system: System, asker: Asker, id: str, text: str) -> None:
    """A closed thread is open again when somebody writes in it."""
    demand_login(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        thread = _thread(tx, asker, id)
        side = side_of(asker, thread.unit)
        if thread.closed is not None:
            tx.cases.put_thread(replace(thread, closed=None))
        tx.cases.mark_read(id, side, tx.now)
        _write(tx, asker, thread, side, text)


def close(system: System, asker: Asker, id: str) -> None:
    demand_login(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        thread = _thread(tx, asker, id)
        if thread.closed is None:
            tx.cases.put_thread(replace(thread, closed=tx.now))
            tx.record(_event(CLOSED, thread))


def side_of(asker: Asker, unit: str, form: str | None = None) -> Side:
    """Which side of the table they sit on. Refused when they may not see this unit, or this form of it, at all."""
    if asker.has(Duty.STATISTICIAN):
        return Side.DESK
    demand(asker, Right.SEE, unit, form)
    return Side.MUNICIPALITY


def unread_by(tx: Transaction, asker: Asker, side: Side) -> Mapping[str, int]:
    """On this side of the table; of what the asker sees there."""
    waiting = tx.cases.unread(side)
    if side is Side.DESK or not waiting:
        return waiting
    threads = (tx.cases.thread(id) for id in waiting)
    seen = {one.id for one in threads if one is not None and asker.may(Right.SEE, one.unit, one.form)}
    return {id: count for id, count in waiting.items() if id in seen}


def _may_see(asker: Asker, thread: Thread) -> bool:
    return asker.has(Duty.STATISTICIAN) or asker.may(Right.SEE, thread.unit, thread.form)


def _write(tx: Transaction, asker: Asker, thread: Thread, side: Side, text: str) -> None:
    text = text.strip()
    if not text or len(text) > _LONGEST:
        raise Refused(f"Skriv en melding på mellom 1 og {_LONGEST} tegn; denne har {len(text)}.")
    refuse_national_id(text)
    tx.cases.add_message(Message(uuid4().hex, thread.id, thread.unit, tx.now, asker.actor, side, text))
    tx.record(_event(WRITTEN, thread, side))


def _event(action: str, thread: Thread, side: Side | None = None) -> Event:
    period = None if thread.period is None else str(thread.period)
    details = {} if side is None else {"side": str(side)}
    return Event(action, thread.id, region=thread.unit, form=thread.form, period=period, details=details)


def _thread(tx: Transaction, asker: Asker, id: str) -> Thread:
    found = tx.cases.thread(id)
    if found is None or not _may_see(asker, found):
        raise Missing("Meldingen finnes ikke, eller den gjelder en kommune du ikke har tilgang til.")
    return found
