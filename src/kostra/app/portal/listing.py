"""What is owed, for programs: all that the asker may see, or the part of it that they ask for."""

from __future__ import annotations

from kostra.app.permissions import Asker, demand_login
from kostra.app.portal.owed import Owed, told
from kostra.app.system import System
from kostra.model.people import Duty, Right
from kostra.model.period import Period
from kostra.model.submission import Season


def listed(
    system: System,
    asker: Asker,
    *,
    region: str | None = None,
    form: str | None = None,
    period: Period | None = None,
    season: Season = Season.REAL,
) -> tuple[Owed, ...]:
    """In the order of form, period and unit. What the asker has no right to see is left out, and nothing tells that it is there."""
    demand_login(asker)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = tx.campaign.standings(season=season, form=form, period=period, unit=region)
        everything = asker.has(Duty.STATISTICIAN)
        return tuple(
            told(one, tx.now)
            for one in found
            if everything or asker.may(Right.SEE, one.expected.unit, one.expected.form)
        )
