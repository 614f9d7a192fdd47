"""The controls of a submission, run in the background: from the bytes as kept to a report, a stage and the next step.

Nothing is changed until the very end, in one transaction; a worker that is killed half-way leaves nothing behind, and whoever takes over
ends the same. A fault of ours leaves the submission as it was, received, with an event that says so, and is tried again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kostra.app.controls.as_json import as_json
from kostra.app.controls.check import Report
from kostra.app.controls.one import How, check_one
from kostra.app.controls.recognise import Said
from kostra.app.followup.moving import CHANGED, move, subject
from kostra.app.ports.submissions import ORIGINAL, REPORT, REPORT_NN, Progress, Tally
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.ports.vault import Kept, Unavailable
from kostra.app.receiving.arriving import about
from kostra.app.receiving.inside import plain
from kostra.app.receiving.progress import Watching
from kostra.app.system import System
from kostra.followup.states import Mover, may_follow
from kostra.forms import catalogue
from kostra.model.event import Detail
from kostra.model.form import Kind
from kostra.model.people import HOUSE
from kostra.model.submission import Content, Expected, Stage, State, Submission
from kostra.model.text import Language

KEPT_FINDINGS = 2_000
"""Of each control; all are counted. A million findings make a report nobody reads, and no reason to run out of memory."""
_REPORTS = {REPORT: Language.BOKMAL, REPORT_NN: Language.NYNORSK}
"""In both written forms, as the controls were that day: whoever reads chooses."""
CHECKED, STOPPED, FAILED = "control.passed", "control.stopped", "control.failed"

_STOPPED_REASON = "Kontrollene stoppet innsendingen."
_BACK_REASON = "Kontrollene stoppet den nye innsendingen. Den forrige gjelder fortsatt."


def control(system: System, submission: str, region: str) -> None:
    """The job. Run twice, it does nothing the second time."""
    scope = Scope(frozenset({region}))
    with system.transactions.begin(HOUSE, scope) as tx:
        found = tx.submissions.one(submission)
        if found is None or not _waits(found):
            return
        original = tx.submissions.kept(submission, ORIGINAL)
        last_year = _last_year(tx, found.answers)
        if original is None:
            tx.record(about(FAILED, found, "Innholdet er slettet, og kan ikke kontrolleres."))
            return
    try:
        report = _checked(system, found, original, last_year)
        reports = {what: _written(system, report, language) for what, language in _REPORTS.items()}
    except Unavailable:
        raise
    except Exception as error:
        with system.transactions.begin(HOUSE, scope) as tx:
            tx.record(about(FAILED, found, "Feil hos oss. Kontrollen kjøres på nytt.", error=type(error).__name__))
        raise
    with system.transactions.begin(HOUSE, scope) as tx:
        done = _finish(tx, submission, found, report, reports)
    if not done:
        for kept in reports.values():
            system.vault.delete(kept)


def _waits(submission: Submission) -> bool:
    return submission.stage is Stage.RECEIVED or (submission.stage is Stage.PREPARED and submission.severity is None)


def _checked(system: System, found: Submission, original: Kept, last_year: Kept | None) -> Report:
    expected = found.answers
    said = Said(expected.form, expected.period, expected.unit)
    before = None
    if last_year is not None:
        with plain(system, last_year) as file:
            before = file.read()
    watching = Watching(system, found, original.size)
    with plain(system, original) as file:
        return check_one(file, said, How(keep=KEPT_FINDINGS, last_year=before), watching.begin)


def _last_year(tx: Transaction, expected: Expected) -> Kept | None:
    """What the same unit answered a year before, where the form is answered and not sent as records."""
    if catalogue.form(expected.form).kind is not Kind.ANSWERS:
        return None
    earlier = tx.campaign.standing(replace(expected, period=expected.period.a_year_before()))
    if earlier is None or earlier.submission is None:
        return None
    sent = tx.submissions.one(earlier.submission)
    if sent is None or sent.stage is not Stage.CHECKED or sent.content is Content.NIL:
        return None
    return tx.submissions.kept(sent.id, ORIGINAL)


def _written(system: System, report: Report, language: Language) -> Kept:
    with system.vault.writing("report") as writing:
        for piece in as_json(report, language):
            writing.write(piece.encode())
        return writing.keep()


def _finish(tx: Transaction, id: str, found: Submission, report: Report, reports: Mapping[str, Kept]) -> bool:
    """False when somebody else was there first, or the submission has been sent or taken back meanwhile: then the report is not needed."""
    standing = tx.campaign.standing(found.answers, lock=True)
    current = tx.submissions.one(id, lock=True)
    if standing is None or current is None or current.stage is not found.stage or not _waits(current):
        return False
    records = report.table.records
    checked = replace(current, severity=report.severity, records=records)
    if current.stage is Stage.RECEIVED:
        checked = replace(checked, stage=Stage.STOPPED if report.severity.blocks else Stage.CHECKED)
    tx.submissions.put(checked)
    for what, kept in reports.items():
        tx.submissions.keep(id, what, kept)
    tx.submissions.tally(id, _tallies(report))
    tx.submissions.progress(id, Progress(records, records, "done"))
    action = STOPPED if report.severity.blocks else CHECKED
    tx.record(
        about(
            action,
            checked,
            severity=str(report.severity),
            records=records,
            findings=report.table.total,
            controls=report.asked.controls.version,
        )
    )
    if checked.stage is Stage.CHECKED:
        _go_on(tx, checked)
    elif checked.stage is Stage.STOPPED and standing.submission == id:
        _go_back(tx, checked, standing.state)
    return True


def _tallies(report: Report) -> list[Tally]:
    """One for each control and field."""
    counted: dict[tuple[str, str | None], Tally] = {}
    for place, count in report.table.counts.items():
        if not count:
            continue
        at = next((hits.at for hits in report.table.of(place)), None)
        id = report.control(place).id
        before = counted.get((id, at))
        severity = report.severity_of(place)
        if before is not None:
            count, severity = count + before.count, max(severity, before.severity)
        counted[id, at] = Tally(id, severity, at, count)
    return list(counted.values())


def _go_on(tx: Transaction, checked: Submission) -> None:
    """To the typed records, or untouched to the body that the form is received for."""
    expected = checked.answers
    job = "inndata" if catalogue.form(expected.form).received_for is None else "pass_on"
    tx.enqueue(job, submission=checked.id, region=expected.unit)


def _go_back(tx: Transaction, stopped: Submission, state: State) -> None:
    """What a stopped one replaced still counts. Without any such, or with an error list to answer, a new one must be sent."""
    expected = stopped.answers
    before = _before(tx, stopped)
    if before is not None and state is State.RECEIVED:
        to = State.NIL_CONFIRMED if before.content is Content.NIL else State.RECEIVED
        move(tx, expected, to, Mover.HOUSE, _BACK_REASON, submission=before.id, arrived=before.received)
    elif State.REFUSED in may_follow(state, Mover.HOUSE):
        usable = None if before is None else before.id
        move(tx, expected, State.REFUSED, Mover.HOUSE, _STOPPED_REASON, submission=usable)


def _before(tx: Transaction, stopped: Submission) -> Submission | None:
    """The nearest one that it replaced, and that neither the controls nor the desk have turned away. The controls may be at work on it
    still; then it counts until they say otherwise.
    """
    turned_away = _turned_away(tx, stopped.answers)
    one: Submission | None = stopped
    while one is not None and (one.stage is Stage.STOPPED or one.id in turned_away):
        one = None if one.replaces is None else tx.submissions.one(one.replaces)
    return one


def _turned_away(tx: Transaction, expected: Expected) -> frozenset[Detail]:
    """What the desk has refused and not taken back: whatever stood there when it did."""
    stood: Detail = None
    found: set[Detail] = set()
    moves = tx.log.of(region=expected.unit, subject=subject(expected), actions=(CHANGED,))
    for told in (one.event.details for one in reversed(moves)):
        stood = told.get("submission", stood)
        if told["by"] != Mover.DESK:
            continue
        if told["to"] == State.REFUSED:
            found.add(stood)
        else:
            found.discard(stood)
    return frozenset(found)
