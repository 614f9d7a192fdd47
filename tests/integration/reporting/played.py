"""A small season to report on: files with warnings that were asked about, reminders, edits, estimates of the silent, and two releases."""

from __future__ import annotations

from datetime import UTC, datetime

from integration.editing.editors import WHOLE, line, value
from integration.estimating.campaigns import deliver, silent
from integration.evaluation.played import played as warnings
from integration.portal.house import BERGEN, GRORUD, MOSS, SIRI, STAVANGER, House
from integration.publication.released import AGES, HIDDEN, SEXES, released
from integration.reporting.around import around
from kostra.app.editing.changing import change
from kostra.app.editing.previewing import Wanted
from kostra.app.estimating import making
from kostra.app.estimating.record import Kind as Run
from kostra.app.followup.deadlines import deadlines
from kostra.app.permissions import Asker
from kostra.model.edit import Reason
from kostra.model.release import Kind

YEAR = 2026
OTHERS = ("110600", "110800", "111100", "111200", "111400", "111900", "112000", "460200")
LATE = "111200"
"""Comes after the provisional figures."""
NEVER = "111400"
PROVISIONAL, FINAL = datetime(2027, 3, 15, 9, tzinfo=UTC), datetime(2027, 6, 15, 9, tzinfo=UTC)
"""An hour or two after the figures became public."""
JUNE = datetime(2027, 6, 25, 9, tzinfo=UTC)


def played(there: House) -> None:
    """Until the end of June."""
    system, clock = there.system, there.clock
    warnings(there)
    deliver(system, 2025, {unit: 4 + number for number, unit in enumerate((*OTHERS, STAVANGER, BERGEN, MOSS, GRORUD))})
    on_time = {unit: 5 + number for number, unit in enumerate(OTHERS) if unit not in (LATE, NEVER)}
    deliver(system, YEAR, on_time)
    silent(system, YEAR, (LATE, NEVER))
    clock.time = PROVISIONAL.replace(day=14)
    deadlines(system)
    _estimated(there, Run.PROVISIONAL)
    released(system, there.folder, {AGES: HIDDEN, SEXES: {}})
    clock.time = PROVISIONAL
    clock.move(days=20)
    _edited(there, SIRI)
    deliver(system, YEAR, {LATE: 9})
    clock.time = FINAL.replace(day=14)
    deadlines(system)
    _estimated(there, Run.FINAL)
    released(system, there.folder, {AGES: HIDDEN | {("1103", "a"): 12}, SEXES: {}}, Kind.FINAL)
    clock.time = JUNE
    around(system)


def _estimated(there: House, kind: Run) -> None:
    making.estimate(there.system, making.order(there.system, SIRI, "11F", YEAR, kind, "til rapporten").id)


def _edited(there: House, who: Asker) -> None:
    """Two amounts and a code of Bergen's file."""
    for field, number, to, reason in (
        ("bidrag_jan", 1, "100", Reason.OWNER),
        ("bidrag_jan", 2, "250", Reason.REVIEW),
        ("arbsit", 3, "07", Reason.REVIEW),
    ):
        record = line(there.system, number, BERGEN).record
        saw = value(there.system, field, number, BERGEN)
        change(there.system, who, WHOLE, Wanted(BERGEN, record, field, saw, to), reason, "i testen")
