"""The table of states: whole, and kept to."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kostra.followup.described import STATES
from kostra.followup.states import (
    AWAITED,
    ENDED,
    IN_HAND,
    NIL,
    OWNERS,
    TRANSITIONS,
    Mover,
    Needs,
    Transition,
    diagram,
    may_follow,
    next_state,
)
from kostra.model.errors import Refused
from kostra.model.submission import State

PAIRS = {(one.before, one.after) for one in TRANSITIONS}


def test_every_state_has_an_owner_and_words_in_both_written_forms() -> None:
    assert set(OWNERS) == set(STATES) == set(State)
    for told in STATES.values():
        for text in (told.name, told.means):
            assert text.nb and text.nn
        assert told.means.nb.endswith(".") and told.means.nn.endswith(".")


def test_every_state_can_be_reached_and_left() -> None:
    reached = {State.EXPECTED}
    while more := {after for before in reached for after in may_follow(before)} - reached:
        reached |= more
    assert reached == set(State)
    for state in State:
        assert may_follow(state), f"{state} is a dead end"


def test_whoever_has_the_next_word_can_use_it() -> None:
    for state, owner in OWNERS.items():
        assert may_follow(state, owner), f"{owner} can do nothing in {state}"


def test_no_transition_is_declared_twice() -> None:
    assert len(PAIRS) == len(TRANSITIONS)


def test_every_state_is_counted_once() -> None:
    """What is awaited, in hand, nil or ended: together everything, and no state both awaited and delivered."""
    assert set(State) == AWAITED | IN_HAND | NIL | ENDED
    assert not AWAITED & (IN_HAND | NIL | ENDED)
    assert not NIL & (IN_HAND | ENDED)


NOT_IN_THE_TABLE = [(before, after) for before in State for after in State if (before, after) not in PAIRS]


@pytest.mark.parametrize("mover", Mover)
def test_what_is_not_in_the_table_is_refused(mover: Mover) -> None:
    for before, after in NOT_IN_THE_TABLE:
        with pytest.raises(Refused, match="kan ikke endres"):
            next_state(before, after, mover, "en grunn", date(2027, 1, 1))


@given(st.sampled_from(TRANSITIONS), st.sampled_from(Mover), st.booleans(), st.booleans())
def test_a_transition_wants_its_mover_its_reason_and_its_date(
    one: Transition, mover: Mover, reasoned: bool, dated: bool
) -> None:
    allowed = (
        mover in one.movers and (reasoned or Needs.REASON not in one.needs) and (dated or Needs.DATE not in one.needs)
    )
    reason, until = "en grunn" if reasoned else " ", date(2027, 2, 1) if dated else None
    if allowed:
        assert next_state(one.before, one.after, mover, reason, until) is one.after
    else:
        with pytest.raises(Refused):
            next_state(one.before, one.after, mover, reason, until)


def test_a_refusal_says_what_may_be_done_instead() -> None:
    with pytest.raises(Refused) as refused:
        next_state(State.FINAL, State.LATE, Mover.HOUSE)
    assert "«endelig»" in refused.value.message and "åpnet på nytt" in refused.value.message


def test_the_diagram_has_every_transition() -> None:
    lines = list(diagram())
    assert lines[0] == "stateDiagram-v2"
    for one in TRANSITIONS:
        assert any(line.strip().startswith(f"{one.before.name} --> {one.after.name}:") for line in lines)
    assert len(lines) == len(TRANSITIONS) + 2


class Walk(RuleBasedStateMachine):
    """A delivery that is moved at random never leaves the table, and what has ended comes back only by the desk's own hand."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State.EXPECTED
        self.before = State.EXPECTED
        self.mover = Mover.HOUSE

    @rule(after=st.sampled_from(State), mover=st.sampled_from(Mover), reason=st.sampled_from(["", "en grunn"]))
    def move(self, after: State, mover: Mover, reason: str) -> None:
        try:
            moved = next_state(self.state, after, mover, reason, date(2027, 2, 1))
        except Refused:
            return
        self.before, self.state, self.mover = self.state, moved, mover

    @invariant()
    def stays_in_the_table(self) -> None:
        assert self.state is State.EXPECTED or (self.before, self.state) in PAIRS

    @invariant()
    def ended_is_opened_by_the_desk_alone(self) -> None:
        """Where a municipality joins again what is voluntary, nothing had come: the house expects it again."""
        if self.before in ENDED - {State.NOT_IN_POPULATION} and self.state is not self.before:
            assert self.mover is Mover.DESK

    @invariant()
    def the_house_never_says_that_there_is_nothing(self) -> None:
        if self.mover is Mover.HOUSE and self.state is State.NIL_CONFIRMED:
            assert self.before is State.RECEIVED, "only back to what was said before"


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
