"""When one may: the states of a proposal, and which may follow which.

The table below is all there is. A move that is not in it is refused, and so is one by somebody it does not name, or one that lacks the
reason it needs. Who may is asked in `kostra.app.permissions`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kostra.model.errors import Conflict, Refused
from kostra.model.proposal import State
from kostra.model.text import Text


class Mover(StrEnum):
    """Who brings a move about: who made the proposal, the desk, another at the desk than who wrote it, or the house by itself."""

    AUTHOR = "author"
    DESK = "desk"
    SECOND = "second"
    HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Transition:
    before: State
    after: State
    movers: tuple[Mover, ...]
    reason: bool = False


AUTHOR, DESK, SECOND, HOUSE = Mover.AUTHOR, Mover.DESK, Mover.SECOND, Mover.HOUSE

FIRST = State.DRAFT


def _withdrawn(before: State) -> Transition:
    """By who made it or the desk, as long as nothing is decided."""
    return Transition(before, State.WITHDRAWN, (AUTHOR, DESK), reason=True)


TRANSITIONS: tuple[Transition, ...] = (
    Transition(State.DRAFT, State.ENTERED, (AUTHOR,)),
    Transition(State.DRAFT, State.WITHDRAWN, (AUTHOR,)),
    Transition(State.ENTERED, State.TRIED, (DESK,)),
    # What no data can tell of, such as a wording, goes on untried, and it is said why.
    Transition(State.ENTERED, State.IN_HEARING, (DESK,), reason=True),
    Transition(State.ENTERED, State.IN_MEETING, (DESK,), reason=True),
    _withdrawn(State.ENTERED),
    Transition(State.TRIED, State.TRIED, (DESK,)),
    # It was written anew, and what was found is about what it said before.
    Transition(State.TRIED, State.ENTERED, (AUTHOR, DESK), reason=True),
    Transition(State.TRIED, State.IN_HEARING, (DESK,)),
    Transition(State.TRIED, State.IN_MEETING, (DESK,), reason=True),
    _withdrawn(State.TRIED),
    Transition(State.IN_HEARING, State.HEARD, (HOUSE,)),
    _withdrawn(State.IN_HEARING),
    Transition(State.HEARD, State.TRIED, (DESK,), reason=True),
    Transition(State.HEARD, State.IN_HEARING, (DESK,)),
    Transition(State.HEARD, State.IN_MEETING, (DESK,)),
    _withdrawn(State.HEARD),
    Transition(State.IN_MEETING, State.HEARD, (DESK,), reason=True),
    Transition(State.IN_MEETING, State.ACCEPTED, (SECOND,), reason=True),
    Transition(State.IN_MEETING, State.REJECTED, (SECOND,), reason=True),
    Transition(State.IN_MEETING, State.POSTPONED, (SECOND,), reason=True),
    _withdrawn(State.IN_MEETING),
    Transition(State.POSTPONED, State.ENTERED, (DESK,), reason=True),
    Transition(State.POSTPONED, State.IN_MEETING, (DESK,), reason=True),
    _withdrawn(State.POSTPONED),
    Transition(State.REJECTED, State.ENTERED, (DESK,), reason=True),
    # By the house when the change to the form has been approved by a colleague; by hand where there is no form to change.
    Transition(State.ACCEPTED, State.IN_FORM, (DESK, HOUSE), reason=True),
    Transition(State.ACCEPTED, State.POSTPONED, (SECOND,), reason=True),
    Transition(State.IN_FORM, State.ACCEPTED, (DESK, HOUSE), reason=True),
    Transition(State.IN_FORM, State.PUBLISHED, (DESK, HOUSE)),
)

_BY_PAIR = {(one.before, one.after): one for one in TRANSITIONS}

READY = (State.HEARD, State.TRIED, State.ENTERED, State.POSTPONED)
"""What may be put on the agenda of a meeting: those that have been heard first."""
ENDED = frozenset({State.REJECTED, State.PUBLISHED, State.WITHDRAWN})
"""Nothing more happens by itself."""
MAY_BE_WRITTEN_ANEW = (State.DRAFT, State.ENTERED, State.TRIED, State.HEARD, State.IN_MEETING, State.POSTPONED)

OWNERS: dict[State, Mover | None] = {
    State.DRAFT: AUTHOR,
    State.ENTERED: DESK,
    State.TRIED: DESK,
    State.IN_HEARING: HOUSE,
    State.HEARD: DESK,
    State.IN_MEETING: SECOND,
    State.ACCEPTED: DESK,
    State.REJECTED: None,
    State.POSTPONED: DESK,
    State.IN_FORM: DESK,
    State.PUBLISHED: None,
    State.WITHDRAWN: None,
}
"""Who has the next word in a state; None where it has ended."""


@dataclass(frozen=True, slots=True)
class Told:
    """A state as people read it: its name and what it means."""

    name: Text
    means: Text


STATES: dict[State, Told] = {
    State.DRAFT: Told(
        Text("Kladd", "Kladd"),
        Text("Bare den som skriver det, og SSB ser forslaget.", "Berre den som skriv det, og SSB ser forslaget."),
    ),
    State.ENTERED: Told(
        Text("Fremmet", "Fremja"),
        Text("Forslaget er levert og kan leses av alle.", "Forslaget er levert og kan lesast av alle."),
    ),
    State.TRIED: Told(
        Text("Prøvd på tidligere år", "Prøvd på tidlegare år"),
        Text(
            "Det er regnet ut hva endringen ville ha berørt i tidligere år.",
            "Det er rekna ut kva endringa ville ha rørt ved i tidlegare år.",
        ),
    ),
    State.IN_HEARING: Told(
        Text("På høring", "På høyring"),
        Text("De inviterte og andre kan svare til fristen.", "Dei inviterte og andre kan svare til fristen."),
    ),
    State.HEARD: Told(
        Text("Høringen er avsluttet", "Høyringa er avslutta"),
        Text("Svarene er kommet, og forslaget kan legges fram.", "Svara er komne, og forslaget kan leggjast fram."),
    ),
    State.IN_MEETING: Told(
        Text("På sakslisten", "På sakslista"),
        Text("Forslaget er lagt fram for et møte.", "Forslaget er lagt fram for eit møte."),
    ),
    State.ACCEPTED: Told(
        Text("Vedtatt", "Vedteke"),
        Text("Endringen skal inn i skjemaet.", "Endringa skal inn i skjemaet."),
    ),
    State.REJECTED: Told(
        Text("Avvist", "Avvist"),
        Text("Endringen blir ikke gjort.", "Endringa blir ikkje gjord."),
    ),
    State.POSTPONED: Told(
        Text("Utsatt", "Utsett"),
        Text("Forslaget tas opp igjen senere.", "Forslaget blir teke opp att seinare."),
    ),
    State.IN_FORM: Told(
        Text("Lagt inn", "Lagt inn"),
        Text("Endringen står i utkastet for året den gjelder fra.", "Endringa står i utkastet for året ho gjeld frå."),
    ),
    State.PUBLISHED: Told(
        Text("Tatt i bruk", "Teke i bruk"),
        Text("Årgangen med endringen er publisert.", "Årgangen med endringa er publisert."),
    ),
    State.WITHDRAWN: Told(
        Text("Trukket", "Trekt"),
        Text("Forslaget er trukket før det ble avgjort.", "Forslaget er trekt før det vart avgjort."),
    ),
}


def may_follow(state: State, movers: Collection[Mover] = tuple(Mover)) -> tuple[State, ...]:
    """The states that may come next, in the order of the table, with `movers` those that these may bring about."""
    return tuple(one.after for one in TRANSITIONS if one.before is state and set(one.movers) & set(movers))


def needs_reason(before: State, after: State) -> bool:
    """Refused when there is no such move."""
    return _transition(before, after).reason


def next_state(before: State, after: State, movers: Collection[Mover], reason: str = "") -> State:
    """`after`, when the table lets one of these go there from `before` with the reason it came with."""
    found = _transition(before, after)
    if not set(found.movers) & set(movers):
        who = " eller ".join(_MOVERS[one] for one in found.movers)
        raise Refused(f"Bare {who} kan endre forslaget fra {_named(before)} til {_named(after)}.")
    if found.reason and not reason.strip():
        raise Refused(f"Skriv hvorfor forslaget skal endres fra {_named(before)} til {_named(after)}.")
    return after


_MOVERS = {
    AUTHOR: "den som har fremmet det",
    DESK: "SSB",
    SECOND: "en annen i SSB enn den som har skrevet det,",
    HOUSE: "systemet selv",
}


def _transition(before: State, after: State) -> Transition:
    found = _BY_PAIR.get((before, after))
    if found is None:
        allowed = ", ".join(_named(state) for state in may_follow(before)) or "ingenting mer"
        raise Conflict(
            f"Forslaget kan ikke endres fra {_named(before)} til {_named(after)}. Herfra kan det bli: {allowed}."
        )
    return found


def _named(state: State) -> str:
    return f"«{STATES[state].name.nb.lower()}»"


def diagram() -> Iterator[str]:
    """The table as a Mermaid diagram, for the page in docs/reference."""
    yield "stateDiagram-v2"
    yield f"    [*] --> {FIRST.name}"
    for one in TRANSITIONS:
        who = " or ".join(one.movers) + (", why" if one.reason else "")
        yield f"    {one.before.name} --> {one.after.name}: {who}"
