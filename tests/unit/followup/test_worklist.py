"""What the desk is told to do first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.followup.contacts import Attempt, Channel
from kostra.followup.worklist import Action, Facts, rank, weights
from kostra.model.people import HOUSE
from kostra.model.submission import Standing, State
from unit.followup.standings import DATES, at, standing

NOW = at(2, 1)
PLAIN = Facts(DATES, 0.01)


def actions(one: Standing, facts: Facts = PLAIN, now: datetime = NOW) -> list[Action]:
    return [row.action for row in rank([(one, facts)], now)]


@pytest.mark.parametrize(
    ("state", "facts", "action"),
    [
        (State.LATE, PLAIN, Action.WRITE),
        (State.LATE, replace(PLAIN, call_due=True), Action.CALL),
        (State.LATE, replace(PLAIN, reachable=False, call_due=True), Action.FIND_CONTACT),
        (State.REFUSED, PLAIN, Action.WRITE),
        (State.RECEIVED, PLAIN, Action.REVIEW),
        (State.CORRECTION_RECEIVED, PLAIN, Action.REVIEW),
        (State.ERRORS_SENT, replace(PLAIN, answer_by=date(2027, 1, 31)), Action.CHASE),
        (State.ERRORS_SENT, replace(PLAIN, answer_by=date(2027, 2, 1)), None),
        (State.NIL_CONFIRMED, PLAIN, None),
        (State.NIL_PRESUMED, PLAIN, None),
        (State.EXTENDED, PLAIN, None),
        (State.EXCUSED, PLAIN, None),
        (State.ACCEPTED, PLAIN, None),
        (State.FINAL, PLAIN, None),
    ],
)
def test_what_there_is_to_do(state: State, facts: Facts, action: Action | None) -> None:
    assert actions(standing(state), facts) == ([] if action is None else [action])


def tried(next_on: date) -> Attempt:
    return Attempt("a", "110300", at(1, 20), HOUSE, Channel.PHONE, "promised", next_on=next_on)


def test_an_agreement_is_kept_when_its_day_has_come_and_nothing_else_has() -> None:
    agreed = replace(PLAIN, last=tried(date(2027, 2, 1)))
    assert actions(standing(State.EXTENDED, until=date(2027, 3, 1)), agreed) == [Action.KEEP_APPOINTMENT]
    assert actions(standing(State.EXTENDED, until=date(2027, 3, 1)), agreed, at(1, 31)) == []
    assert actions(standing(State.RECEIVED, arrived=at(1, 25)), agreed) == [Action.REVIEW]


def test_influence_days_and_errors_each_raise_a_row() -> None:
    def score(facts: Facts, now: datetime = NOW) -> float:
        return rank([(standing(State.LATE), facts)], now)[0].score

    assert score(replace(PLAIN, influence=0.02)) == 2 * score(PLAIN)
    assert score(PLAIN, at(1, 25)) == pytest.approx(score(PLAIN) * 10 / 17)
    assert score(replace(PLAIN, open_errors=5)) == 5 * score(PLAIN)


def test_the_list_is_in_order_and_ties_are_by_unit() -> None:
    cases = [
        (standing(State.LATE, unit=unit), replace(PLAIN, influence=0.5 if unit == "460100" else 0.1))
        for unit in ("560100", "460100", "110300")
    ]
    assert [row.standing.expected.unit for row in rank(cases, NOW)] == ["460100", "110300", "560100"]


@given(
    st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.integers(1, 10_000)),
    st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.integers(1, 1_000_000), min_size=1),
)
def test_shares_are_of_one_whole(records: dict[str, int], population: dict[str, int]) -> None:
    found = weights(records, population)
    assert set(found) == set(population)
    assert sum(found.values()) == pytest.approx(1)
    assert all(share > 0 for share in found.values())


def test_records_count_where_they_are_known_and_people_on_the_same_scale_elsewhere() -> None:
    found = weights({"a": 30, "b": 10}, {"a": 1_000, "b": 1_000, "c": 2_000})
    assert found == pytest.approx({"a": 30 / 80, "b": 10 / 80, "c": 40 / 80})
    assert weights({}, {"a": 1, "b": 3}) == pytest.approx({"a": 0.25, "b": 0.75})


def test_waiting_is_counted_from_what_one_waits_for() -> None:
    received = standing(State.RECEIVED, since=NOW - timedelta(days=4), arrived=NOW - timedelta(days=4))
    assert rank([(received, PLAIN)], NOW)[0].days == 4
    listed = replace(PLAIN, answer_by=date(2027, 1, 29))
    assert rank([(standing(State.ERRORS_SENT), listed)], NOW)[0].days == 3
