"""What the desk does on the days that the calendar names for figures: it estimates what is missing, makes the tables, finds what of them
can be shown, and releases that. One makes each of these, and a colleague approves it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from kostra.app.estimating.making import estimate, order
from kostra.app.estimating.record import Kind
from kostra.app.publication import producing
from kostra.app.season.cast import Cast
from kostra.app.system import System
from kostra.estimation.catalogue import declared
from kostra.forms import calendar
from kostra.model.cube import Status
from kostra.model.errors import Refused
from kostra.model.submission import Expected, Season

_FIGURES = {Status.PROVISIONAL: "Foreløpige tall", Status.FINAL: "Endelige tall"}


def publish(system: System, cast: Cast, on: date, data: Path, tell: Callable[[str], None]) -> None:
    """On a day of publication, provisional figures on the first and final ones on the last: what is missing is estimated, then the tables
    of the year are made, and what of them can be shown is found and audited."""
    made: dict[tuple[int, Status], None] = {}
    for expected in owed(system, cast):
        days = calendar.dates(expected).publications
        if on not in days:
            continue
        year, status = expected.period.year, Status.FINAL if on == days[-1] else Status.PROVISIONAL
        made[year, status] = None
        if expected.form in declared():
            reason = f"{_FIGURES[status]}, {on:%d.%m.%Y}"
            ordered = order(system, cast.desk, expected.form, year, Kind(status), reason)
            # A worker may have begun; then this waits for it, and else makes the run itself.
            estimate(system, ordered.id)
    for year, status in made:
        try:
            producing.write_tables(system, cast.desk, data, year, status, tell)
            producing.publish(system, cast.desk, data, year, status, tell, cast.colleague, with_advice=True)
        except Refused as refusal:
            tell(refusal.message)


def owed(system: System, cast: Cast) -> tuple[Expected, ...]:
    """One of each form and period that is collected."""
    with system.transactions.begin(cast.desk.actor, cast.desk.scope) as tx:
        return tuple(Expected(form, period, "") for form, period in tx.campaign.periods(Season.REAL))
