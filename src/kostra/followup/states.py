"""When one may: the states of an expected delivery, and which may follow which.

The table below is all there is. A change of state that is not in it is refused, and so is one by somebody it does not name, or one
that lacks the reason or the date it needs. Who may is asked in `kostra.app.permissions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Flag, StrEnum, auto

from kostra.followup.described import STATES
from kostra.model.errors import Refused
from kostra.model.submission import State


class Mover(StrEnum):
    """Who brings a change about: whoever sends for the municipality, the desk, or the house by itself."""

    REPORTER = "reporter"
    DESK = "desk"
    HOUSE = "house"


class Needs(Flag):
    """What a change must come with. The date is the last day it holds: of an extension, or of a presumption."""

    NOTHING = 0
    REASON = auto()
    DATE = auto()


@dataclass(frozen=True, slots=True)
class Transition:
    before: State
    after: State
    movers: tuple[Mover, ...]
    needs: Needs = Needs.NOTHING


REPORTER, DESK, HOUSE = Mover.REPORTER, Mover.DESK, Mover.HOUSE
_ANYBODY = (REPORTER, DESK, HOUSE)
_SENDING = (REPORTER, DESK)
"""The desk sends when a delivery on paper is registered for a municipality that could not send in any other way."""
_REASONED = Needs.REASON
_DATED = Needs.REASON | Needs.DATE


OWNERS: dict[State, Mover] = {
    State.EXPECTED: HOUSE,
    State.OPENED: REPORTER,
    State.RECEIVED: DESK,
    State.ERRORS_SENT: REPORTER,
    State.CORRECTION_RECEIVED: DESK,
    State.ACCEPTED: HOUSE,
    State.FINAL: DESK,
    State.NIL_CONFIRMED: HOUSE,
    State.NIL_PRESUMED: HOUSE,
    State.LATE: REPORTER,
    State.EXTENDED: REPORTER,
    State.EXCUSED: DESK,
    State.REFUSED: REPORTER,
    State.CLOSED_NONRESPONSE: DESK,
    State.REOPENED: REPORTER,
    State.NOT_IN_POPULATION: DESK,
}
"""Who has the next word in a state."""


def _sends(before: State, after: State = State.RECEIVED) -> tuple[Transition, ...]:
    """From here, something may come in: a file or answers, or the statement that there is nothing."""
    return Transition(before, after, _SENDING), Transition(before, State.NIL_CONFIRMED, _SENDING)


def _awaits(before: State) -> tuple[Transition, ...]:
    """From here nothing usable has come, and the desk may put it off, excuse it, or find that nothing is to come."""
    return (
        *_sends(before),
        Transition(before, State.EXTENDED, (DESK,), _DATED),
        Transition(before, State.EXCUSED, (DESK,), _REASONED),
        Transition(before, State.NIL_PRESUMED, (DESK,), _DATED),
        # By the house where a municipality withdraws from what is voluntary.
        Transition(before, State.NOT_IN_POPULATION, (DESK, HOUSE), _REASONED),
        Transition(before, State.CLOSED_NONRESPONSE, (HOUSE, DESK)),
    )


def _reviews(before: State) -> tuple[Transition, ...]:
    """From here the desk looks at what has come."""
    return (
        Transition(before, State.ERRORS_SENT, (DESK,)),
        Transition(before, State.ACCEPTED, (DESK, HOUSE)),
        Transition(before, State.REFUSED, (DESK, HOUSE), _REASONED),
        Transition(before, State.FINAL, (HOUSE, DESK)),
    )


TRANSITIONS: tuple[Transition, ...] = (
    *_awaits(State.EXPECTED),
    Transition(State.EXPECTED, State.OPENED, (HOUSE,)),
    *_awaits(State.OPENED),
    Transition(State.OPENED, State.LATE, (HOUSE,)),
    *_awaits(State.LATE),
    *_awaits(State.EXTENDED),
    Transition(State.EXTENDED, State.LATE, (HOUSE,)),
    *_awaits(State.REFUSED),
    # The controls may be wrong, and a list may be the better answer than none at all.
    Transition(State.REFUSED, State.ACCEPTED, (DESK,), _REASONED),
    Transition(State.REFUSED, State.ERRORS_SENT, (DESK,)),
    *_sends(State.EXCUSED),
    Transition(State.EXCUSED, State.EXTENDED, (DESK,), _DATED),
    Transition(State.EXCUSED, State.EXPECTED, (DESK,), _REASONED),
    Transition(State.EXCUSED, State.CLOSED_NONRESPONSE, (HOUSE, DESK)),
    *_sends(State.NIL_PRESUMED),
    Transition(State.NIL_PRESUMED, State.EXPECTED, (DESK, HOUSE), _REASONED),
    Transition(State.NIL_PRESUMED, State.FINAL, (HOUSE, DESK)),
    *_sends(State.NIL_CONFIRMED),
    Transition(State.NIL_CONFIRMED, State.FINAL, (HOUSE, DESK)),
    Transition(State.NIL_CONFIRMED, State.REOPENED, (DESK,), _REASONED),
    # A new file voids what was found out about the one before it. After a stopped one the house goes back to the one before.
    Transition(State.RECEIVED, State.RECEIVED, _ANYBODY),
    Transition(State.RECEIVED, State.NIL_CONFIRMED, _ANYBODY),
    *_reviews(State.RECEIVED),
    *_sends(State.ERRORS_SENT, State.CORRECTION_RECEIVED),
    Transition(State.ERRORS_SENT, State.ERRORS_SENT, (DESK,)),
    Transition(State.ERRORS_SENT, State.ACCEPTED, (DESK, HOUSE)),
    Transition(State.ERRORS_SENT, State.FINAL, (HOUSE, DESK)),
    *_sends(State.CORRECTION_RECEIVED, State.CORRECTION_RECEIVED),
    *_reviews(State.CORRECTION_RECEIVED),
    *_sends(State.ACCEPTED),
    Transition(State.ACCEPTED, State.ERRORS_SENT, (DESK,)),
    Transition(State.ACCEPTED, State.FINAL, (HOUSE, DESK)),
    Transition(State.ACCEPTED, State.REOPENED, (DESK,), _REASONED),
    *_sends(State.REOPENED),
    Transition(State.REOPENED, State.ACCEPTED, (DESK,)),
    Transition(State.REOPENED, State.FINAL, (DESK,)),
    Transition(State.REOPENED, State.CLOSED_NONRESPONSE, (DESK,)),
    Transition(State.FINAL, State.REOPENED, (DESK,), _REASONED),
    Transition(State.CLOSED_NONRESPONSE, State.REOPENED, (DESK,), _REASONED),
    Transition(State.NOT_IN_POPULATION, State.EXPECTED, (DESK, HOUSE), _REASONED),
)

_BY_PAIR = {(one.before, one.after): one for one in TRANSITIONS}

AWAITED = frozenset(
    {State.EXPECTED, State.OPENED, State.LATE, State.EXTENDED, State.REFUSED, State.EXCUSED, State.REOPENED}
)
"""Nothing usable is here, and something may still come."""
IN_HAND = frozenset({State.RECEIVED, State.ERRORS_SENT, State.CORRECTION_RECEIVED, State.ACCEPTED, State.FINAL})
"""Something was delivered."""
NIL = frozenset({State.NIL_CONFIRMED, State.NIL_PRESUMED})
"""There is nothing to report: an answer, and not a lack of one."""
ENDED = frozenset({State.FINAL, State.CLOSED_NONRESPONSE, State.NOT_IN_POPULATION})
"""Nothing more comes unless the desk opens it again."""
MISSING = AWAITED | {State.CLOSED_NONRESPONSE}
"""Counted as missing in a list of who has not reported."""


def may_follow(state: State, mover: Mover | None = None) -> tuple[State, ...]:
    """The states that may come next, in the order of the table; with `mover`, those this one may bring about."""
    return tuple(one.after for one in TRANSITIONS if one.before is state and (mover is None or mover in one.movers))


def needs(before: State, after: State) -> Needs:
    """What the change must come with. Refused when there is no such change."""
    return _transition(before, after).needs


def next_state(before: State, after: State, mover: Mover, reason: str = "", until: date | None = None) -> State:
    """`after`, when the table lets this mover go there from `before` with what it came with."""
    found = _transition(before, after)
    if mover not in found.movers:
        who = " eller ".join(_MOVERS[one] for one in found.movers)
        raise Refused(f"Bare {who} kan endre tilstanden fra {_named(before)} til {_named(after)}.")
    if Needs.REASON in found.needs and not reason.strip():
        raise Refused(f"Skriv hvorfor tilstanden skal endres fra {_named(before)} til {_named(after)}.")
    if Needs.DATE in found.needs and until is None:
        raise Refused(f"Oppgi den siste dagen tilstanden {_named(after)} skal gjelde.")
    return after


_MOVERS = {REPORTER: "den som sender for kommunen", DESK: "SSB", HOUSE: "systemet selv"}


def _transition(before: State, after: State) -> Transition:
    found = _BY_PAIR.get((before, after))
    if found is None:
        allowed = ", ".join(_named(state) for state in may_follow(before))
        raise Refused(
            f"Tilstanden kan ikke endres fra {_named(before)} til {_named(after)}. Herfra kan den bli: {allowed}."
        )
    return found


def _named(state: State) -> str:
    return f"«{STATES[state].name.nb.lower()}»"


def diagram() -> Iterator[str]:
    """The table as a Mermaid diagram, for the page in docs/explanation."""
    yield "stateDiagram-v2"
    yield "    [*] --> EXPECTED"
    for one in TRANSITIONS:
        marks = "".join(mark for need, mark in ((Needs.REASON, ", why"), (Needs.DATE, ", until")) if need in one.needs)
        who = "anybody" if one.movers == _ANYBODY else " or ".join(one.movers)
        yield f"    {one.before.name} --> {one.after.name}: {who}{marks}"
