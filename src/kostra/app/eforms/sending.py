"""Handing over and sending. What the controls stop is not sent; what they warn of is sent when somebody has said that it is right.

The answers go in by the same door as a file: made durable first, acknowledged with a signed receipt, and controlled again afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kostra.app.eforms.drafting import add, begin, current_as_seen, event, next_version
from kostra.app.eforms.found import Found
from kostra.app.eforms.sheet import Sheet, owed, sheet
from kostra.app.eforms.typed import LONGEST, content
from kostra.app.free_text import refuse_national_id
from kostra.app.passing.seeing import demand_records
from kostra.app.permissions import Asker
from kostra.app.ports.drafts import Cause, Draft, Step
from kostra.app.receiving.accepting import accept
from kostra.app.receiving.arriving import Acknowledged
from kostra.app.receiving.taking import taking
from kostra.app.system import System
from kostra.model.errors import Conflict, Refused
from kostra.model.people import Right
from kostra.model.submission import Content, Expected, Submission

VIA = "e-form"


class Stopped(Refused):
    """The controls stop it, or a warning waits for somebody to say that it is right. `found` are the findings that do."""

    def __init__(self, message: str, found: tuple[Found, ...]) -> None:
        super().__init__(message)
        self.found = found


def blocking(found: Sequence[Found]) -> tuple[Found, ...]:
    return tuple(one for one in found if one.blocks)


def waiting(found: Sequence[Found], explained: Mapping[str, str]) -> tuple[Found, ...]:
    """The warnings that nobody has said are right as they are."""
    return tuple(one for one in found if one.may_stand and one.key not in explained)


def hand_over(
    system: System, asker: Asker, expected: Expected, seen: int, explained: Mapping[str, str] | None = None
) -> Draft:
    """Ready for a colleague to look over and send. What the controls stop is mended first, by the one who knows the answers."""
    opened = _looked_over(system, asker, expected, seen, Right.PREPARE)
    stopping = blocking(opened.found(asker.language))
    if stopping:
        raise _stopped(stopping, "meldes klar til sending")
    with begin(system, asker, expected) as tx:
        owed(tx, expected, lock=True)
        current = current_as_seen(tx, expected, seen)
        if current.step is Step.READY and not explained:
            return current
        next_ = next_version(tx, expected, current, seen, current.typed, Cause.HANDED_OVER)
        ready = replace(next_, step=Step.READY, explained=_explained(current, explained))
        tx.record(event("draft.ready", expected, version=ready.version))
        return add(tx, ready, current)


def send(
    system: System, asker: Asker, expected: Expected, seen: int, explained: Mapping[str, str] | None = None
) -> Submission:
    """The submission, with its receipt. Sending the same answers again gives the same one."""
    opened = _looked_over(system, asker, expected, seen, Right.SEND)
    found = opened.found(asker.language)
    said = {**opened.explained, **_cleaned(explained)}
    stopping = blocking(found)
    if stopping:
        raise _stopped(stopping, "sendes")
    unsaid = waiting(found, said)
    if unsaid:
        raise Stopped(
            f"{_count(len(unsaid), 'advarsel', 'advarsler')} må ses på før skjemaet kan sendes. Rett svaret, eller kryss av for at det "
            "stemmer.",
            unsaid,
        )
    acknowledged = _sent(system, asker, opened)
    _remember(system, asker, expected, seen, acknowledged.submission.id, said)
    return acknowledged.submission


def explanations(system: System, asker: Asker, submission: Submission) -> Mapping[str, str]:
    """What was said of the warnings when these answers were sent, by the key of the finding: for those who look at it afterwards."""
    expected = submission.answers
    demand_records(asker, expected.unit, expected.form)
    with begin(system, asker, expected) as tx:
        draft = tx.drafts.of_submission(submission.id)
    return {} if draft is None else draft.explained


def _looked_over(system: System, asker: Asker, expected: Expected, seen: int, right: Right) -> Sheet:
    opened = sheet(system, asker, expected, right)
    if opened.draft is None or opened.draft.version != seen:
        with begin(system, asker, expected) as tx:
            current_as_seen(tx, expected, seen)
        raise Conflict("Svarene ble endret mens de ble sendt. Last siden på nytt, se over, og prøv igjen.")
    return opened


def _sent(system: System, asker: Asker, opened: Sheet) -> Acknowledged:
    expected = opened.expected
    with taking(system) as taken:
        taken.write(content(expected, opened.version, opened.typed))
        return accept(system, asker, expected, taken, via=VIA, content=Content.ANSWERS)


def _remember(
    system: System, asker: Asker, expected: Expected, seen: int, submission: str, explained: Mapping[str, str]
) -> None:
    """The draft was sent as this. Whoever saved in the same moment goes on with their own version, which is not sent."""
    with begin(system, asker, expected) as tx:
        owed(tx, expected, lock=True)
        current = tx.drafts.current(expected)
        was = tx.drafts.version(expected, seen)
        if current is None or was is None or current.submission == submission:
            return
        sent = replace(
            next_version(tx, expected, current, seen, was.typed, Cause.SENT),
            step=Step.SENT,
            explained=explained,
            submission=submission,
        )
        tx.record(event("draft.sent", expected, version=sent.version, submission=submission))
        add(tx, sent, current)
        if current.version != seen:
            later = next_version(tx, expected, sent, current.version, current.typed, Cause.WRITTEN)
            add(tx, replace(later, by=current.by, saved=current.saved), sent)


def _explained(current: Draft, explained: Mapping[str, str] | None) -> Mapping[str, str]:
    return {**current.explained, **_cleaned(explained)}


def _cleaned(explained: Mapping[str, str] | None) -> dict[str, str]:
    said = {key[:200]: why.strip()[:LONGEST] for key, why in (explained or {}).items()}
    for why in said.values():
        refuse_national_id(why)
    return said


def _stopped(found: tuple[Found, ...], what: str) -> Stopped:
    return Stopped(
        f"{_count(len(found), 'feil', 'feil')} må rettes før skjemaet kan {what}. Se listen over dem.", found
    )


def _count(count: int, one: str, several: str) -> str:
    return f"{'Én' if count == 1 else count} {one if count == 1 else several}"
