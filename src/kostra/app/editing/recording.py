"""Writing down an edit: in the log of edits and, without its values, in the audit log, in the same transaction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from kostra.app.free_text import LONGEST, refuse_what_is_no_reason
from kostra.app.ports.transaction import Transaction
from kostra.editing.rules import Proposal
from kostra.model.edit import Act, Edit, Reason, Whole
from kostra.model.errors import Refused
from kostra.model.event import Event
from kostra.model.people import Actor

ACTIONS = {
    Act.CHANGED: "edit.changed",
    Act.APPROVED: "edit.approved",
    Act.NOT_REVIEWED: "edit.not-reviewed",
    Act.UNDONE: "edit.undone",
    Act.SECONDED: "edit.seconded",
    Act.DECLINED: "edit.declined",
    Act.DROPPED: "edit.dropped",
    Act.CARRIED: "edit.carried",
}


_LONGEST_ANSWERED = 60
_UNWRITABLE = re.compile(r"[\x00\ud800-\udfff]")


def new_id() -> str:
    return uuid4().hex[:16]


def changed(
    whole: Whole,
    one: Proposal,
    reason: Reason,
    comment: str,
    actor: Actor,
    at: datetime,
    *,
    answers: str | None = None,
    rule: str | None = None,
    needs_second: bool = False,
) -> Edit:
    """A change that is not in the log yet. With a rule it is automatic."""
    return Edit(
        id=new_id(),
        number=0,
        act=Act.CHANGED,
        of=whole.of(one.unit),
        submission=one.submission,
        record=one.record,
        line=one.line,
        field=one.field,
        before=one.before,
        after=one.after,
        reason=reason,
        comment=comment.strip(),
        actor=actor,
        at=at,
        answers=answers,
        automatic=rule is not None,
        rule=rule,
        digest=one.digest,
        needs_second=needs_second,
    )


def about(
    one: Edit,
    act: Act,
    comment: str,
    actor: Actor,
    at: datetime,
    *,
    digest: str | None = None,
    submission: str | None = None,
) -> Edit:
    """An event about an edit: that it was undone, seconded, declined, dropped or carried over."""
    return Edit(
        id=new_id(),
        number=0,
        act=act,
        of=one.of,
        submission=submission or one.submission,
        record=one.record,
        line=one.line,
        field=one.field,
        before=None,
        after=None,
        reason=Reason.REVIEW,
        comment=comment.strip(),
        actor=actor,
        at=at,
        about=one.id,
        automatic=False,
        rule=one.rule,
        digest=digest,
    )


def refuse_what_is_no_text(text: str, longest: int = LONGEST) -> None:
    """What somebody wrote and the log would keep: no national id, not too long, and nothing that a database has no place for."""
    refuse_what_is_no_reason(text)
    if len(text) > longest:
        raise Refused(f"Teksten er på {len(text)} tegn. Den kan være på høyst {longest}. Skriv den kortere.")
    if _UNWRITABLE.search(text):
        raise Refused("Teksten har tegn som ikke kan lagres. Skriv den på nytt med bokstaver, siffer og vanlige tegn.")


def write(tx: Transaction, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Into both logs; the log of edits is locked. Those of one rule and act in one unit are one event of the audit log."""
    for one in edits:
        refuse_what_is_no_text(one.comment)
        refuse_what_is_no_text(one.answers or "", _LONGEST_ANSWERED)
    written = tx.edits.add(edits)
    told: dict[tuple[Act, str, str], list[Edit]] = {}
    for one in written:
        told.setdefault((one.act, one.of.unit, one.rule or one.id), []).append(one)
    for (act, unit, _), several in told.items():
        first = several[0]
        tx.record(
            Event(
                ACTIONS[act],
                first.id,
                first.comment,
                region=unit,
                form=first.of.form,
                period=str(first.of.period),
                details={
                    "number": first.number,
                    "count": len(several),
                    "code": first.reason.value,
                    "field": first.field,
                    "about": first.about,
                },
            )
        )
    return written
