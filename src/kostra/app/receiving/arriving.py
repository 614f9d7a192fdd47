"""What every arrival has in common: the standing is locked, what is there already is found again, the receipt is signed, the state moves.

All of it happens in the caller's transaction, and the job for the controls is enqueued there too: a receipt without them cannot exist.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import uuid4

from kostra.app.followup.moving import move
from kostra.app.ports.transaction import Transaction
from kostra.app.receiving import receipt
from kostra.app.receiving.door import expected_of
from kostra.app.receiving.refusals import KeyUsed
from kostra.app.system import System
from kostra.followup.states import Mover, may_follow
from kostra.model.event import Event
from kostra.model.finding import Severity
from kostra.model.people import Actor
from kostra.model.submission import Content, Expected, Stage, Standing, State, Submission

RECEIVED, PREPARED = "submission.received", "submission.prepared"


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What the sender is told. `new` is False when the same bytes had come before: then it is the receipt from that time."""

    submission: Submission
    new: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came, before it has become a submission. The sum of a file is known when it has been kept."""

    expected: Expected
    content: Content
    sha256: str
    size: int
    file_name: str | None = None
    idempotency_key: str | None = None
    via: str = "portal"
    """The way it came in: api, portal, e-form, desk."""


def new_id() -> str:
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class Before:
    """What is there when something arrives, with the row locked: where it stands, and the last that was sent."""

    standing: Standing
    newest: Submission | None


def before(tx: Transaction, expected: Expected) -> Before:
    """Locks the row: from here on nobody else sends to the same place until the transaction ends."""
    return Before(expected_of(tx, expected, lock=True), tx.submissions.newest(expected))


def seen_before(tx: Transaction, arrival: Arrival, before: Before) -> Submission | None:
    """The submission that this is over again: by its key, or by being the same as the newest one.

    What the desk has opened again waits for an answer, also when that is the same as before.
    """
    key = arrival.idempotency_key
    earlier = None
    if key is not None:
        earlier = tx.submissions.by_idempotency_key(tx.actor.id, key, arrival.expected.season)
    if earlier is not None:
        if (earlier.answers, earlier.sha256) != (arrival.expected, arrival.sha256):
            raise KeyUsed
        return earlier
    newest = None if before.standing.state is State.REOPENED else before.newest
    same = newest is not None and (newest.content, newest.sha256) == (arrival.content, arrival.sha256)
    return newest if same else None


def unsent(arrival: Arrival, preparer: Actor, tx: Transaction) -> Submission:
    """A submission that waits for somebody who may send it."""
    return Submission(
        id=new_id(),
        answers=arrival.expected,
        content=arrival.content,
        stage=Stage.PREPARED,
        uploaded=tx.now,
        preparer=preparer,
        sha256=arrival.sha256,
        size=arrival.size,
        file_name=arrival.file_name,
    )


def sent(system: System, tx: Transaction, prepared: Submission, newest: Submission | None) -> Submission:
    """The same, as sent now by whoever acts, in place of the newest one. Where there is nothing to run controls on, none are run."""
    nil = prepared.content is Content.NIL
    received = replace(
        prepared,
        stage=Stage.CHECKED if nil or not prepared.size else Stage.RECEIVED,
        received=tx.now,
        sender=tx.actor,
        replaces=None if newest is None else newest.id,
        severity=Severity.OK if nil else None,
        records=0 if nil else None,
    )
    return replace(received, receipt=receipt.signed(received, system.signer))


def arrive(
    tx: Transaction, submission: Submission, standing: Standing, mover: Mover, reason: str = "", via: str = ""
) -> None:
    """Moves the state and records what came. Anything but a nil return goes on to the controls."""
    to = _next(standing.state, submission.content, mover)
    move(tx, standing, to, mover, reason, submission=submission.id, arrived=tx.now)
    tx.record(about(RECEIVED, submission, reason, via=via or None, replaces=submission.replaces))
    if submission.stage is Stage.RECEIVED:
        enqueue_control(tx, submission)


def enqueue_control(tx: Transaction, submission: Submission) -> None:
    tx.enqueue("control", submission=submission.id, region=submission.answers.unit)


def about(action: str, submission: Submission, reason: str = "", **details: str | int | None) -> Event:
    """An event about a submission."""
    expected = submission.answers
    said = {key: value for key, value in details.items() if value is not None}
    return Event(
        action,
        submission.id,
        reason,
        region=expected.unit,
        form=expected.form,
        period=str(expected.period),
        details={
            "content": str(submission.content),
            "season": str(expected.season),
            "sha256": submission.sha256,
            "size": submission.size,
            **said,
        },
    )


def _next(state: State, content: Content, mover: Mover) -> State:
    """What something sent leads to from here; the table says which, and there is one."""
    if content is Content.NIL:
        return State.NIL_CONFIRMED
    following = may_follow(state, mover)
    return State.CORRECTION_RECEIVED if State.CORRECTION_RECEIVED in following else State.RECEIVED
