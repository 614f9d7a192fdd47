"""Every state counts as something; what is late must be known to have cases."""

from __future__ import annotations

import pytest

from kostra.estimation.responses import WORDS, Evidence, Word, classify
from kostra.model.errors import Broken
from kostra.model.estimate import Response
from kostra.model.submission import Content, State

NONE = Evidence()
FILE = Evidence(content=Content.FILE)


def test_every_state_has_a_word() -> None:
    assert set(WORDS) == set(State)


@pytest.mark.parametrize("state", [state for state, word in WORDS.items() if word is Word.DELIVERED])
def test_what_was_delivered_counts_unless_it_is_nil_or_not_usable(state: State) -> None:
    assert classify(state, FILE) is Response.REPORTED
    assert classify(state, Evidence(content=Content.NIL, last=40)) is Response.NIL
    assert classify(state, Evidence(content=Content.FILE, usable=False)) is Response.LATE


@pytest.mark.parametrize("state", [state for state, word in WORDS.items() if word is Word.NOTHING])
@pytest.mark.parametrize(
    ("evidence", "response"),
    [
        (NONE, Response.UNKNOWN),
        (Evidence(last=0, register=0), Response.UNKNOWN),
        (Evidence(last=1), Response.LATE),
        (Evidence(last=0, register=2), Response.LATE),
    ],
)
def test_silence_is_late_only_when_something_shows_cases(state: State, evidence: Evidence, response: Response) -> None:
    assert classify(state, evidence) is response


@pytest.mark.parametrize("state", [State.REFUSED, State.REOPENED])
def test_what_was_turned_back_is_not_used_but_shows_that_there_are_cases(state: State) -> None:
    assert classify(state, FILE) is Response.LATE
    assert classify(state, Evidence(content=Content.NIL)) is Response.UNKNOWN
    assert classify(state, Evidence(content=Content.NIL, last=3)) is Response.LATE


def test_nil_stands_and_a_presumption_gives_way_to_a_register() -> None:
    assert classify(State.NIL_CONFIRMED, Evidence(last=5, register=5)) is Response.NIL
    assert classify(State.NIL_PRESUMED, Evidence(last=5)) is Response.NIL
    assert classify(State.NIL_PRESUMED, Evidence(register=1)) is Response.LATE


def test_final_without_a_delivery_was_presumed_nil_and_nothing_else_may_lack_one() -> None:
    assert classify(State.FINAL, NONE) is Response.NIL
    with pytest.raises(Broken, match="nothing was delivered"):
        classify(State.ACCEPTED, NONE)


def test_outside_is_outside_whatever_is_known() -> None:
    assert classify(State.NOT_IN_POPULATION, Evidence(last=9, content=Content.FILE)) is Response.OUTSIDE
