"""From where an expected delivery stands to how its unit counts in an estimate: reported, nil, late, unknown or outside.

It is asked for each variable on its own: a unit may have reported the persons and not the amounts. What is late must be known to have
cases; silence alone is no evidence of either. Every state stands in the table below.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from kostra.model.errors import Broken
from kostra.model.estimate import Response
from kostra.model.submission import Content, State


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one unit and variable beside the state.

    `last` is last year's final value in this year's municipalities, `register` what another register counts this year (NAV's participants,
    say); None where nobody knows. `content` is what was delivered last, whatever came of it. `usable` is whether this variable of it can
    be used: a file may be held outside two tables and be in all others.
    """

    last: float | None = None
    register: float | None = None
    content: Content | None = None
    usable: bool = True

    @property
    def of_cases(self) -> bool:
        """Something shows that there are cases: last year, a register, or a delivery that was not nil."""
        return bool(self.last) or bool(self.register) or self.content not in (None, Content.NIL)


class Word(Enum):
    """What a state tells of what has come."""

    DELIVERED = auto()
    NIL = auto()
    PRESUMED = auto()
    """Held to be nil, by somebody with reasons, until a day."""
    NOTHING = auto()
    TURNED_BACK = auto()
    """Something came, and is not used. That it came shows that there are cases, unless it said nil."""
    OUTSIDE = auto()


WORDS: dict[State, Word] = {
    State.EXPECTED: Word.NOTHING,
    State.OPENED: Word.NOTHING,
    State.RECEIVED: Word.DELIVERED,
    State.ERRORS_SENT: Word.DELIVERED,
    State.CORRECTION_RECEIVED: Word.DELIVERED,
    State.ACCEPTED: Word.DELIVERED,
    State.FINAL: Word.DELIVERED,
    State.NIL_CONFIRMED: Word.NIL,
    State.NIL_PRESUMED: Word.PRESUMED,
    State.LATE: Word.NOTHING,
    State.EXTENDED: Word.NOTHING,
    State.EXCUSED: Word.NOTHING,
    State.REFUSED: Word.TURNED_BACK,
    State.CLOSED_NONRESPONSE: Word.NOTHING,
    State.REOPENED: Word.TURNED_BACK,
    State.NOT_IN_POPULATION: Word.OUTSIDE,
}


def classify(state: State, evidence: Evidence) -> Response:
    """How a unit counts for one variable. A unit may be silent now and have been turned back before: what came still is evidence."""
    match WORDS[state]:
        case Word.OUTSIDE:
            return Response.OUTSIDE
        case Word.NIL:
            return Response.NIL
        case Word.PRESUMED:
            # Gives way to a register that counts somebody this year; what was true last year does not unsettle it.
            return Response.LATE if evidence.register else Response.NIL
        case Word.DELIVERED if evidence.content is Content.NIL:
            return Response.NIL
        case Word.DELIVERED if evidence.content is None:
            if state is not State.FINAL:
                raise Broken(f"a unit is {state} and nothing was delivered")
            # What was presumed nil, and is closed.
            return Response.NIL
        case Word.DELIVERED if evidence.usable:
            return Response.REPORTED
    return Response.LATE if evidence.of_cases else Response.UNKNOWN
