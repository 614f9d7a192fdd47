"""A residual from real deliveries: asked about, answered, and not asked again next year; answers are events that only get more."""

from __future__ import annotations

import psycopg
import pytest
import sqlalchemy as sa

from integration.databases import Database, SetClock
from integration.editing.editors import SIRI, WHOLE, value, wanted
from integration.receiving.sending import BERGEN, SENDER, STATISTICIAN, STAVANGER, actions
from integration.reconciling.delivering import (
    Jobs,
    account,
    deliver,
    f281,
    persons,
    reconciled,
    refugees,
    stavanger,
)
from kostra.app.editing.changing import change
from kostra.app.permissions import Forbidden
from kostra.app.ports.transaction import Scope
from kostra.app.receiving.nothing import nil
from kostra.app.reconciling.amounts import explain, one, reconcile
from kostra.app.system import System
from kostra.model.edit import Reason
from kostra.model.errors import Refused
from kostra.model.period import Period
from kostra.model.submission import Expected
from kostra.reconciling.comparison import Check
from kostra.reconciling.explanations import Stands, Status

RESIDUAL = -200_000


def test_what_was_explained_is_not_asked_again_next_year(system: System, run_jobs: Jobs, clock: SetClock) -> None:
    f281(system, run_jobs, clock, 2025, RESIDUAL)
    line = stavanger(reconciled(system, 2025))
    assert line.row.residual is not None and RESIDUAL <= line.row.residual < RESIDUAL + 1000
    assert Check.NEGATIVE in {flag.check for flag in line.flags} and line.answer.stands is Stands.OPEN
    said = explain(system, STATISTICIAN, "f281", 2025, STAVANGER, Status.EXPLAINED, "feil_funksjon", "Ført på 242")
    assert (said.residual, said.actor, said.at) == (line.row.residual, STATISTICIAN.actor, clock.now())
    assert stavanger(reconciled(system, 2025)).answer.stands is Stands.ANSWERED
    assert actions(system, said.id) == ["residual.explained"]

    f281(system, run_jobs, clock, 2026, RESIDUAL)
    found = reconciled(system, 2026)
    line = stavanger(found)
    assert Check.NEGATIVE in {flag.check for flag in line.flags} and line.answer.stands is Stands.CARRIED
    assert line.answer.explanation == said and line not in found.open
    assert [year for year, _ in line.series] == [2025]

    # A new delivery, and it is something else: asked again, with the old answer beside it.
    _, total = persons(2026)
    deliver(system, run_jobs, "0A", 2026, account(2026, (total + 40_000 - 450_000) // 1000))
    line = stavanger(reconciled(system, 2026))
    assert line.answer.stands is Stands.CHANGED and line.answer.explanation == said


def test_an_answer_may_be_taken_back_and_everything_said_is_kept(
    system: System, run_jobs: Jobs, clock: SetClock
) -> None:
    f281(system, run_jobs, clock, 2026, RESIDUAL)
    explain(system, STATISTICIAN, "f281", 2026, STAVANGER, Status.ACCEPTED, "arsskifte")
    explain(system, STATISTICIAN, "f281", 2026, STAVANGER, Status.TAKEN_BACK, text="Det var en annen kommune")
    line, told = one(system, STATISTICIAN, "f281", 2026, STAVANGER)
    assert line.answer.stands is Stands.OPEN
    assert [said.status for said in told] == [Status.ACCEPTED, Status.TAKEN_BACK]


def test_a_source_that_has_not_come_is_told_and_nil_is_an_answer(
    system: System, run_jobs: Jobs, clock: SetClock
) -> None:
    content, total = persons(2026)
    deliver(system, run_jobs, "0A", 2026, account(2026, 500))
    deliver(system, run_jobs, "7", 2026, refugees(2026, 1000))
    line = stavanger(reconciled(system, 2026))
    assert line.row.amounts == (500_000, None, 1000) and line.row.residual is None
    assert [flag.check for flag in line.flags] == [Check.AWAITED]
    assert reconciled(system, 2026).country.complete == 0
    deliver(system, run_jobs, "11F", 2026, content)
    found = reconciled(system, 2026)
    assert stavanger(found).row.residual == 500_000 - 1000 - total
    assert found.country.complete == 1 and found.country.whole.residual == stavanger(found).row.residual

    expected = Expected("11CF", Period(2026), STAVANGER)
    with system.transactions.begin(STATISTICIAN.actor, STATISTICIAN.scope) as tx:
        tx.campaign.expect((expected,), tx.now)
    nil(system, SENDER, expected)
    run_jobs()
    assert stavanger(reconciled(system, 2026, "kvp276")).row.amounts == (0, 0)


def test_an_edit_of_a_person_moves_the_residual(system: System, run_jobs: Jobs, clock: SetClock) -> None:
    f281(system, run_jobs, clock, 2026, 0)
    before = stavanger(reconciled(system, 2026)).row.residual
    paid = value(system, "bidrag")
    assert before is not None and paid is not None
    change(system, SIRI, WHOLE, wanted(system, "bidrag", str(int(paid) + 100)), Reason.REVIEW)
    assert stavanger(reconciled(system, 2026)).row.residual == before - 100


@pytest.mark.parametrize(
    ("status", "cause", "text", "said"),
    [
        (Status.EXPLAINED, "", "", "er ingen grunn"),
        (Status.EXPLAINED, "plantall", "", "Velg en av disse: egne_ordninger"),
        (Status.EXPLAINED, "annet", " ", "Skriv hva grunnen er"),
        (Status.TAKEN_BACK, "", "", "hvorfor svaret trekkes tilbake"),
        (Status.EXPLAINED, "annet", "gjelder 15859010331", "fødselsnummer"),
    ],
)
def test_an_answer_has_a_reason(
    system: System, run_jobs: Jobs, status: Status, cause: str, text: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        explain(system, STATISTICIAN, "f281", 2026, STAVANGER, status, cause, text)
    assert one(system, STATISTICIAN, "f281", 2026, STAVANGER)[1] == ()


def test_it_is_for_the_desk(system: System) -> None:
    with pytest.raises(Forbidden):
        reconcile(system, SENDER, "f281", 2026)
    with pytest.raises(Forbidden):
        explain(system, SENDER, "f281", 2026, STAVANGER, Status.ACCEPTED, "arsskifte")
    with pytest.raises(Refused, match="er ikke med i"):
        one(system, STATISTICIAN, "f281", 2026, "999900")


def test_answers_are_only_added_and_seen_by_their_region(system: System, database: Database, run_jobs: Jobs) -> None:
    explain(system, STATISTICIAN, "f281", 2026, STAVANGER, Status.ACCEPTED, "arsskifte")
    for forbidden in ("UPDATE explanation SET cause = 'x'", "DELETE FROM explanation"):
        with database.engine.connect() as connection, pytest.raises(sa.exc.ProgrammingError) as refused:
            connection.execute(sa.text(forbidden))
        assert isinstance(refused.value.orig, psycopg.errors.InsufficientPrivilege)
    with system.transactions.begin(SENDER.actor, SENDER.scope) as tx:
        assert len(tx.explanations.of("f281")) == 1
    with system.transactions.begin(SENDER.actor, Scope(frozenset({BERGEN}))) as tx:
        assert tx.explanations.of("f281") == ()
