"""The frequent series in the season: on the first day the desk invites some municipalities, most of them join, a few say no and one never
answers, and a colleague approves beforehand. From then on nobody does anything but send.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from kostra.app.publication import approving
from kostra.app.publication.showing import standings
from kostra.app.season.cast import Cast
from kostra.app.season.plan import MONTHLY, Arrival
from kostra.app.series import consenting
from kostra.app.series.producing import series
from kostra.app.system import System
from kostra.followup.calendar import begins, day, ends
from kostra.forms import calendar
from kostra.model.period import Period, Span

EVERY = 9
"""One in so many municipalities and districts is invited."""
LEFT = "110300"
"""Stavanger is invited, and leaves it to whoever plays its part to answer."""
_TEXT = (
    "Vi inviterer dere til å levere skjema 11M hver måned eller hvert kvartal i år. Det er frivillig, fagsystemet sender det, og tallene "
    "går rett til målekortet. Svar i innsendingsportalen, under Hyppigere rapportering."
)
_REASON = "Hyppige tall publiseres når revisjonen er bestått."
_NO = "Vi har ikke kapasitet i år."
_SOON = timedelta(minutes=30)
_LATER = (3, 10)
"""Days after a deadline when the job is run again: for the reminder, and for those who came late."""


def begin(system: System, cast: Cast, by_quarter: Collection[str] = ()) -> frozenset[str]:
    """Those who take part, by month or by quarter as the case system of each has it. In a season that goes on, everybody has answered."""
    parts, _ = consenting.everybody(system, cast.desk)
    if not parts:
        able = sorted(cast.systems)
        invited = sorted({*able[::EVERY], *({LEFT} & set(able))})
        consenting.invite(system, cast.desk, invited, _TEXT)
        today = day(system.clock.now())
        month, quarter = (
            Period(today.year, Span.MONTH, today.month),
            Period(today.year, Span.QUARTER, (today.month + 2) // 3),
        )
        for number, unit in enumerate(unit for unit in invited if unit != LEFT):
            if number % EVERY == EVERY - 1:
                consenting.decline(system, cast.persons[unit], unit, "Kommunedirektøren", _NO)
            else:
                since = quarter if unit in by_quarter else month
                consenting.join(system, cast.persons[unit], unit, since, "Nav-lederen")
        parts, _ = consenting.everybody(system, cast.desk)
    return frozenset(unit for unit, part in parts.items() if part.joined is not None)


def hours(plan: Iterable[Arrival]) -> Iterator[datetime]:
    """When the job has something to do: soon after the last file of each period and after its deadline, and some days later."""
    last = {one.expected.period: one for one in sorted(plan, key=lambda one: one.at) if one.expected.form == MONTHLY}
    found = set()
    for one in last.values():
        deadline = calendar.dates(one.expected).deadline
        found |= {one.at + _SOON, ends(deadline) + _SOON}
        found |= {begins(deadline + timedelta(days=later)) + timedelta(hours=8) for later in _LATER}
    yield from sorted(found)


def make(system: System, cast: Cast) -> None:
    """A standing approval that has run out is given again first."""
    today = day(system.clock.now())
    given = standings(system, cast.desk)
    if not any(MONTHLY in one.tables and one.ended is None and one.since <= today <= one.until for one in given):
        approving.give(system, cast.colleague, (MONTHLY,), today, today + timedelta(days=365), _REASON)
    series(system)
