"""How a report goes on, and by whom."""

from __future__ import annotations

from itertools import product

import pytest

from kostra.model.errors import Conflict, Refused
from kostra.model.people import Actor, ActorKind
from kostra.reporting.states import NAMES, TRANSITIONS, State, next_state

SIRI, OLE = (Actor(ActorKind.PERSON, name, name) for name in ("siri", "ole"))


def test_only_what_is_in_the_table_is_let_through() -> None:
    there = {(one.before, one.after) for one in TRANSITIONS}
    for before, after in product(State, State):
        if (before, after) in there:
            assert next_state(before, after, SIRI, OLE, "fordi") is after
        else:
            with pytest.raises(Conflict, match="Herfra kan den bli"):
                next_state(before, after, SIRI, OLE, "fordi")
    assert NAMES.keys() == set(State)


def test_nobody_publishes_what_they_finished_themselves() -> None:
    with pytest.raises(Refused, match="Be en kollega"):
        next_state(State.FINISHED, State.PUBLISHED, SIRI, SIRI, "")
    assert next_state(State.FINISHED, State.PUBLISHED, OLE, SIRI, "") is State.PUBLISHED


@pytest.mark.parametrize("before", [State.FINISHED, State.PUBLISHED])
def test_it_is_opened_again_with_a_reason(before: State) -> None:
    with pytest.raises(Refused, match="Skriv hvorfor"):
        next_state(before, State.DRAFT, SIRI, OLE, "  ")
