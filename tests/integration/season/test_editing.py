"""The desk of the season edits and estimates: what the controls say is mended or approved, once, and something is taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from integration.databases import Database, SetClock
from integration.editing.editors import SIRI, WHOLE, file, sent, value
from integration.receiving.sending import EXPECTED, PERIOD, expect
from kostra.app.disclosure.showing import listed
from kostra.app.disclosure.telling import passed
from kostra.app.editing.changing import waiting
from kostra.app.ports.transaction import Scope
from kostra.app.season.cast import Cast
from kostra.app.season.editing import edit
from kostra.app.season.publishing import publish
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.edit import Act, Edit
from kostra.model.people import HOUSE
from kostra.tables import catalogue as tables

MONDAY, FIRST_OF_FEBRUARY = datetime(2027, 1, 18, 7, tzinfo=UTC), datetime(2027, 2, 1, 7, tzinfo=UTC)


@pytest.fixture
def desk() -> Cast:
    colleague = replace(SIRI, actor=replace(SIRI.actor, id="desk-colleague", name="Kollega"))
    return Cast({}, {}, {}, SIRI, colleague, SIRI)


@pytest.fixture
def months(system: System, run_jobs: Callable[[], list[str]]) -> str:
    """A delivery in which the contribution of the second line is a hundred kroner too much; the sum of its months."""
    field = catalogue.form("11F").version(PERIOD.year).field("bidrag")
    line = file().decode("iso-8859-1").splitlines()[1]
    right = line[field.first - 1 : field.last].strip()
    expect(system, EXPECTED)
    sent(system, run_jobs, file(changes={1: {"bidrag": str(int(right) + 100)}}))
    return right


def edits(system: System, act: Act) -> list[Edit]:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return [one for one in tx.edits.listed(WHOLE) if one.act is act]


def test_a_sum_becomes_that_of_its_months_and_nothing_is_looked_at_twice(
    system: System, clock: SetClock, desk: Cast, months: str
) -> None:
    clock.time = MONDAY
    edit(system, desk)
    edit(system, desk)
    (changed,) = edits(system, Act.CHANGED)
    assert (changed.answers, changed.before, changed.after) == ("K36", str(int(months) + 100), months)
    assert value(system, "bidrag", 2) == months
    assert not waiting(system, SIRI, WHOLE)
    assert not edits(system, Act.UNDONE)


def test_in_the_first_week_of_a_month_the_last_change_is_taken_back(
    system: System, clock: SetClock, desk: Cast, months: str
) -> None:
    clock.time = FIRST_OF_FEBRUARY
    edit(system, desk)
    (changed,), (undone,) = edits(system, Act.CHANGED), edits(system, Act.UNDONE)
    assert undone.about == changed.id
    assert value(system, "bidrag", 2) == changed.before != months


def test_figures_are_estimated_and_tables_made_and_protected_on_the_days_of_the_calendar(
    system: System, database: Database, desk: Cast, months: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "of_year", lambda year: (tables.table("13995", year),))
    out = tmp_path / "cubes"
    told: list[str] = []
    publish(system, desk, date(2027, 3, 14), tmp_path, told.append)
    assert not database.jobs() and not out.exists()
    publish(system, desk, date(2027, 3, 15), tmp_path, told.append)
    made = out / "2026" / "provisional" / "13995.parquet"
    assert made.exists() and not (out / "2026" / "final").exists()
    publish(system, desk, date(2027, 6, 15), tmp_path, told.append)
    described = json.loads((out / "2026" / "final" / "13995.json").read_text())
    assert described["status"] == "provisional", (
        "one municipality alone cannot be estimated, and the final figures wait"
    )
    assert [job for job, _ in database.jobs()] == ["estimate", "estimate"]
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        reasons = [one.event.reason for one in tx.log.of(actions=("estimate.ordered",))]
        assert len(tx.log.of(actions=("estimate.not-made",))) == 2
    verdicts = [line.partition(":")[0] for line in told if line.startswith("Prikket")]
    assert verdicts == ["Prikket 1 tabeller for 2026, foreløpige tall", "Prikket 1 tabeller for 2026, endelige tall"]
    public = [line.partition("Synlig ")[2] for line in told if line.startswith("Laget publisering")]
    assert public == ["15.03.2027 kl. 08.00.", "15.06.2027 kl. 08.00."]
    for run in listed(system, desk.desk):
        assert run.made.by == desk.desk.actor
        assert (None if run.approved is None else run.approved.by) == (desk.colleague.actor if passed(run) else None)
    assert reasons == ["Endelige tall, 15.06.2027", "Foreløpige tall, 15.03.2027"]
