"""What the desk asks in the season, and what the municipalities answer: some error lists each week after the deadline.

The largest of what has come is looked at first, as at a real desk. Half of what is asked about is answered as right as it is.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from kostra.app.followup import answering, deciding, errorlists
from kostra.app.followup.answering import Given
from kostra.app.season.cast import Cast
from kostra.app.system import System
from kostra.followup.calendar import day
from kostra.followup.errorlists import Answer
from kostra.forms import calendar
from kostra.model.errors import Refused
from kostra.model.submission import Standing, State

A_WEEK = 12
"""How many lists the desk sends on a Monday."""
_ANSWER_AFTER = timedelta(days=4)
_EXPLANATION = "Kontrollert mot journalen. Opplysningen er riktig."
_TO_LOOK_AT = (State.RECEIVED, State.CORRECTION_RECEIVED)


def ask(system: System, cast: Cast) -> None:
    """On a Monday after the deadline: lists to some, and the rest of what was looked at is accepted."""
    now = system.clock.now()
    with system.transactions.begin(cast.desk.actor, cast.desk.scope) as tx:
        waiting = [one for one in tx.campaign.standings(states=_TO_LOOK_AT) if _is_due(one, now)]
        sizes = {
            one.expected: found.records or 0 for one in waiting if (found := tx.submissions.one(one.submission or ""))
        }
    answer_by = day(now) + timedelta(days=14)
    for one in sorted(waiting, key=lambda it: (-sizes.get(it.expected, 0), it.expected))[:A_WEEK]:
        try:
            errorlists.send_list(system, cast.desk, one.expected, answer_by)
        except Refused:
            deciding.accept(system, cast.desk, (one.expected,))


def answer(system: System, cast: Cast) -> None:
    """What has lain with a municipality for some days is answered, line by line."""
    now = system.clock.now()
    for made in answering.lists(system, cast.desk):
        if made.is_open and made.returned is None and now - made.sent >= _ANSWER_AFTER:
            person = cast.persons[made.expected.unit]
            lines = answering.see(system, person, made.id).lines
            given = {
                one.number: Given(Answer.RIGHT, _EXPLANATION) if one.number % 2 else Given(Answer.CORRECTED)
                for one in lines
            }
            answering.answer(system, person, made.id, given)


def _is_due(standing: Standing, now: datetime) -> bool:
    """What is voluntary is not asked about: the controls alone decide of it."""
    expected = standing.expected
    return not calendar.voluntary(expected.form) and day(now) > calendar.dates(expected).deadline
