"""The controls of a submission: what they leave behind, and that they can be broken off, run twice and fail without anything being lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from integration.databases import Database
from integration.receiving.sending import (
    EXPECTED,
    PREPARER,
    SENDER,
    STATISTICIAN,
    actions,
    encrypted,
    expect,
    good_file,
    put_ready,
    send,
    standing,
    stopped_file,
    submission,
)
from kostra.app.followup import deciding
from kostra.app.ports.transaction import Scope
from kostra.app.receiving import accepting, controlling, seeing
from kostra.app.receiving.nothing import nil
from kostra.app.system import System
from kostra.model.finding import Severity
from kostra.model.people import HOUSE
from kostra.model.submission import Stage, State


@pytest.fixture(autouse=True)
def open_campaign(system: System) -> None:
    expect(system, EXPECTED)


def run(system: System, id: str) -> None:
    controlling.control(system, id, EXPECTED.unit)


def report(system: System, id: str) -> dict[str, Any]:
    with seeing.report(system, SENDER, id) as file:
        found: dict[str, Any] = json.load(file)
    return found


def test_a_good_file_is_checked_and_goes_on(system: System, database: Database) -> None:
    sent = send(system, good_file(5)).submission
    run(system, sent.id)
    now = submission(system, sent.id)
    assert (now.stage, now.records) == (Stage.CHECKED, 5)
    assert now.severity is not None and not now.severity.blocks
    assert standing(system).state is State.RECEIVED
    assert [name for name, _ in database.jobs()] == ["control", "inndata"]
    assert report(system, sent.id)["records"] == 5
    assert actions(system, sent.id) == ["submission.received", "control.passed"]


def test_a_file_that_the_controls_stop_must_be_sent_again(system: System, database: Database) -> None:
    sent = send(system, stopped_file()).submission
    run(system, sent.id)
    now = submission(system, sent.id)
    assert (now.stage, now.severity) == (Stage.STOPPED, Severity.ERROR)
    assert standing(system).state is State.REFUSED
    assert [name for name, _ in database.jobs()] == ["control"]
    assert "K03" in report(system, sent.id)["counts"]["control"]
    tallies = seeing.see(system, SENDER, sent.id).tallies
    assert {one.control: one.count for one in tallies}["K03"] == 3
    assert send(system, good_file()).new
    assert standing(system).state is State.RECEIVED


def test_what_a_stopped_one_replaced_still_counts(system: System) -> None:
    first = send(system, good_file()).submission
    run(system, first.id)
    second = send(system, stopped_file()).submission
    assert standing(system).submission == second.id
    run(system, second.id)
    assert (standing(system).state, standing(system).submission) == (State.RECEIVED, first.id)
    assert standing(system).arrived == first.received
    third = send(system, stopped_file()).submission
    assert third.id == second.id


def test_what_a_stopped_one_replaced_counts_also_while_its_own_controls_run(system: System) -> None:
    first = send(system, good_file()).submission
    second = send(system, stopped_file()).submission
    run(system, second.id)
    assert (standing(system).state, standing(system).submission) == (State.RECEIVED, first.id)
    run(system, first.id)
    assert (standing(system).state, standing(system).submission) == (State.RECEIVED, first.id)


def test_when_both_are_stopped_something_must_be_sent_again(system: System) -> None:
    first = send(system, stopped_file(2)).submission
    second = send(system, stopped_file(3)).submission
    run(system, second.id)
    run(system, first.id)
    assert standing(system).state is State.REFUSED


def test_what_the_desk_has_refused_does_not_count_again(system: System) -> None:
    first = send(system, good_file()).submission
    run(system, first.id)
    deciding.refuse(system, STATISTICIAN, [EXPECTED], "Gjelder feil år.")
    second = send(system, stopped_file()).submission
    run(system, second.id)
    assert (standing(system).state, standing(system).submission) == (State.REFUSED, second.id)
    third = send(system, good_file(4)).submission
    run(system, third.id)
    assert (standing(system).state, standing(system).submission) == (State.RECEIVED, third.id)


def test_what_the_desk_has_taken_in_again_counts(system: System) -> None:
    first = send(system, good_file()).submission
    run(system, first.id)
    deciding.refuse(system, STATISTICIAN, [EXPECTED], "Gjelder feil år.")
    deciding.accept(system, STATISTICIAN, [EXPECTED], "Det var riktig år.")
    second = send(system, stopped_file()).submission
    run(system, second.id)
    assert (standing(system).state, standing(system).submission) == (State.RECEIVED, first.id)


def test_nil_still_counts_when_the_file_after_it_is_stopped(system: System) -> None:
    said = nil(system, SENDER, EXPECTED).submission
    second = send(system, stopped_file()).submission
    run(system, second.id)
    assert (standing(system).state, standing(system).submission) == (State.NIL_CONFIRMED, said.id)


def test_run_twice_it_ends_the_same(system: System, database: Database) -> None:
    sent = send(system, good_file()).submission
    run(system, sent.id)
    once = submission(system, sent.id)
    run(system, sent.id)
    assert submission(system, sent.id) == once
    assert actions(system, sent.id).count("control.passed") == 1
    assert [name for name, _ in database.jobs()].count("inndata") == 1


def test_two_workers_at_once_end_the_same(system: System, database: Database) -> None:
    from concurrent.futures import ThreadPoolExecutor

    sent = send(system, good_file(50)).submission
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: run(system, sent.id), range(3)))
    assert submission(system, sent.id).stage is Stage.CHECKED
    assert actions(system, sent.id).count("control.passed") == 1
    assert [name for name, _ in database.jobs()].count("inndata") == 1


def test_a_replaced_one_is_checked_but_moves_nothing(system: System) -> None:
    first = send(system, stopped_file()).submission
    second = send(system, good_file()).submission
    run(system, first.id)
    assert submission(system, first.id).stage is Stage.STOPPED
    assert (standing(system).state, standing(system).submission) == (State.RECEIVED, second.id)


def test_a_fault_of_ours_leaves_it_received_says_so_and_is_tried_again(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = send(system, good_file()).submission

    def broken(*_: object) -> None:
        raise RuntimeError("15859010099 stands in this record")

    monkeypatch.setattr(controlling, "check_one", broken)
    with pytest.raises(RuntimeError):
        run(system, sent.id)
    assert submission(system, sent.id).stage is Stage.RECEIVED
    assert actions(system, sent.id) == ["submission.received", "control.failed"]
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        failed = tx.log.of(subject=sent.id, actions=("control.failed",))[0]
    assert "15859010099" not in repr(failed)
    monkeypatch.undo()
    run(system, sent.id)
    assert submission(system, sent.id).stage is Stage.CHECKED


def test_what_is_prepared_is_checked_without_being_delivered(system: System, database: Database) -> None:
    ready = put_ready(system, stopped_file()).submission
    run(system, ready.id)
    now = submission(system, ready.id)
    assert (now.stage, now.severity, now.records) == (Stage.PREPARED, Severity.ERROR, 3)
    assert standing(system).state is State.EXPECTED
    with seeing.report(system, PREPARER, ready.id) as file:
        assert json.load(file)["severity"] == "error"
    accepting.send_prepared(system, SENDER, ready.id)
    assert [name for name, _ in database.jobs()] == ["control", "control"]
    run(system, ready.id)
    assert submission(system, ready.id).stage is Stage.STOPPED
    assert standing(system).state is State.REFUSED


def test_a_file_the_sender_encrypted_is_opened_for_its_controls(system: System) -> None:
    recipient = system.opener.recipient()
    sent = send(system, encrypted(good_file(7), recipient)).submission
    run(system, sent.id)
    assert submission(system, sent.id).records == 7


def test_a_million_findings_are_counted_and_some_of_them_kept(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(controlling, "KEPT_FINDINGS", 10)
    lines = stopped_file(50) * 20
    sent = send(system, lines).submission
    run(system, sent.id)
    told = report(system, sent.id)
    assert told["counts"]["control"]["K03"] == 1000
    assert sum(one["control"] == "K03" for one in told["findings"]) == 10
    assert {one.control: one.count for one in seeing.see(system, SENDER, sent.id).tallies}["K03"] == 1000


def test_progress_is_told_block_by_block(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    from kostra.app.receiving import progress

    monkeypatch.setattr(progress, "_BETWEEN", 0.0)
    seen = []
    sent = send(system, stopped_file(100) * 100).submission
    after = progress.Watching._after

    def told(self: progress.Watching, outcome: Any) -> None:
        after(self, outcome)
        with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
            seen.append(tx.submissions.progress_of(sent.id))

    monkeypatch.setattr(progress.Watching, "_after", told)
    run(system, sent.id)
    assert seen and all(one is not None and 0 < one.done <= one.of == 10_000 for one in seen)


def test_no_report_and_no_event_holds_a_national_id(system: System, database: Database) -> None:
    sent = send(system, stopped_file(), name="15859010099.dat").submission
    run(system, sent.id)
    assert b"158590" not in json.dumps(report(system, sent.id)).encode()
    with database.everything() as connection:
        tables = connection.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in tables.fetchall():
            rows = connection.execute(f'SELECT row_to_json(one)::text FROM "{table}" one').fetchall()
            assert not [row for row in rows if "158590" in row[0]], table
