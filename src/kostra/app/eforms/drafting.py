"""The steps on a draft inside one transaction: the version that was seen, the next version, and the event of what became of it.

Whoever changes a draft holds the lock on what is owed; two people are then always one after the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager

from kostra.app.eforms.starting import first_answers
from kostra.app.followup.moving import subject
from kostra.app.permissions import Asker
from kostra.app.ports.drafts import Cause, Draft, Step
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.system import System
from kostra.model.errors import Broken, Conflict, Missing
from kostra.model.event import Detail, Event
from kostra.model.form import FormVersion
from kostra.model.submission import Expected


def begin(system: System, asker: Asker, expected: Expected) -> AbstractContextManager[Transaction]:
    """A transaction that can reach this municipality or district and no other."""
    return system.transactions.begin(asker.actor, Scope(frozenset({expected.unit})))


def next_version(
    tx: Transaction, expected: Expected, current: Draft | None, seen: int, typed: Mapping[str, str], cause: Cause
) -> Draft:
    """What was explained follows along: it says itself which finding it is about."""
    return Draft(
        expected=expected,
        version=1 if current is None else current.version + 1,
        seen=seen,
        typed=typed,
        step=Step.WRITING,
        cause=cause,
        saved=tx.now,
        by=tx.actor,
        explained={} if current is None else current.explained,
    )


def add(tx: Transaction, draft: Draft, before: Draft | None) -> Draft:
    """Adds the version, and records the events that it is."""
    if not tx.drafts.add(draft):
        raise Broken("a version of a draft was added without the lock on what is owed")
    if before is None:
        tx.record(event("draft.begun", draft.expected))
    elif before.step is Step.READY and draft.step is Step.WRITING:
        tx.record(event("draft.taken-back", draft.expected, version=draft.version))
    return draft


def current_as_seen(tx: Transaction, expected: Expected, seen: int) -> Draft:
    """The current version, when it is the one that the asker looked at."""
    current = tx.drafts.current(expected)
    if current is None:
        raise Missing(
            f"Ingen har begynt å fylle ut skjema {expected.form} for {expected.period}. Åpne skjemaet, og fyll det ut først."
        )
    if current.version != seen:
        raise Conflict(
            f"{current.by.name} lagret nye svar etter at du åpnet siden, så ingenting er gjort. Last siden på nytt, se over, og prøv igjen."
        )
    return current


def seen_answers(
    tx: Transaction, expected: Expected, version: FormVersion, current: Draft | None, seen: int
) -> Mapping[str, str]:
    """The answers that the writer had before them."""
    if seen == 0:
        return first_answers(expected, version)
    known = current if current is not None and current.version == seen else tx.drafts.version(expected, seen)
    if known is None:
        raise Conflict(
            "Siden du skrev på, hører ikke til dette utkastet. Ta vare på det du har skrevet, og åpne skjemaet på nytt."
        )
    return known.typed


def event(action: str, expected: Expected, **details: Detail) -> Event:
    """About the draft as a whole: it has no id but what is owed."""
    return Event(action, subject(expected), "", expected.unit, expected.form, str(expected.period), details)
