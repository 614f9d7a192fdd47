"""From a draft to a receipt: what stops it, what must be said to be right, handing over, and last year's answers beside this year's."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pytest

from integration.databases import SetClock
from integration.eforms.filling import BEFORE, CLEAN, KARI, OLA, SEVEN, SISSEL, UNIT, expect, somebody
from kostra.app.eforms import sending, writing
from kostra.app.eforms.sending import Stopped
from kostra.app.eforms.sheet import sheet
from kostra.app.permissions import Asker, Forbidden
from kostra.app.ports.drafts import Cause, Draft, Step
from kostra.app.ports.submissions import ORIGINAL
from kostra.app.ports.transaction import Scope
from kostra.app.receiving.refusals import NotNow
from kostra.app.system import System
from kostra.model.errors import Conflict, Refused
from kostra.model.finding import Severity
from kostra.model.people import HOUSE, Actor, ActorKind, Duty, Right
from kostra.model.submission import Content, Expected, Stage, State, Submission
from kostra.model.text import Language

RunJobs = Callable[[], list[str]]
DESK = Asker(Actor(ActorKind.PERSON, "siri", "Siri"), duties=frozenset({Duty.STATISTICIAN}))
STRANGER = somebody("Fremmed", Right.SEE, region="460100")
OPEN = datetime(2027, 2, 1, 9, tzinfo=UTC)
FEW_CASES = {"saker_raadgivning": "0"}
"""Posts for economic advice and no cases: a warning, and nothing worse."""


@pytest.fixture(autouse=True)
def _in_season(clock: SetClock) -> None:
    clock.time = OPEN


def filled(system: System, expected: Expected = SEVEN, answers: Mapping[str, str] | None = None) -> Draft:
    expect(system, expected)
    return writing.save(system, KARI, expected, {**CLEAN, **(answers or {})}, 0)


def submission(system: System, id: str) -> Submission:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        found = tx.submissions.one(id)
    assert found is not None
    return found


def test_the_clean_answers_are_clean(system: System) -> None:
    filled(system)
    assert [one.message for one in sheet(system, KARI, SEVEN).found(Language.BOKMAL)] == []


def test_a_form_is_sent_received_and_controlled(system: System, run_jobs: RunJobs) -> None:
    draft = filled(system)
    sent = sending.send(system, OLA, SEVEN, draft.version)
    assert (sent.content, sent.stage, sent.receipt is not None) == (Content.ANSWERS, Stage.RECEIVED, True)
    run_jobs()
    after = submission(system, sent.id)
    assert (after.stage, after.severity) == (Stage.CHECKED, Severity.OK)
    opened = sheet(system, OLA, SEVEN)
    assert opened.standing.state is State.RECEIVED
    assert opened.draft is not None
    assert (opened.draft.step, opened.draft.cause, opened.draft.submission) == (Step.SENT, Cause.SENT, sent.id)


def test_what_is_sent_is_the_answers_as_they_were_typed(system: System) -> None:
    sent = sending.send(system, OLA, SEVEN, filled(system).version)
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        kept = tx.submissions.kept(sent.id, ORIGINAL)
    assert kept is not None
    with system.vault.open(kept) as file:
        content = json.loads(file.read())
    assert content == {"form": "7", "year": 2026, "region": UNIT, "answers": CLEAN}


def test_sending_the_same_again_gives_the_same_receipt(system: System) -> None:
    first = sending.send(system, OLA, SEVEN, filled(system).version)
    opened = sheet(system, OLA, SEVEN)
    assert sending.send(system, OLA, SEVEN, opened.number) == first


def test_a_wrong_sum_stops_it_before_anything_is_sent(system: System) -> None:
    draft = filled(system, answers={"aarsverk_sum": "99,0"})
    with pytest.raises(Stopped, match="Én feil må rettes") as stopped:
        sending.send(system, OLA, SEVEN, draft.version)
    assert [(one.control, one.field) for one in stopped.value.found] == [("K15", "aarsverk_sum")]
    with pytest.raises(Stopped, match="meldes klar"):
        sending.hand_over(system, KARI, SEVEN, draft.version)
    assert sheet(system, OLA, SEVEN).sent is None


def test_a_warning_is_sent_when_somebody_has_said_that_it_is_right(system: System, run_jobs: RunJobs) -> None:
    draft = filled(system, answers=FEW_CASES)
    with pytest.raises(Stopped, match="Én advarsel må ses på") as stopped:
        sending.send(system, OLA, SEVEN, draft.version)
    (warning,) = stopped.value.found
    assert warning.control == "K21"
    sent = sending.send(system, OLA, SEVEN, draft.version, {warning.key: " Ny tjeneste fra desember. "})
    for who in (SISSEL, DESK):
        assert sending.explanations(system, who, sent) == {warning.key: "Ny tjeneste fra desember."}
    with pytest.raises(Forbidden):
        sending.explanations(system, STRANGER, sent)
    run_jobs()
    assert submission(system, sent.id).severity is Severity.WARNING


def test_what_is_said_of_a_warning_names_nobody(system: System) -> None:
    draft = filled(system, answers=FEW_CASES)
    (warning,) = sheet(system, KARI, SEVEN).found(Language.BOKMAL)
    with pytest.raises(Refused, match="fødselsnummer"):
        sending.send(system, OLA, SEVEN, draft.version, {warning.key: "gjelder 158590 10099"})
    assert sheet(system, KARI, SEVEN).standing.submission is None


def test_what_was_said_of_one_answer_does_not_hold_for_another(system: System) -> None:
    draft = filled(system, answers=FEW_CASES)
    (warning,) = sheet(system, OLA, SEVEN).found(Language.BOKMAL)
    ready = sending.hand_over(system, KARI, SEVEN, draft.version, {warning.key: ""})
    changed = writing.save(system, KARI, SEVEN, {"aarsverk_raadgivning": "6,0"}, ready.version)
    with pytest.raises(Stopped, match="Én advarsel"):
        sending.send(system, OLA, SEVEN, changed.version)


def test_a_colleague_sends_what_was_handed_over(system: System) -> None:
    draft = filled(system, answers=FEW_CASES)
    (warning,) = sheet(system, KARI, SEVEN).found(Language.BOKMAL)
    ready = sending.hand_over(system, KARI, SEVEN, draft.version, {warning.key: "Stemmer."})
    for who in (KARI, OLA, SISSEL):
        seen = sheet(system, who, SEVEN).draft
        assert seen is not None
        assert (seen.step, seen.by) == (Step.READY, KARI.actor)
    sent = sending.send(system, OLA, SEVEN, ready.version)
    assert sent.sender == OLA.actor


def test_changing_an_answer_takes_the_form_back_from_sending(system: System) -> None:
    ready = sending.hand_over(system, KARI, SEVEN, filled(system).version)
    changed = writing.save(system, OLA, SEVEN, {"ansvarlig": "En annen"}, ready.version)
    assert changed.step is Step.WRITING
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        actions = [
            one.event.action for one in reversed(tx.log.of(region=UNIT)) if one.event.action.startswith("draft.")
        ]
    assert actions == ["draft.begun", "draft.ready", "draft.taken-back"]


def test_nobody_sends_what_they_have_not_seen(system: System) -> None:
    draft = filled(system)
    writing.save(system, KARI, SEVEN, {"ansvarlig": "En annen"}, draft.version)
    with pytest.raises(Conflict, match="Kari lagret nye svar"):
        sending.send(system, OLA, SEVEN, draft.version)
    assert sheet(system, OLA, SEVEN).sent is None


def test_whoever_may_only_prepare_or_see_does_not_send(system: System) -> None:
    draft = filled(system)
    for who in (KARI, SISSEL):
        with pytest.raises(Forbidden):
            sending.send(system, who, SEVEN, draft.version)
    with pytest.raises(Forbidden):
        sending.hand_over(system, SISSEL, SEVEN, draft.version)


def test_after_the_book_is_closed_the_draft_stays_and_nothing_is_sent(system: System, clock: SetClock) -> None:
    draft = filled(system)
    clock.move(days=900)
    with pytest.raises(NotNow, match="stengt"):
        sending.send(system, OLA, SEVEN, draft.version)
    assert sheet(system, OLA, SEVEN).draft == draft


def test_last_year_stands_beside_and_in_the_controls(system: System, clock: SetClock, run_jobs: RunJobs) -> None:
    clock.time = datetime(2026, 2, 1, 9, tzinfo=UTC)
    draft = filled(system, BEFORE, {"aarsverk_raadgivning": "1,0"})
    sending.send(system, OLA, BEFORE, draft.version)
    run_jobs()
    clock.time = OPEN
    filled(system)
    opened = sheet(system, KARI, SEVEN)
    assert opened.last_year is not None
    assert opened.last_year["aarsverk_raadgivning"] == "1,0"
    assert [(one.control, one.field) for one in opened.found(Language.BOKMAL)] == [("K40", "aarsverk_raadgivning")]


def test_what_was_stopped_last_year_is_not_shown(system: System, clock: SetClock) -> None:
    """Sent, and not controlled yet: nobody knows what it is worth."""
    clock.time = datetime(2026, 2, 1, 9, tzinfo=UTC)
    sending.send(system, OLA, BEFORE, filled(system, BEFORE).version)
    clock.time = OPEN
    filled(system)
    assert sheet(system, KARI, SEVEN).last_year is None


def test_a_form_that_was_sent_can_be_changed_and_sent_again(system: System) -> None:
    first = sending.send(system, OLA, SEVEN, filled(system).version)
    opened = sheet(system, OLA, SEVEN)
    changed = writing.save(system, OLA, SEVEN, {"ansvarlig": "En annen"}, opened.number)
    second = sending.send(system, OLA, SEVEN, changed.version)
    assert second.replaces == first.id
