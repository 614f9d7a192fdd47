"""What the desk does with the data in the season: on Mondays after the deadline it looks at some municipalities.

The largest municipalities come first. A sum that is not that of its months is mended, what else stands is approved; once a month the last
change is taken back, because the municipality says that it was right. What moves a figure much waits for a colleague.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kostra.app.editing import changing
from kostra.app.editing.flagged import Flagged, flagged
from kostra.app.editing.previewing import Wanted
from kostra.app.editing.records import Seen, look
from kostra.app.season.cast import Cast
from kostra.app.season.publishing import owed
from kostra.app.system import System
from kostra.followup.calendar import day
from kostra.forms import calendar
from kostra.model.edit import Edit, Reason, Whole
from kostra.model.errors import Refused

FORM = "11F"
A_WEEK = 3
"""How many municipalities the desk looks at on a Monday."""
_EACH = 5
"""Records of each."""
SUMS = {"K36": ("bidrag", "bidrag_"), "K37": ("laan", "laan_")}
"""The controls that hold a sum against its months: the sum, and how the months begin."""
_RIGHT = "Kommunen bekrefter at opplysningen er riktig."
_SUMMED = "Summen av månedene er brukt, etter samtale med kommunen."
_WRONG = "Kommunen har gått gjennom saken: det som sto, var riktig."
_AGREED = "Enig. Månedene stemmer med vedtakene."


def edit(system: System, cast: Cast) -> None:
    """A Monday at the desk."""
    today = day(system.clock.now())
    for whole, deadline in _under_way(system, cast, today):
        monday = (today - deadline).days // 7
        changed: list[Edit] = []
        for municipality in _turn(_largest(system, cast, whole), monday):
            for one in flagged(system, cast.desk, whole, municipality).records[:_EACH]:
                changed += _settle(system, cast, whole, one)
        if changed and today.day <= 7:
            changing.undo(system, cast.desk, changed[-1].id, _WRONG)


def _settle(system: System, cast: Cast, whole: Whole, one: Flagged) -> Iterator[Edit]:
    """Mended or approved, once: what somebody has looked at is left."""
    seen = look(system, cast.desk, whole, one.unit, one.record)
    if seen.reviewed is not None or seen.history:
        return
    control = next((found.control for found in one.found if found.control in SUMS), None)
    if control is None:
        changing.approve(system, cast.desk, whole, one.unit, one.record, _RIGHT)
        return
    field, months = SUMS[control]
    wanted = Wanted(one.unit, one.record, field, _now(seen, field), str(_sum(seen, months)))
    try:
        saved = changing.change(system, cast.desk, whole, wanted, Reason.REVIEW, _SUMMED, answers=control).edit
    except Refused:
        return
    if saved.needs_second:
        changing.second(system, cast.colleague, saved.id, _AGREED)
    yield saved


def _turn(every: list[str], monday: int) -> list[str]:
    """Those whose turn it is; after the smallest come the largest again."""
    return list(dict.fromkeys(every[(monday * A_WEEK + at) % len(every)] for at in range(A_WEEK) if every))


def _now(seen: Seen, field: str) -> str | None:
    return next(value.now for value in seen.values if value.field.id == field)


def _sum(seen: Seen, months: str) -> int:
    return sum(int(value.now) for value in seen.values if value.field.id.startswith(months) and value.now)


def _under_way(system: System, cast: Cast, today: date) -> Iterator[tuple[Whole, date]]:
    """What is past its deadline, and whose last figures are not out."""
    for expected in owed(system, cast):
        dates = calendar.dates(expected)
        if expected.form == FORM and dates.deadline < today < dates.publications[-1]:
            yield Whole(expected.form, expected.period), dates.deadline


def _largest(system: System, cast: Cast, whole: Whole) -> list[str]:
    """Municipalities by the number of their records, the largest first."""
    with system.transactions.begin(cast.desk.actor, cast.desk.scope) as tx:
        sources = tx.edits.sources(whole)
        sizes: dict[str, int] = {}
        for source in sources:
            sent = tx.submissions.one(source.submission)
            municipality = source.unit[:4]
            sizes[municipality] = sizes.get(municipality, 0) + (0 if sent is None else sent.records or 0)
    return sorted(sizes, key=lambda code: (-sizes[code], code))
