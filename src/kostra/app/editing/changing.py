"""Changing a value, saying that one is right as it is or not worth looking at, undoing, and the second pair of eyes.

A change carries the value that the editor saw. If somebody has changed it since, it is refused with who, when and to what, and what was
typed, so that nothing is lost. A change that moves a published figure much is saved at once and counts first when a colleague, another one,
has seconded it. Undoing gives back what was there before, and is open to everybody at the desk.
"""

from __future__ import annotations

from dataclasses import dataclass

from kostra.app.editing.findings import Found
from kostra.app.editing.previewing import Wanted, previewed, proposal, record_of
from kostra.app.editing.recording import about, changed, new_id, write
from kostra.app.editing.working import Working, current
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.editing.columns import DIGEST, LINE
from kostra.editing.influence import Moved
from kostra.editing.rules import Proposal
from kostra.model.edit import Act, Edit, Reason, Whole
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.people import Duty


@dataclass(frozen=True, slots=True)
class Saved:
    """`edit` is in the log; while it needs a second it changes nothing. Findings are of the record before and after."""

    edit: Edit
    moved: tuple[Moved, ...]
    before: tuple[Found, ...]
    after: tuple[Found, ...]


class Overtaken(Conflict):
    """The value is not the one that the editor saw. `by` is the edit that changed it; None when the municipality has sent in again.

    `wanted` and `comment` are what was typed, and `now` is the value that is there.
    """

    def __init__(self, wanted: Wanted, comment: str, now: str | None, by: Edit | None) -> None:
        who = (
            "Kommunen har sendt inn på nytt"
            if by is None
            else f"{by.actor.name} rettet det {by.at:%d.%m.%Y kl. %H.%M} UTC"
        )
        super().__init__(
            f"{wanted.field} er ikke lenger «{_told(wanted.saw)}», men «{_told(now)}». {who}. Det du skrev, «{_told(wanted.to)}», er "
            "ikke lagret. Se på den nye verdien, og lagre på nytt hvis du fortsatt vil rette."
        )
        self.wanted = wanted
        self.comment = comment
        self.now = now
        self.by = by


def change(
    system: System,
    asker: Asker,
    whole: Whole,
    wanted: Wanted,
    reason: Reason,
    comment: str = "",
    answers: str | None = None,
) -> Saved:
    """One value of one record. `answers` is the control or the line of an error list that the change answers."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.edits.lock()
        now = current(system, tx, whole)
        one = proposal(now, wanted)
        _refuse_overtaken(now, wanted, one, comment)
        if one.after == one.before:
            raise Refused(f"{one.field} er allerede «{_told(one.before)}». Godkjenn linjen hvis verdien er riktig.")
        told = previewed(now, one)
        edit = changed(whole, one, reason, comment, tx.actor, tx.now, answers=answers, needs_second=told.needs_second)
        (saved,) = write(tx, [edit])
    return Saved(saved, told.moved, told.before, told.after)


def approve(
    system: System,
    asker: Asker,
    whole: Whole,
    unit: str,
    record: str | None = None,
    comment: str = "",
    answers: str | None = None,
) -> Edit:
    """Looked at, and right as it is: a record, or all that a unit sent."""
    return _judge(system, asker, whole, Act.APPROVED, unit, record, comment, answers)


def pass_over(
    system: System, asker: Asker, whole: Whole, unit: str, record: str | None = None, comment: str = ""
) -> Edit:
    """Not reviewed, on purpose: what may be wrong in it does not matter."""
    return _judge(system, asker, whole, Act.NOT_REVIEWED, unit, record, comment, None)


def undo(system: System, asker: Asker, id: str, comment: str = "") -> tuple[Edit, ...]:
    """Gives back what was there before: of one change, or of everything that one rule changed. Also takes back an approval.

    The last change of a value is undone first.
    """
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.edits.lock()
        now, several = _together(system, tx, id)
        for one in several:
            _refuse_ended(now, one)
            above = next((each for each in now.ledger.waiting.values() if each.cell == one.cell), one)
            if one.act is Act.CHANGED and above.id != one.id:
                raise Conflict(
                    f"{above.actor.name} har rettet {one.field} på nytt, og det venter på en kollega. Bekreft eller avvis det først."
                )
            last = now.ledger.counts.get(one.cell)
            if one.act is Act.CHANGED and one.id not in now.ledger.waiting and last is not None and last.id != one.id:
                raise Conflict(
                    f"{one.field} er rettet på nytt av {last.actor.name} etter dette. Angre den siste rettingen først."
                )
        return write(tx, [about(one, Act.UNDONE, comment, tx.actor, tx.now) for one in several])


def second(system: System, asker: Asker, id: str, comment: str = "") -> tuple[Edit, ...]:
    """A colleague agrees, and the change counts. With it all that the same rule changed."""
    return _answer(system, asker, id, Act.SECONDED, comment)


def decline(system: System, asker: Asker, id: str, comment: str) -> tuple[Edit, ...]:
    """A colleague does not agree, and the change never counts."""
    if not comment.strip():
        raise Refused("Skriv hvorfor du ikke er enig, så den som rettet, kan se det.")
    return _answer(system, asker, id, Act.DECLINED, comment)


def waiting(system: System, asker: Asker, whole: Whole) -> tuple[Edit, ...]:
    """The changes that wait for a colleague, the oldest first."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tuple(current(system, tx, whole).ledger.waiting.values())


def _answer(system: System, asker: Asker, id: str, act: Act, comment: str) -> tuple[Edit, ...]:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.edits.lock()
        now, several = _together(system, tx, id)
        if any(one.id not in now.ledger.waiting for one in several):
            raise Conflict("Rettingen venter ikke på noen. Den er bekreftet, avvist eller angret. Se listen på nytt.")
        if act is Act.SECONDED and any(one.actor.id == tx.actor.id for one in several):
            raise Refused("Du kan ikke bekrefte din egen retting. Be en kollega se på den.")
        return write(tx, [about(one, act, comment, tx.actor, tx.now) for one in several])


def _together(system: System, tx: Transaction, id: str) -> tuple[Working, list[Edit]]:
    """The edit, or all that the same rule changed at once."""
    one = tx.edits.one(id) if id.isalnum() else None
    if one is None or one.about is not None:
        raise Missing("Rettingen finnes ikke. Se loggen over rettinger på nytt.")
    now = current(system, tx, Whole(one.of.form, one.of.period, one.of.season))
    if one.rule is None:
        return now, [one]
    ended = now.ledger.ended
    return now, [
        each for each in now.edits if each.rule == one.rule and each.about is None and each.id not in ended
    ] or [one]


def _refuse_ended(now: Working, one: Edit) -> None:
    ended = now.ledger.ended.get(one.id)
    if ended is not None:
        raise Conflict(f"{ended.actor.name} har allerede angret eller avvist dette. Se linjen på nytt.")


def _refuse_overtaken(now: Working, wanted: Wanted, one: Proposal, comment: str) -> None:
    pending = next(
        (each for each in now.ledger.waiting.values() if each.cell == (one.unit, one.record, one.field)), None
    )
    if pending is not None:
        raise Conflict(
            f"{pending.actor.name} har rettet {one.field} til «{_told(pending.after)}», og rettingen venter på en kollega. "
            f"Det du skrev, «{_told(wanted.to)}», er ikke lagret. Bekreft eller avvis den først."
        )
    if not _same(one.before, wanted.saw):
        by = now.ledger.counts.get((one.unit, one.record, one.field))
        raise Overtaken(wanted, comment, one.before, _last(now, one) if by is None else by)


def _same(there: str | None, saw: str | None) -> bool:
    """As a page gives it back: without blanks around it, and with line breaks of its own."""
    return (there or "").split() == (saw or "").split()


def _last(now: Working, one: Proposal) -> Edit | None:
    """Whoever undid the change that the editor saw."""
    ended = now.ledger.ended.values()
    return max(
        (each for each in ended if each.cell == (one.unit, one.record, one.field)),
        key=lambda each: each.number,
        default=None,
    )


def _judge(
    system: System,
    asker: Asker,
    whole: Whole,
    act: Act,
    unit: str,
    record: str | None,
    comment: str,
    answers: str | None,
) -> Edit:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        tx.edits.lock()
        now = current(system, tx, whole)
        submission = now.submissions.get(unit)
        if submission is None:
            raise Missing(f"{unit} har ikke sendt inn noe som gjelder. Vent til det har kommet.")
        line, digest = None, submission
        if record is not None:
            row = record_of(now.frame, unit, record)
            line, digest = row[LINE][0], row[DIGEST][0]
        edit = Edit(
            id=new_id(),
            number=0,
            act=act,
            of=whole.of(unit),
            submission=submission,
            record=record,
            line=line,
            field=None,
            before=None,
            after=None,
            reason=Reason.REVIEW,
            comment=comment.strip(),
            actor=tx.actor,
            at=tx.now,
            answers=answers,
            digest=digest,
        )
        (written,) = write(tx, [edit])
        return written


def holds(now: Working, judged: Edit, digest: str | None) -> bool:
    """Whether an approval, or a passing over, still is of what stands there."""
    return judged.digest == (now.submissions.get(judged.of.unit) if judged.record is None else digest)


def _told(value: str | None) -> str:
    return "blank" if value is None else value[:60]
