"""Time passes: step by step, at once, and backwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.followup.calendar import OSLO, begins, ends
from kostra.followup.passing import steps
from kostra.followup.states import ENDED, Mover, needs, next_state
from kostra.model.submission import Standing, State
from unit.followup.standings import BEFORE, CLOSES, DATES, DEADLINE, OPENS, at, standing


def pass_time(one: Standing, *moments: datetime) -> list[State]:
    """The states it comes through, at each moment as the job would do it."""
    seen = []
    for moment in moments:
        for step in list(steps(one, DATES, moment)):
            next_state(one.state, step.to, Mover.HOUSE, step.reason)
            until = None if one.state is State.NIL_PRESUMED else one.extended_until
            one = replace(one, state=step.to, since=moment, extended_until=until)
            seen.append(one.state)
        assert not list(steps(one, DATES, moment)), "what is done is not done again"
    return seen


def test_it_opens_and_is_late_at_midnight_in_oslo() -> None:
    assert pass_time(standing(State.EXPECTED), begins(OPENS) - timedelta(seconds=1)) == []
    assert pass_time(standing(State.EXPECTED), begins(OPENS)) == [State.OPENED]
    assert pass_time(standing(State.OPENED), ends(DEADLINE) - timedelta(seconds=1)) == []
    assert pass_time(standing(State.OPENED), ends(DEADLINE)) == [State.LATE]


def test_a_house_that_was_down_for_a_year_goes_the_whole_way() -> None:
    whole = [State.OPENED, State.LATE, State.CLOSED_NONRESPONSE]
    assert pass_time(standing(State.EXPECTED), at(9, 1)) == whole


def test_an_extension_is_late_after_its_own_day() -> None:
    extended = standing(State.EXTENDED, until=DEADLINE + timedelta(days=20))
    assert pass_time(extended, ends(DEADLINE)) == []
    assert pass_time(extended, ends(DEADLINE + timedelta(days=20))) == [State.LATE]


@pytest.mark.parametrize(
    ("state", "ends_as"),
    [
        (State.RECEIVED, State.FINAL),
        (State.ERRORS_SENT, State.FINAL),
        (State.CORRECTION_RECEIVED, State.FINAL),
        (State.ACCEPTED, State.FINAL),
        (State.NIL_CONFIRMED, State.FINAL),
        (State.NIL_PRESUMED, State.FINAL),
        (State.LATE, State.CLOSED_NONRESPONSE),
        (State.EXCUSED, State.CLOSED_NONRESPONSE),
        (State.REFUSED, State.CLOSED_NONRESPONSE),
    ],
)
def test_the_closing(state: State, ends_as: State) -> None:
    assert pass_time(standing(state), ends(CLOSES)) == [ends_as]
    assert pass_time(standing(state), ends(CLOSES) - timedelta(seconds=1)) == []


@pytest.mark.parametrize("state", [State.FINAL, State.CLOSED_NONRESPONSE, State.NOT_IN_POPULATION, State.REOPENED])
def test_what_is_done_with_and_what_is_opened_again_is_left_alone(state: State) -> None:
    assert pass_time(standing(state), at(1, 20), at(9, 1)) == []


def test_what_comes_after_it_was_opened_again_is_the_desks() -> None:
    assert pass_time(standing(State.RECEIVED, since=at(7, 1)), at(7, 2), at(12, 1)) == []


def test_a_presumption_is_over_after_its_day_and_the_calendar_sees_to_the_rest() -> None:
    presumed = standing(State.NIL_PRESUMED, until=DEADLINE + timedelta(days=5))
    assert pass_time(presumed, ends(DEADLINE)) == []
    assert pass_time(presumed, at(2, 1)) == [State.EXPECTED, State.OPENED, State.LATE]


_DAY = st.datetimes(datetime(2026, 12, 2), datetime(2027, 12, 1), timezones=st.just(OSLO))  # noqa: DTZ001 (hypothesis gives the zone)


@given(
    st.sampled_from(State),
    st.none() | st.integers(1, 250).map(lambda days: DEADLINE + timedelta(days=days)),
    st.lists(_DAY, min_size=1, max_size=6).map(sorted),
)
def test_a_clock_that_jumps_ends_where_one_that_watched_does(
    state: State, until: date | None, moments: list[datetime]
) -> None:
    dated = until if state in {State.EXTENDED, State.NIL_PRESUMED} else None
    if state is State.EXTENDED and dated is None:
        dated = DEADLINE + timedelta(days=1)
    start = standing(state, since=BEFORE, until=dated)
    watched, jumped = pass_time(start, *moments), pass_time(start, moments[-1])
    assert (watched or [state])[-1] is (jumped or [state])[-1]


@given(st.sampled_from(State), _DAY, _DAY)
def test_a_clock_that_goes_back_changes_nothing(state: State, first: datetime, second: datetime) -> None:
    start = standing(state, since=BEFORE)
    moved = pass_time(start, max(first, second))
    reached = replace(start, state=(moved or [state])[-1], since=max(first, second))
    assert pass_time(reached, min(first, second)) == []


@given(st.sampled_from(State), _DAY)
def test_every_step_of_the_house_is_in_the_table(state: State, moment: datetime) -> None:
    here = state
    for step in steps(standing(state), DATES, moment):
        assert needs(here, step.to) is not None
        here = next_state(here, step.to, Mover.HOUSE, step.reason)
    assert here is not State.OPENED or moment < ends(DEADLINE)
    assert moment < ends(CLOSES) or here in ENDED | {State.REOPENED}
