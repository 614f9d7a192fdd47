"""The house's own clock: openings, deadlines and closings pass, in Oslo time. What is done is not done again, however often it runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kostra.app.followup.moving import walk
from kostra.app.ports.transaction import Scope, Transaction
from kostra.app.system import System
from kostra.followup.passing import steps
from kostra.followup.states import ENDED, Mover
from kostra.forms import calendar
from kostra.model.people import HOUSE
from kostra.model.period import Period
from kostra.model.submission import Season, Standing, State

_PASSABLE = tuple(state for state in State if state not in ENDED | {State.REOPENED})

_BEFORE_OPENING = (State.NIL_PRESUMED,)
"""All that can pass before the first day: there may be a year of months ahead, and they are not gone through each time."""


def deadlines(system: System) -> Mapping[State, int]:
    """How many came into which state. One form and period at a time, so that a long campaign does not hold up those who send."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        every = [(season, *one) for season in Season for one in tx.campaign.periods(season)]
    passed: Counter[State] = Counter()
    for season, form, period in every:
        if form in calendar.calendars():
            with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
                passed += _pass(tx, season, form, period)
    return dict(passed)


def _pass(tx: Transaction, season: Season, form: str, period: Period) -> Counter[State]:
    """Asked again with the rows locked: something may have come in meanwhile."""
    dates = calendar.calendar(form).dates(period, season)

    def way(standing: Standing) -> list[tuple[State, str]]:
        return [(step.to, step.reason) for step in steps(standing, dates, tx.now)]

    due = {
        one.state
        for one in tx.campaign.standings(season=season, form=form, period=period, states=_PASSABLE)
        if way(one)
    }
    if not due:
        return Counter()
    locked = tx.campaign.standings(season=season, form=form, period=period, states=due, lock=True)
    return walk(tx, locked, way, Mover.HOUSE)
