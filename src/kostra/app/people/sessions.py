"""Sessions of persons: started at login, ended when left alone, when they have lasted long, or when the person says so.

Only the sha256 of a session's secret is kept. Being seen is written down once a minute at most, so that reading a page is not a write.
`now` is the time on the wall, given by the caller, and not that of the system: a session is about the person before the screen, who is
not gone because the demo has played a week of the season.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from kostra.app.permissions import Asker, demand_login
from kostra.app.ports.people import Session
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.system import System
from kostra.model.event import Event
from kostra.model.people import Actor

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
"""A working day; the next morning one logs in again."""
_NOTED = timedelta(minutes=1)


def mark_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def start(system: System, person: Actor, now: datetime, before: str | None = None) -> str:
    """The secret of a new session. The one the browser had before, if any, ends: a session never outlives a login."""
    secret = secrets.token_urlsafe(32)
    with system.transactions.begin(person, Scope.EVERYWHERE) as tx:
        if before:
            tx.people.end_session(mark_of(before))
        tx.people.end_sessions_unused_since(now - IDLE, now - LONGEST)
        tx.people.start_session(Session(mark_of(secret), person.id, now, now))
        tx.record(Event("session.started", person.id))
    return secret


def alive(tx: Transaction, secret: str, now: datetime) -> Session | None:
    """The session, if it is still one; it has then been seen."""
    session = tx.people.session(mark_of(secret))
    if session is None or not is_alive(session, now):
        return None
    if now - session.seen >= _NOTED:
        tx.people.touch_session(session.mark, now)
    return session


def is_alive(session: Session, now: datetime) -> bool:
    return now - session.seen <= IDLE and now - session.started <= LONGEST


def end(system: System, asker: Asker, secret: str) -> None:
    demand_login(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.people.end_session(mark_of(secret))
        tx.record(Event("session.ended", asker.actor.id))


def end_everywhere(system: System, asker: Asker) -> int:
    """All the sessions of the person, on every machine."""
    demand_login(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        count = tx.people.end_sessions(asker.actor.id)
        tx.record(Event("session.ended", asker.actor.id, details={"sessions": count}))
    return count
