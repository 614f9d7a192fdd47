"""Sending: a file or a set of answers becomes a submission with a receipt, at once and whole, or nothing at all.

By the time these are asked, the bytes have streamed to the vault; here they are made durable, then registered in one transaction.
The controls run later and elsewhere. Somebody who may only prepare leaves it for a colleague who sends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kostra.app.permissions import Asker, demand
from kostra.app.ports.submissions import ORIGINAL
from kostra.app.ports.transaction import Transaction
from kostra.app.receiving.arriving import (
    PREPARED,
    Acknowledged,
    Arrival,
    Before,
    about,
    arrive,
    before,
    enqueue_control,
    seen_before,
    sent,
    unsent,
)
from kostra.app.receiving.door import known, refuse_closed
from kostra.app.receiving.inside import look_inside
from kostra.app.receiving.naming import cleaned
from kostra.app.receiving.refusals import NotNow, Unknown
from kostra.app.receiving.taking import Taken, discard
from kostra.app.system import System
from kostra.followup.states import Mover
from kostra.model.errors import Refused
from kostra.model.people import Right
from kostra.model.submission import Content, Expected, Stage, Submission

Register = Callable[[Transaction, Arrival, Before], Acknowledged]


def accept(
    system: System,
    asker: Asker,
    expected: Expected,
    taken: Taken,
    *,
    file_name: str | None = None,
    idempotency_key: str | None = None,
    via: str = "portal",
    content: Content = Content.FILE,
) -> Acknowledged:
    """Delivered, with a receipt. The same bytes again give the same receipt, and nothing new."""
    demand(asker, Right.SEND, expected.unit, expected.form)
    known(expected)

    def register(tx: Transaction, arrival: Arrival, before: Before) -> Acknowledged:
        refuse_closed(tx, before.standing)
        submission = sent(system, tx, unsent(arrival, asker.actor, tx), before.newest)
        tx.submissions.add(submission, arrival.idempotency_key)
        arrive(tx, submission, before.standing, Mover.REPORTER, via=arrival.via)
        return Acknowledged(submission, new=True)

    arrival = _arrival(expected, taken, content, file_name, idempotency_key, via)
    return keep_and_register(system, asker, taken, arrival, register)


def prepare(
    system: System,
    asker: Asker,
    expected: Expected,
    taken: Taken,
    *,
    file_name: str | None = None,
    via: str = "portal",
    content: Content = Content.FILE,
) -> Acknowledged:
    """Put ready for a colleague who may send. It is checked, and both see the report; it is not delivered, and has no receipt."""
    demand(asker, Right.PREPARE, expected.unit, expected.form)
    known(expected)

    def register(tx: Transaction, arrival: Arrival, before: Before) -> Acknowledged:
        refuse_closed(tx, before.standing)
        submission = unsent(arrival, asker.actor, tx)
        tx.submissions.add(submission)
        tx.record(about(PREPARED, submission, via=via))
        if submission.content is not Content.NIL:
            enqueue_control(tx, submission)
        return Acknowledged(submission, new=True)

    return keep_and_register(system, asker, taken, _arrival(expected, taken, content, file_name, None, via), register)


def send_prepared(system: System, asker: Asker, id: str) -> Submission:
    """Delivers what a colleague prepared. The time of this counts, and so do the controls that now run again."""
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        prepared = _prepared(tx, id)
        demand(asker, Right.SEND, prepared.answers.unit, prepared.answers.form)
        there = before(tx, prepared.answers)
        refuse_closed(tx, there.standing)
        submission = sent(system, tx, _prepared(tx, id, lock=True), there.newest)
        tx.submissions.put(submission)
        arrive(tx, submission, there.standing, Mover.REPORTER, via="portal")
    return submission


def withdraw(system: System, asker: Asker, id: str) -> Submission:
    """Takes back what was prepared. What has been delivered cannot be taken back, only replaced."""
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        prepared = _prepared(tx, id, lock=True)
        expected = prepared.answers
        if not asker.may(Right.SEND, expected.unit, expected.form):
            demand(asker, Right.PREPARE, expected.unit, expected.form)
        withdrawn = replace(prepared, stage=Stage.WITHDRAWN)
        tx.submissions.put(withdrawn)
        tx.record(about("submission.withdrawn", withdrawn))
    return withdrawn


def keep_and_register(system: System, asker: Asker, taken: Taken, arrival: Arrival, register: Register) -> Acknowledged:
    """Durable first, registered then. When it is refused the bytes go; when anything else goes wrong they stay, for it may have been
    registered although nobody got to hear of it.
    """
    kept = taken.keep()
    try:
        arrival = look_inside(system, kept, taken, replace(arrival, sha256=kept.sha256))
        with system.transactions.begin(asker.actor, asker.scope) as tx:
            there = before(tx, arrival.expected)
            earlier = seen_before(tx, arrival, there)
            if earlier is None:
                acknowledged = register(tx, arrival, there)
                tx.submissions.keep(acknowledged.submission.id, ORIGINAL, kept)
            else:
                acknowledged = Acknowledged(earlier, new=False)
    except Refused:
        discard(system, kept)
        raise
    if not acknowledged.new:
        discard(system, kept)
    return acknowledged


def _arrival(
    expected: Expected, taken: Taken, content: Content, file_name: str | None, key: str | None, via: str
) -> Arrival:
    return Arrival(expected, content, "", taken.size, cleaned(file_name), key, via)


def _prepared(tx: Transaction, id: str, *, lock: bool = False) -> Submission:
    found = tx.submissions.one(id, lock=lock)
    if found is None:
        raise Unknown("Innsendingen finnes ikke, eller du har ikke tilgang til den. Se i listen over innsendinger.")
    if found.stage is not Stage.PREPARED:
        raise NotNow(
            "Innsendingen er ikke lenger klar til å sendes: den er sendt eller trukket tilbake. Se i listen over innsendinger."
        )
    return found
