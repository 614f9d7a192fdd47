"""Every state of an expected delivery: told in both written forms, owned by somebody, reached from the first, and documented."""

from __future__ import annotations

import pytest

from house.tree import ROOT
from kostra.followup.described import STATES
from kostra.followup.states import AWAITED, ENDED, IN_HAND, NIL, OWNERS, TRANSITIONS, may_follow
from kostra.model.submission import State


@pytest.mark.parametrize("state", State)
def test_a_state_is_told_and_owned(state: State) -> None:
    told = STATES[state]
    for text in (told.name, told.means):
        assert text.nb.strip() and text.nn.strip()
    assert state in OWNERS, f"nobody has the next word in {state}"
    assert told.name.nb in (ROOT / "docs" / "reference" / "states.md").read_text(encoding="utf-8")


def test_names_of_states_are_not_taken_for_each_other() -> None:
    for language in ("nb", "nn"):
        names = [told.name[language].lower() for told in STATES.values()]
        assert len(set(names)) == len(names)


def test_every_state_is_reached_from_the_first_and_can_be_left() -> None:
    reached, ahead = {State.EXPECTED}, [State.EXPECTED]
    while ahead:
        following = set(may_follow(ahead.pop())) - reached
        reached |= following
        ahead += following
    assert reached == set(State)
    assert all(may_follow(state) for state in State), "a state that cannot be left ends a case for ever"


def test_every_state_is_counted_once() -> None:
    """What is awaited, in hand or answered with nothing; what has ended is one of those, or none."""
    groups = (AWAITED, IN_HAND, NIL, ENDED - IN_HAND)
    assert set().union(*groups) == set(State)
    assert sum(len(group) for group in groups) == len(State)


def test_no_change_is_declared_twice() -> None:
    pairs = [(one.before, one.after) for one in TRANSITIONS]
    assert len(pairs) == len(set(pairs))
