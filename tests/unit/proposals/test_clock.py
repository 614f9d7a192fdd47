"""The clock of the year: its days moved off weekends, how early forms must be decided, and what is late."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kostra.model.errors import ContentError, Refused
from kostra.model.proposal import Kind, State
from kostra.model.workdays import holidays
from kostra.proposals.clock import FILE, Clock, clock, has_reached
from unit.proposals.made import proposal


def on(id: str, year: int) -> date:
    return clock().day(id).on(year)


@pytest.mark.parametrize(
    ("id", "year", "expected"),
    [
        ("report", 2026, date(2026, 6, 30)),
        ("report", 2029, date(2029, 6, 29)),  # A Saturday: the report is there before it.
        ("freeze", 2026, date(2026, 8, 20)),
        ("freeze", 2028, date(2028, 8, 18)),  # A Sunday.
        ("council", 2026, date(2026, 9, 14)),  # A Saturday: the meeting is on the Monday.
        ("letter", 2026, date(2026, 11, 2)),
        ("letter", 2027, date(2027, 11, 1)),
        ("meeting", 2027, date(2027, 5, 10)),
        ("meeting", 2026, date(2026, 5, 11)),
    ],
)
def test_a_day_on_a_free_day_is_moved_as_its_rule_says(id: str, year: int, expected: date) -> None:
    assert on(id, year) == expected


@pytest.mark.parametrize("year", range(2020, 2040))
def test_the_days_are_working_days_in_their_order(year: int) -> None:
    days = [one.on(year) for one in clock().days]
    assert days == sorted(days) and len(set(days)) == len(days)
    assert all(one.weekday() < 5 and one not in holidays(one.year) for one in days)


@pytest.mark.parametrize(
    ("kind", "form", "decided", "earliest"),
    [
        # Forms 7 and 12 can be changed for the same year, 11 and 11C for the next.
        (Kind.NEW_FIELD, "7", date(2026, 8, 20), 2026),
        (Kind.NEW_FIELD, "7", date(2026, 8, 21), 2027),
        (Kind.REMOVED_FIELD, "12", date(2026, 5, 11), 2026),
        (Kind.NEW_CODE, "11F", date(2026, 8, 20), 2027),
        (Kind.NEW_CODE, "11F", date(2026, 8, 21), 2028),
        (Kind.SIMPLIFY, "11CF", date(2026, 12, 31), 2028),
        # A form that is not named is as those that are registered through the year.
        (Kind.CHANGED_FIELD, "KRISE-B", date(2026, 5, 11), 2027),
        # What asks nothing new of anybody.
        (Kind.BLOCKING_CONTROL, "11F", date(2026, 5, 11), 2026),
        (Kind.GUIDE, "11F", date(2026, 8, 21), 2027),
        (Kind.TABLE, None, date(2026, 5, 11), 2026),
    ],
)
def test_the_first_year_that_a_decision_can_hold_from(
    kind: Kind, form: str | None, decided: date, earliest: int
) -> None:
    assert clock().earliest(kind, form, decided) == earliest
    clock().refuse_too_late(kind, form, earliest, decided)
    with pytest.raises(Refused, match=f"Det tidligste året nå er {earliest}"):
        clock().refuse_too_late(kind, form, earliest - 1, decided)


def test_a_decision_that_comes_too_late_is_told_when_it_should_have_come() -> None:
    with pytest.raises(Refused, match=r"Endringer i skjema 11F for 2027 måtte vært vedtatt senest 20\.08\.2026"):
        clock().refuse_too_late(Kind.NEW_CODE, "11F", 2027, date(2026, 10, 1))


@pytest.mark.parametrize(
    ("state", "today", "late"),
    [
        (State.ENTERED, date(2026, 3, 17), None),
        (State.ENTERED, date(2026, 5, 11), None),
        (State.ENTERED, date(2026, 5, 12), "meeting"),
        (State.IN_MEETING, date(2026, 6, 30), None),
        (State.IN_MEETING, date(2026, 7, 1), "report"),
        (State.ACCEPTED, date(2026, 11, 2), None),
        (State.ACCEPTED, date(2026, 11, 3), "letter"),
        (State.IN_FORM, date(2026, 12, 31), None),
        (State.REJECTED, date(2026, 12, 31), None),
        (State.POSTPONED, date(2026, 12, 31), None),
        (State.DRAFT, date(2026, 12, 31), None),
    ],
)
def test_what_is_late(state: State, today: date, late: str | None) -> None:
    found = clock().late(proposal(state), today)
    assert (None if found is None else found.id) == late


def test_the_year_of_work_follows_the_form_and_the_decision() -> None:
    assert clock().work_year(proposal(State.ENTERED)) == 2026
    assert clock().work_year(proposal(State.ENTERED, form="7")) == 2027
    assert clock().work_year(proposal(State.ACCEPTED, decided=2028)) == 2027
    assert clock().work_year(proposal(State.ENTERED, kind=Kind.GUIDE)) == 2027


def test_the_next_day_of_the_clock() -> None:
    day, when = clock().next_day(date(2026, 8, 20))
    assert (day.id, when) == ("freeze", date(2026, 8, 20))
    day, when = clock().next_day(date(2026, 12, 1))
    assert (day.id, when) == ("call", date(2027, 3, 15))


def test_how_far_one_has_come() -> None:
    assert has_reached(State.IN_FORM, State.ACCEPTED) and not has_reached(State.TRIED, State.IN_MEETING)
    assert has_reached(State.REJECTED, State.IN_FORM), "nothing more is to come of it"


def written(folder: Path, changed: tuple[str, str]) -> Clock:
    text = FILE.read_text(encoding="utf-8")
    assert changed[0] in text
    file = folder / "clock.toml"
    file.write_text(text.replace(*changed, 1), encoding="utf-8")
    return clock(file)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (('on       = "08-20, working day before"', 'on       = "20. august"'), "on is «20. august»"),
        (('on       = "08-20, working day before"', 'on       = "02-30"'), "on is «02-30»"),
        (('on       = "08-20, working day before"', 'on       = "10-20"'), "do not follow each other"),
        (('reached  = "in-form"', 'reached  = "rejected"'), "reached is «rejected»"),
        (('reached  = "in-form"', 'reached  = "soon"'), "reached is «soon»"),
        (('"7"   = 0', '"7"   = 3'), "the lead of form 7 is 3"),
        (("[days.freeze]", "[days.frost]"), "there is no day «freeze»"),
    ],
)
def test_a_clock_that_says_something_wrong_is_refused(tmp_path: Path, changed: tuple[str, str], said: str) -> None:
    with pytest.raises(ContentError, match=said):
        written(tmp_path, changed)
