"""Time passes: what becomes of an expected delivery when its calendar opens, falls due or closes.

The whole way from where it stands to where it should be is told at once, step by step, so that a clock that jumps, or a house that was down
for a month, ends where one that watched every minute does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kostra.followup.calendar import Dates, day, due, ends
from kostra.model.submission import Standing, State


@dataclass(frozen=True, slots=True)
class Step:
    to: State
    reason: str = ""


PRESUMPTION_OVER = "Antakelsen om at det ikke er noe å rapportere gjaldt ikke lenger."

_KEPT = frozenset(
    {
        *(State.RECEIVED, State.ERRORS_SENT, State.CORRECTION_RECEIVED, State.ACCEPTED),
        *(State.NIL_CONFIRMED, State.NIL_PRESUMED),
    }
)
_LOST = frozenset({State.LATE, State.EXTENDED, State.EXCUSED, State.REFUSED})


def steps(standing: Standing, dates: Dates, now: datetime) -> Iterator[Step]:
    """The steps due, in order; none when it stands where it should.

    What came or was opened again after the closing is left to the desk.
    """
    state, today = standing.state, day(now)
    presumed = standing.extended_until if state is State.NIL_PRESUMED else None
    if presumed is not None and today > presumed and presumed < dates.closes:
        state = State.EXPECTED
        yield Step(state, PRESUMPTION_OVER)
    if state is State.EXPECTED and today >= dates.opens:
        state = State.OPENED
        yield Step(state)
    if state in {State.OPENED, State.EXTENDED} and today > due(dates, standing):
        state = State.LATE
        yield Step(state)
    last = max(dates.closes, due(dates, standing))
    if today > last and (standing.since < ends(last) or state is not standing.state):
        if state in _KEPT:
            yield Step(State.FINAL)
        elif state in _LOST:
            yield Step(State.CLOSED_NONRESPONSE)
