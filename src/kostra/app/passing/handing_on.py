"""The job that hands a submission on: its bytes go untouched into the body's box, and the key to them here is destroyed.

The copy in the box has a key of its own that only the body's scope reaches. Run twice, it does nothing the second time.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from uuid import uuid4

from kostra.app.passing.seeing import received_for
from kostra.app.ports.keys import Signer
from kostra.app.ports.passing import HandedOn
from kostra.app.ports.submissions import ORIGINAL
from kostra.app.ports.transaction import Scope
from kostra.app.ports.vault import Kept, Unavailable
from kostra.app.receiving.arriving import about
from kostra.app.receiving.inside import plain
from kostra.app.system import System
from kostra.model.errors import Broken
from kostra.model.people import HOUSE
from kostra.model.submission import Stage, Submission

HANDED_ON = "submission.handed-on"
KIND = "kostra-sosial/handed-on/1"
_AT_ONCE = 1 << 20


def pass_on(system: System, submission: str, region: str) -> None:
    """What the controls let through, of a form that is received for another body."""
    with system.transactions.begin(HOUSE, Scope(frozenset({region}))) as tx:
        found = tx.submissions.one(submission)
        if found is None or found.stage is not Stage.CHECKED or tx.passing.of_submission(submission) is not None:
            return
        original = tx.submissions.kept(submission, ORIGINAL)
    body = received_for(found.answers.form)
    if body is None:
        raise Broken(f"Form {found.answers.form} is not received for anybody.")
    if original is None:
        return  # A nil return, or one on paper: there are no bytes, and the state tells it all.
    boxed = _into_the_box(system, original)
    # When something goes wrong here the bytes stay: they may have been registered although nobody got to hear of it.
    if not _register(system, found, body, boxed):
        with suppress(Unavailable):
            system.vault.delete(boxed)


def _into_the_box(system: System, original: Kept) -> Kept:
    """The bytes as the sender wrote them. What was encrypted to us is opened: the body does not have our key."""
    with plain(system, original) as file, system.vault.writing("handed-on") as writing:
        while chunk := file.read(_AT_ONCE):
            writing.write(chunk)
        return writing.keep()


def _register(system: System, found: Submission, body: str, boxed: Kept) -> bool:
    """False when somebody else was there first."""
    with system.transactions.begin(HOUSE, Scope(frozenset({found.answers.unit}), body)) as tx:
        current = tx.submissions.one(found.id, lock=True)
        if current is None or current.received is None or tx.passing.of_submission(found.id) is not None:
            return False
        handed = HandedOn(
            id=uuid4().hex,
            submission=found.id,
            body=body,
            answers=found.answers,
            content=found.content,
            received=current.received,
            at=tx.now,
            sha256=boxed.sha256,
            size=boxed.size,
            file_name=found.file_name,
            opened=boxed.sha256 != found.sha256,
            receipt="",
        )
        tx.passing.add(replace(handed, receipt=_signed(handed, found, system.signer)), boxed)
        tx.submissions.destroy_key(found.id, ORIGINAL, tx.now)
        tx.record(about(HANDED_ON, found, body=body, handed_on=handed.id))
    return True


def _signed(handed: HandedOn, found: Submission, signer: Signer) -> str:
    """That it was handed on, as it came: `sent_sha256` is of the bytes that arrived, `sha256` of those in the box."""
    expected = handed.answers
    return signer.sign(
        json.dumps(
            {
                "receipt": KIND,
                "id": handed.id,
                "submission": found.id,
                "body": handed.body,
                "form": expected.form,
                "period": str(expected.period),
                "region": expected.unit,
                "season": str(expected.season),
                "received": handed.received.isoformat(timespec="milliseconds"),
                "handed_on": handed.at.isoformat(timespec="milliseconds"),
                "sha256": handed.sha256,
                "sent_sha256": found.sha256,
                "size": handed.size,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()
    )
