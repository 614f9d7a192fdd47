"""The states of a proposal: every move of the table by those it names, all else refused, and a random walk never leaves it."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kostra.model.errors import Refused
from kostra.model.proposal import DECIDED, State
from kostra.proposals.states import (
    ENDED,
    FIRST,
    MAY_BE_WRITTEN_ANEW,
    OWNERS,
    READY,
    STATES,
    TRANSITIONS,
    Mover,
    Transition,
    diagram,
    may_follow,
    needs_reason,
    next_state,
)

PAIRS = {(one.before, one.after): one for one in TRANSITIONS}


@pytest.mark.parametrize("one", TRANSITIONS, ids=lambda one: f"{one.before}-{one.after}")
@pytest.mark.parametrize("mover", Mover)
def test_a_move_is_for_those_it_names_with_the_reason_it_needs(one: Transition, mover: Mover) -> None:
    if mover in one.movers:
        assert next_state(one.before, one.after, (mover,), "Derfor") is one.after
        assert needs_reason(one.before, one.after) is one.reason
        if one.reason:
            with pytest.raises(Refused, match="Skriv hvorfor"):
                next_state(one.before, one.after, (mover,), "  ")
        else:
            assert next_state(one.before, one.after, (mover,)) is one.after
    else:
        with pytest.raises(Refused, match="Bare "):
            next_state(one.before, one.after, (mover,), "Derfor")


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_what_is_not_in_the_table_is_refused_with_what_is(before: State, after: State) -> None:
    if (before, after) in PAIRS:
        return
    with pytest.raises(Refused) as refused:
        next_state(before, after, tuple(Mover), "Derfor")
    for allowed in may_follow(before):
        assert STATES[allowed].name.nb.lower() in refused.value.message


def test_nothing_is_decided_by_who_wrote_it_and_nothing_without_a_reason() -> None:
    decisions = [one for one in TRANSITIONS if one.after in DECIDED and one.before is State.IN_MEETING]
    assert {one.after for one in decisions} == DECIDED
    assert all(one.movers == (Mover.SECOND,) and one.reason for one in decisions)


def test_every_state_is_told_owned_and_reached() -> None:
    reached, ahead = {FIRST}, [FIRST]
    while ahead:
        following = set(may_follow(ahead.pop())) - reached
        reached |= following
        ahead += following
    assert reached == set(State) == set(STATES) == set(OWNERS)
    for state in State:
        assert (OWNERS[state] is None) is (state in ENDED)
        assert not (state in ENDED and state in READY)
    assert State.PUBLISHED not in MAY_BE_WRITTEN_ANEW and State.IN_HEARING not in MAY_BE_WRITTEN_ANEW
    for language in ("nb", "nn"):
        names = [told.name[language].lower() for told in STATES.values()]
        assert len(set(names)) == len(names)


def test_the_diagram_has_every_move() -> None:
    lines = list(diagram())
    assert len(lines) == len(TRANSITIONS) + 2
    for one in TRANSITIONS:
        assert any(line.strip().startswith(f"{one.before.name} --> {one.after.name}:") for line in lines)


class Walk(RuleBasedStateMachine):
    """A proposal that is moved at random: it is public from when it is entered, and decided only out of a meeting."""

    def __init__(self) -> None:
        super().__init__()
        self.state = FIRST
        self.met = False

    @rule(after=st.sampled_from(State), mover=st.sampled_from(Mover), reason=st.sampled_from(("", "Derfor")))
    def move(self, after: State, mover: Mover, reason: str) -> None:
        try:
            self.state = next_state(self.state, after, (mover,), reason)
        except Refused:
            return
        self.met = self.met or after is State.IN_MEETING

    @invariant()
    def is_decided_after_a_meeting(self) -> None:
        assert self.met or self.state not in DECIDED | {State.IN_FORM, State.PUBLISHED}


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
