"""The body's own side: what lies in its box, and the bytes of one thing in it. Every time something is taken out, it is an event.

The desk sees the status alone: what came, when, how large, and whether it has been fetched.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from kostra.app.permissions import Asker, Forbidden, demand_duty, demand_login
from kostra.app.ports.passing import HandedOn
from kostra.app.receiving.refusals import NotNow, Unknown
from kostra.app.system import System
from kostra.model.event import Event
from kostra.model.people import Duty
from kostra.model.submission import Expected

FETCHED = "handed-on.fetched"


@dataclass(frozen=True, slots=True)
class InBox:
    """`newest` says that no later one has come for the same delivery."""

    handed: HandedOn
    newest: bool


@dataclass(frozen=True, slots=True)
class Status:
    """What the desk may know of it."""

    answers: Expected
    body: str
    received: datetime
    at: datetime
    size: int
    fetched: datetime | None


def box(system: System, asker: Asker, form: str | None = None) -> tuple[InBox, ...]:
    """What was handed on to the body that the asker acts for, the newest first."""
    body = _body(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tuple(_marked(tx.passing.listed(body=body, form=form)))


def one(system: System, asker: Asker, id: str) -> HandedOn:
    body = _body(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = tx.passing.one(id)
    return _own(found, body)


def fetch(system: System, asker: Asker, id: str) -> tuple[HandedOn, BinaryIO]:
    """The bytes, decrypted on their way out and nowhere else."""
    body = _body(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = _own(tx.passing.one(id, lock=True), body)
        kept = tx.passing.kept(id)
        if kept is None:
            raise NotNow("Innholdet er slettet, og kan ikke hentes lenger.")
        file = system.vault.open(kept)
        tx.passing.fetched(id, tx.now, tx.actor)
        tx.record(_about(FETCHED, found))
    return found, file


def status(system: System, asker: Asker, form: str | None = None) -> tuple[Status, ...]:
    """For the desk."""
    demand_duty(asker, Duty.STATISTICIAN, Duty.STEWARD)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tuple(
            Status(one.answers, one.body, one.received, one.at, one.size, one.fetched)
            for one in tx.passing.listed(form=form)
        )


def _body(asker: Asker) -> str:
    demand_login(asker)
    if not asker.has(Duty.CLIENT) or asker.body is None:
        raise Forbidden(
            "Dette er for den som henter data for organet de er mottatt for. Logg inn med en bruker som har den oppgaven."
        )
    return asker.body


def _own(found: HandedOn | None, body: str) -> HandedOn:
    if found is None or found.body != body:
        raise Unknown("Det finnes ikke noe slikt i postkassen deres. Se i listen over det som er sendt videre.")
    return found


def _marked(handed: Iterable[HandedOn]) -> Iterable[InBox]:
    seen = set()
    for one in handed:
        yield InBox(one, one.answers not in seen)
        seen.add(one.answers)


def _about(action: str, handed: HandedOn) -> Event:
    expected = handed.answers
    return Event(
        action,
        handed.submission,
        region=expected.unit,
        form=expected.form,
        period=str(expected.period),
        details={"body": handed.body, "handed_on": handed.id, "sha256": handed.sha256, "size": handed.size},
    )
