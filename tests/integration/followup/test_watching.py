"""The desk's view of the season: inflow, who is missing now and then, the worklist, what it took, and all of it as files."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped,unused-ignore]

from integration.databases import SetClock
from integration.followup.desk import Jobs, contact, opened, sent, warned_file
from integration.receiving.sending import (
    EXPECTED,
    PREPARER,
    SENDER,
    STATISTICIAN,
    asker,
    expect,
    good_file,
    put_ready,
    send,
)
from kostra.app.followup import deciding, errorlists, exporting, reminding, watching, working
from kostra.app.followup.deadlines import deadlines
from kostra.app.followup.reaching import Try, note_try
from kostra.app.permissions import Forbidden
from kostra.app.receiving.nothing import nil
from kostra.app.system import System
from kostra.followup.contacts import Channel
from kostra.followup.inflow import at_day
from kostra.followup.worklist import Action
from kostra.model.errors import Refused
from kostra.model.people import Right
from kostra.model.period import Period
from kostra.model.submission import State
from kostra.model.text import Language

BERGEN, GRORUD = replace(EXPECTED, unit="460100"), replace(EXPECTED, unit="030110")
OF_BERGEN = asker(Right.SEND, region="460100", name="Berit Bergen")
YEAR = Period(2026)


@pytest.fixture
def season(system: System, clock: SetClock) -> System:
    """Stavanger, Bergen and Grorud owe 11F. It is the day after the deadline, and Stavanger sent two days before it."""
    opened(system)
    expect(system, GRORUD)
    contact(system)
    clock.time = datetime(2027, 1, 13, 9, tzinfo=UTC)
    send(system, good_file())
    clock.time = datetime(2027, 1, 16, 9, tzinfo=UTC)
    deadlines(system)
    return system


def test_inflow_counts_units_and_not_files(season: System, clock: SetClock) -> None:
    send(season, good_file(seed=2))
    nil(season, OF_BERGEN, BERGEN)
    found = watching.inflow(season, STATISTICIAN, "11F", YEAR)
    assert (found.owed, found.today, found.last_year_today) == (3, 1, None)
    assert [at_day(found.this_year, day) for day in (-3, -2, 0, 1)] == [0, 1, 1, 2]


def test_inflow_against_the_same_day_last_year(season: System, clock: SetClock) -> None:
    last_year = replace(EXPECTED, period=Period(2025))
    now = clock.time
    clock.time = datetime(2026, 1, 16, 9, tzinfo=UTC)
    expect(season, last_year)
    deadlines(season)
    nil(season, SENDER, last_year)
    clock.time = now
    found = watching.inflow(season, STATISTICIAN, "11F", YEAR)
    assert found.last_year_today == 1 and [point.days for point in found.last_year] == [1]


def test_who_is_missing_now_and_who_was(season: System, clock: SetClock) -> None:
    nil(season, OF_BERGEN, BERGEN)
    before = clock.time - timedelta(days=4)
    now = watching.missing_list(season, STATISTICIAN, "11F", YEAR)
    assert (now.found.units, now.found.owed, now.found.nil) == (("030110",), 3, 1)
    assert now.names == {"030110": "Grorud"} and 0 < now.found.share < 0.1
    assert "Per 16.01.2027 manglet skjema 11F for 2026 fra 1 av 3 enheter" in now.text.nb and "Grorud" in now.text.nn
    then = watching.missing_list(season, STATISTICIAN, "11F", YEAR, before)
    assert then.found.units == ("030110", "110300", "460100")


def test_what_was_shown_at_a_publication_stays_what_it_was(season: System, clock: SetClock, run_jobs: Jobs) -> None:
    run_jobs()
    clock.time = datetime(2027, 3, 20, tzinfo=UTC)
    (then,) = watching.at_publications(season, STATISTICIAN, "11F", YEAR)
    assert then.at == datetime(2027, 3, 15, 7, tzinfo=UTC) and then.found.units == ("030110", "460100")
    nil(season, OF_BERGEN, BERGEN)
    deciding.leave_out(season, STATISTICIAN, [GRORUD], "Feil")
    assert watching.at_publications(season, STATISTICIAN, "11F", YEAR) == (then,)


def test_nobody_knows_who_will_be_missing(season: System, clock: SetClock) -> None:
    with pytest.raises(Refused, match="ingen vite"):
        watching.missing_list(season, STATISTICIAN, "11F", YEAR, clock.time + timedelta(days=1))


def test_the_worklist(season: System, clock: SetClock, run_jobs: Jobs) -> None:
    run_jobs()
    clock.move(days=3)
    rows = working.worklist(season, STATISTICIAN)
    assert [(row.standing.expected.unit, row.action) for row in rows] == [
        ("460100", Action.FIND_CONTACT),
        ("110300", Action.REVIEW),
        ("030110", Action.FIND_CONTACT),
    ]
    assert sum(row.influence for row in rows) == pytest.approx(1)


def test_a_call_is_due_until_somebody_has_called(season: System, clock: SetClock) -> None:
    contact(season, "460100", "bergen@kommune.no")

    def action() -> Action | None:
        found = [row for row in working.worklist(season, STATISTICIAN) if row.standing.expected == BERGEN]
        return found[0].action if found else None

    assert action() is Action.WRITE
    clock.time = datetime(2027, 1, 29, 9, tzinfo=UTC)
    assert action() is Action.CALL
    note_try(season, STATISTICIAN, Try("460100", Channel.PHONE, "promised", next_on=date(2027, 2, 3)))
    assert action() is Action.WRITE
    clock.time = datetime(2027, 2, 3, 9, tzinfo=UTC)
    assert action() is Action.KEEP_APPOINTMENT
    nil(season, OF_BERGEN, BERGEN)
    assert action() is None


def test_a_list_that_is_not_answered_is_chased(season: System, clock: SetClock, run_jobs: Jobs) -> None:
    sent(season, run_jobs, warned_file(5, 2))
    errorlists.send_list(season, STATISTICIAN, EXPECTED, date(2027, 1, 30))
    clock.time = datetime(2027, 2, 2, 9, tzinfo=UTC)
    (row,) = [one for one in working.worklist(season, STATISTICIAN) if one.standing.expected == EXPECTED]
    assert (row.action, row.open_errors, row.days) == (Action.CHASE, 2, 3)


def test_the_list_to_chase_answers_with(season: System, clock: SetClock) -> None:
    contact(season, "460100", "bergen@kommune.no")
    clock.move(days=3)
    reminding.send_round(season, STATISTICIAN, ["460100"])
    note_try(season, STATISTICIAN, Try("460100", Channel.PHONE, "no_answer"))
    put_ready(season, good_file(unit="460100"), asker(Right.PREPARE, region="460100"), BERGEN)
    (one,) = [row for row in working.chasing(season, STATISTICIAN, "11F") if row.standing.expected == BERGEN]
    assert (one.reminders, one.last_step, one.attempts, one.prepared) == (1, "first", 1, True)
    assert [person.email for person in one.contacts] == ["bergen@kommune.no"] and one.due == date(2027, 1, 15)


def test_measures(season: System, clock: SetClock, run_jobs: Jobs) -> None:
    run_jobs()
    nil(season, OF_BERGEN, BERGEN)
    clock.move(days=4)
    deciding.accept(season, STATISTICIAN, [EXPECTED])
    found = watching.measure(season, STATISTICIAN, "11F", YEAR)
    assert (found.owed, found.received) == (3, 2) and found.on_time == pytest.approx(1 / 3)
    assert found.days_in[State.RECEIVED] == 7.0 and found.reminders_per_received == 0


@pytest.mark.parametrize(
    "ask",
    [
        lambda system: watching.inflow(system, SENDER, "11F", YEAR),
        lambda system: watching.missing_list(system, SENDER, "11F", YEAR),
        lambda system: watching.at_publications(system, SENDER, "11F", YEAR),
        lambda system: watching.measure(system, SENDER, "11F", YEAR),
        lambda system: working.worklist(system, PREPARER),
        lambda system: working.chasing(system, PREPARER, "11F"),
    ],
)
def test_the_season_is_the_desks_to_watch(system: System, ask: Callable[[System], object]) -> None:
    with pytest.raises(Forbidden):
        ask(system)


def test_everything_can_be_taken_out(season: System, clock: SetClock, run_jobs: Jobs) -> None:
    sent(season, run_jobs, warned_file(5, 2))
    opened_list = errorlists.send_list(season, STATISTICIAN, EXPECTED, date(2027, 1, 30))
    clock.move(days=20)
    tables = [
        exporting.worklist(working.worklist(season, STATISTICIAN), Language.NYNORSK),
        exporting.chasing(working.chasing(season, STATISTICIAN, "11F"), Language.NYNORSK),
        exporting.missing(watching.missing_list(season, STATISTICIAN, "11F", YEAR)),
        exporting.inflow(watching.inflow(season, STATISTICIAN, "11F", YEAR)),
        exporting.error_lists([opened_list], Language.NYNORSK),
    ]
    for table in tables:
        assert table.rows and {len(row) for row in table.rows} == {len(table.columns)}
        for language in (Language.BOKMAL, Language.NYNORSK):
            written = exporting.as_csv(table, language)
            read = list(csv.reader(StringIO(written.removeprefix("\ufeff")), delimiter=";"))
            assert len(read) == len(table.rows) + 1 and all(heading for heading in read[0])
            sheet = load_workbook(BytesIO(exporting.as_xlsx(table, language))).worksheets[0]
            assert (sheet.max_row, sheet.max_column) == (len(read), len(table.columns))


def test_a_cell_is_never_a_formula() -> None:
    table = exporting.Table("missing", ("unit", "name", "form", "period"), (("110300", "=1+1", "11F", "2026"),))
    assert ";'=1+1;" in exporting.as_csv(table, Language.BOKMAL)
    assert load_workbook(BytesIO(exporting.as_xlsx(table, Language.BOKMAL))).worksheets[0].cell(2, 2).data_type == "s"
