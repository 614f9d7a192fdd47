"""Who is reminded: never one who has answered, been given more time or just sent; and of everything at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.followup.calendar import Dates, ends
from kostra.followup.contacts import Channel, Contact, ContactRole, addresses
from kostra.followup.reminders import REMINDED, Plan, PlanStep, Recipient, select
from kostra.model.submission import Expected, Standing, State
from unit.followup.standings import DATES, DEADLINE, at, standing

PLAN = Plan(
    "ordinary",
    (
        PlanStep("nudge", -7, Channel.MAIL),
        PlanStep("first", 3, Channel.MAIL),
        PlanStep("second", 10, Channel.MAIL),
        PlanStep("call", 14, Channel.PHONE),
        PlanStep("third", 20, Channel.MAIL),
        PlanStep("escalation", 30, Channel.MAIL, leader=True),
    ),
)


def dates_of(expected: Expected) -> Dates:
    """Form 7 is due a month after 11F."""
    return DATES if expected.form != "7" else Dates(DATES.opens, DEADLINE + timedelta(days=31), *_REST)


_REST = (DATES.corrections, DATES.closes)


def chosen(
    standings: list[Standing], days: int, taken: dict[Expected, set[str]] | None = None, how: Channel = Channel.MAIL
) -> tuple[Recipient, ...]:
    now = ends(DEADLINE) - timedelta(hours=12) + timedelta(days=days)
    return select(standings, lambda _: PLAN, dates_of, now, taken or {}, how)


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (-8, None),
        (-7, "nudge"),
        (0, "nudge"),
        (1, None),
        (2, None),
        (3, "first"),
        (9, "first"),
        (10, "second"),
        (20, "third"),
        (29, "third"),
        (30, "escalation"),
        (200, "escalation"),
    ],
)
def test_the_step_follows_the_day(days: int, step: str | None) -> None:
    found = chosen([standing(State.OPENED if days <= 0 else State.LATE)], days)
    assert [one.step.id for one in found] == ([] if step is None else [step])


def test_a_step_that_was_taken_is_not_taken_again_and_the_next_one_is() -> None:
    late = standing(State.LATE)
    assert not chosen([late], 5, {late.expected: {"first"}})
    assert [one.step.id for one in chosen([late], 10, {late.expected: {"first"}})] == ["second"]
    assert not chosen([late], 5, {late.expected: {"second"}}), "a later step was taken already"


def test_after_a_long_silence_one_letter_goes_and_not_all_of_them() -> None:
    found = chosen([standing(State.LATE)], 25)
    assert [(one.step.id, len(one.owed)) for one in found] == [("third", 1)]


@given(st.sampled_from(sorted(set(State) - REMINDED)), st.integers(-10, 200))
def test_nobody_in_another_state_is_ever_written_to(state: State, days: int) -> None:
    assert chosen([standing(state)], days) == ()


def test_the_states_that_must_never_be_reminded() -> None:
    never = {State.NIL_CONFIRMED, State.NIL_PRESUMED, State.EXTENDED, State.EXCUSED, State.RECEIVED}
    assert not never & REMINDED


@given(st.sampled_from(sorted(REMINDED)), st.integers(0, 23 * 60 + 59), st.integers(3, 60))
def test_nothing_goes_within_a_day_of_something_coming(state: State, minutes: int, days: int) -> None:
    now = ends(DEADLINE) - timedelta(hours=12) + timedelta(days=days)
    just = standing(state, arrived=now - timedelta(minutes=minutes))
    assert chosen([just], days) == ()
    earlier = standing(state, arrived=now - timedelta(days=1))
    assert len(chosen([earlier], days)) == 1


def test_an_extension_that_has_run_out_counts_from_its_own_day() -> None:
    until = DEADLINE + timedelta(days=20)
    assert chosen([standing(State.LATE, until=until)], 22) == ()
    assert chosen([standing(State.LATE, until=until)], 23)[0].step.id == "first"


def test_one_letter_names_everything_a_unit_owes() -> None:
    both = [standing(State.LATE), standing(State.OPENED, form="7"), standing(State.LATE, unit="460100")]
    found = chosen(both, 26)
    assert [(one.unit, [owed.expected.form for owed in one.owed]) for one in found] == [
        ("110300", ["11F", "7"]),
        ("460100", ["11F"]),
    ]
    assert found[0].step.id == "third", "the furthest step speaks"
    assert [owed.step.id for owed in found[0].owed] == ["third", "nudge"]


def test_what_has_been_reminded_of_stands_in_the_letter_about_the_rest() -> None:
    late, other = standing(State.LATE), standing(State.OPENED, form="7")
    found = chosen([late, other], 26, {late.expected: {"third"}})
    assert [owed.expected.form for owed in found[0].owed] == ["11F", "7"]


def test_calls_are_not_letters() -> None:
    assert chosen([standing(State.LATE)], 15, how=Channel.PHONE)[0].step.id == "call"
    assert chosen([standing(State.LATE)], 15)[0].step.id == "second"
    assert at(1, 15) < ends(DEADLINE)


def test_who_is_written_to() -> None:
    contacts = (
        Contact("1", "110300", "A", (ContactRole.FILE,), "fil@kommune.no"),
        Contact("2", "110300", "B", (ContactRole.SUBMISSION, ContactRole.FILE), "send@kommune.no"),
        Contact("3", "110300", "C", (ContactRole.ENCRYPTION,), "nokkel@kommune.no"),
        Contact("4", "110300", "D", (ContactRole.LEADER,), "leder@kommune.no"),
        Contact("5", "110300", "E", (ContactRole.SUBMISSION,), None, "51 00 00 00"),
    )
    assert addresses(contacts) == ("send@kommune.no", "fil@kommune.no")
    assert addresses(contacts, leader=True) == ("leder@kommune.no", "send@kommune.no", "fil@kommune.no")
