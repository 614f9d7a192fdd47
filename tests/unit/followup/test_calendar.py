"""Days in Oslo, working days, and when the door is open."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kostra.followup.calendar import (
    From,
    Phase,
    Rule,
    begins,
    closed_because,
    day,
    days_late,
    due,
    ends,
    is_open,
    phase,
)
from kostra.model.period import Period, Span
from kostra.model.submission import State
from unit.followup.standings import CLOSES, CORRECTIONS, DATES, DEADLINE, OPENS, at, standing


@pytest.mark.parametrize(
    ("rule", "period", "found"),
    [
        (Rule(From.NEXT_YEAR, 1, 15, True), Period(2022), date(2023, 1, 16)),
        (Rule(From.NEXT_YEAR, 1, 15, False), Period(2022), date(2023, 1, 15)),
        (Rule(From.NEXT_YEAR, 6, 15, True), Period(2023), date(2024, 6, 17)),
        (Rule(From.SAME_YEAR, 11, 1), Period(2026), date(2026, 11, 1)),
        (Rule(From.NEXT_MONTH, 0, 10, True), Period(2026, Span.MONTH, 3), date(2026, 4, 10)),
        (Rule(From.NEXT_MONTH, 0, 10, True), Period(2026, Span.MONTH, 12), date(2027, 1, 11)),
        (Rule(From.NEXT_MONTH, 0, 10, True), Period(2026, Span.QUARTER, 1), date(2026, 4, 10)),
    ],
)
def test_rules(rule: Rule, period: Period, found: date) -> None:
    assert rule.on(period) == found


def test_a_day_is_whole_in_oslo_winter_and_summer() -> None:
    assert begins(DEADLINE) == datetime(2027, 1, 14, 23, tzinfo=UTC)
    assert ends(DEADLINE) == datetime(2027, 1, 15, 23, tzinfo=UTC)
    assert ends(CLOSES) == datetime(2027, 6, 15, 22, tzinfo=UTC)
    assert ends(date(2027, 3, 28)) - begins(date(2027, 3, 28)) == timedelta(hours=23), (
        "the night the clock goes forward"
    )


def test_the_last_second_of_the_deadline_is_in_time() -> None:
    last = ends(DEADLINE) - timedelta(microseconds=1)
    in_time, late = standing(State.RECEIVED, arrived=last), standing(State.RECEIVED, arrived=ends(DEADLINE))
    assert (day(last), days_late(DATES, in_time, at(2, 1))) == (DEADLINE, 0)
    assert days_late(DATES, late, at(2, 1)) == 1


def test_phases() -> None:
    moments = [at(1, 1), at(1, 2), at(1, 15), at(1, 16), at(4, 15), at(4, 16), at(6, 15), at(6, 16)]
    assert [phase(DATES, moment) for moment in moments] == [
        *(Phase.BEFORE, Phase.OPEN, Phase.OPEN, Phase.CORRECTING, Phase.CORRECTING),
        *(Phase.CLOSING, Phase.CLOSING, Phase.CLOSED),
    ]


def test_an_extension_moves_the_deadline_of_that_unit_alone() -> None:
    assert due(DATES, standing()) == DEADLINE
    assert due(DATES, standing(State.EXTENDED, until=date(2027, 2, 1))) == date(2027, 2, 1)
    assert due(DATES, standing(State.RECEIVED, until=date(2027, 2, 1))) == date(2027, 2, 1)
    presumed = standing(State.NIL_PRESUMED, until=date(2027, 2, 1))
    assert due(DATES, presumed) == DEADLINE, "the last day of a presumption is no deadline"


@pytest.mark.parametrize(
    ("state", "moment", "is_so"),
    [
        (State.OPENED, at(1, 2), True),
        (State.EXPECTED, at(1, 1, 22), False),
        (State.EXPECTED, at(1, 1, 23), True),
        (State.RECEIVED, at(4, 15), True),
        (State.RECEIVED, at(4, 16), False),
        (State.ACCEPTED, at(4, 16), False),
        (State.NIL_CONFIRMED, at(4, 16), False),
        (State.ERRORS_SENT, at(4, 16), True),
        (State.LATE, at(6, 15), True),
        (State.LATE, at(6, 16), False),
        (State.REFUSED, at(5, 1), True),
        (State.EXCUSED, at(5, 1), True),
        (State.REOPENED, at(9, 1), True),
        (State.FINAL, at(2, 1), False),
        (State.CLOSED_NONRESPONSE, at(2, 1), False),
        (State.NOT_IN_POPULATION, at(2, 1), False),
    ],
)
def test_when_the_door_is_open(state: State, moment: datetime, is_so: bool) -> None:
    assert is_open(DATES, moment, standing(state)) is is_so


def test_an_extension_beyond_the_closing_keeps_the_door_open() -> None:
    late = standing(State.EXTENDED, until=CLOSES + timedelta(days=10))
    assert is_open(DATES, ends(CLOSES), late)
    assert not is_open(DATES, ends(CLOSES + timedelta(days=10)), late)


def test_a_closed_door_says_which_form_when_and_what_to_do() -> None:
    early = closed_because(DATES, at(1, 1, 12), standing())
    assert early == "Skjema 11F for 2026 kan sendes inn fra 2. januar 2027."
    corrected = closed_because(DATES, ends(CORRECTIONS), standing(State.RECEIVED))
    assert corrected is not None and "15. april 2027" in corrected and "Be SSB" in corrected
    assert OPENS < DEADLINE
