"""What the desk does with the data in the season: on Mondays after the deadline it looks at some municipalities, and on the days that
the calendar names for figures it estimates what is missing, makes the tables, and finds what of them can be shown.

The largest municipalities come first. A sum that is not that of its months is mended, what else stands is approved; once a month the last
change is taken back, because the municipality says that it was right. What moves a figure much waits for a colleague.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from kostra.app.disclosure.deciding import approve
from kostra.app.disclosure.protecting import protect
from kostra.app.disclosure.telling import as_line, passed
from kostra.app.editing import changing
from kostra.app.editing.flagged import Flagged, flagged
from kostra.app.editing.previewing import Wanted
from kostra.app.editing.records import Seen, look
from kostra.app.estimating.making import estimate, order
from kostra.app.estimating.record import Kind
from kostra.app.season.cast import Cast
from kostra.app.statistics.making import cubes
from kostra.app.statistics.writing import FOLDER, write
from kostra.app.system import System
from kostra.estimation.catalogue import declared
from kostra.followup.calendar import day
from kostra.forms import calendar
from kostra.model.cube import Status
from kostra.model.edit import Edit, Reason, Whole
from kostra.model.errors import Refused
from kostra.model.submission import Expected, Season

FORM = "11F"
A_WEEK = 3
"""How many municipalities the desk looks at on a Monday."""
_EACH = 5
"""Records of each."""
SUMS = {"K36": ("bidrag", "bidrag_"), "K37": ("laan", "laan_")}
"""The controls that hold a sum against its months: the sum, and how the months begin."""
_FIGURES = {Status.PROVISIONAL: "Foreløpige tall", Status.FINAL: "Endelige tall"}
_RIGHT = "Kommunen bekrefter at opplysningen er riktig."
_SUMMED = "Summen av månedene er brukt, etter samtale med kommunen."
_WRONG = "Kommunen har gått gjennom saken: det som sto, var riktig."
_AGREED = "Enig. Månedene stemmer med vedtakene."
_AUDITED = "Revisjonen er bestått."


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


def publish(system: System, cast: Cast, on: date, data: Path, tell: Callable[[str], None]) -> None:
    """On a day of publication, provisional figures on the first and final ones on the last: what is missing is estimated, then the tables
    of the year are made, and what of them can be shown is found and audited."""
    made: dict[tuple[int, Status], None] = {}
    for expected in _owed(system, cast):
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
        for _ in write(system, cubes(system, cast.desk, year, status=status), data / FOLDER, status):
            pass
        _protect(system, cast, data, year, status, tell)


def _protect(system: System, cast: Cast, data: Path, year: int, status: Status, tell: Callable[[str], None]) -> None:
    """By one at the desk; the other approves it, if the audit has passed. Where there is no answer, the season says so and goes on."""
    try:
        run = protect(system, cast.desk, data, year, status, with_advice=True)
    except Refused as refusal:
        tell(refusal.message)
        return
    tell(as_line(run))
    if passed(run):
        approve(system, cast.colleague, data, run.id, _AUDITED)


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
    for expected in _owed(system, cast):
        dates = calendar.dates(expected)
        if expected.form == FORM and dates.deadline < today < dates.publications[-1]:
            yield Whole(expected.form, expected.period), dates.deadline


def _owed(system: System, cast: Cast) -> tuple[Expected, ...]:
    """One of each form and period that is collected."""
    with system.transactions.begin(cast.desk.actor, cast.desk.scope) as tx:
        return tuple(Expected(form, period, "") for form, period in tx.campaign.periods(Season.REAL))


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
