"""When each unit delivers: in time, late or never, by the dials and by the unit's own slowness.

Times are simulated from the deadline. No clock is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from kostra.synth.arrays import Bools, Dates, NationYear
from kostra.synth.parts import IN_TIME, LATE, NEVER, NIL, Delivery

DUE_MONTHLY = 10
"""The day of the following month when the monthly extract is due."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One entry per reporting unit."""

    never: Bools
    late: Bools
    arrived: Dates
    """`datetime64[s]`"""


def due_yearly(year: int) -> date:
    """15 January of the next year, the deadline of 11F and 11CF."""
    return date(year + 1, 1, 15)


def due_monthly(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, DUE_MONTHLY)


def plan(nation: NationYear, form: str, period: str, due: date) -> Plan:
    """Draw the deliveries of one form and period."""
    n = len(nation.units)
    chance = nation.generator("deliveries", form, period)
    slow = nation.units.slowness / 0.5
    never = chance.random(n) < nation.dials.never
    late = ~never & (chance.random(n) < np.minimum(nation.dials.late * slow, 1.0))
    # Most send in the last days, in office hours; the late ones come over the following weeks.
    day = np.where(late, 1 + np.floor(chance.exponential(9.0, n)), -np.floor(chance.gamma(1.6, 2.6, n))).astype(
        np.int64
    )
    second = 8 * 3600 + (chance.beta(1.6, 1.4, n) * 8 * 3600).astype(np.int64)
    arrived = (np.datetime64(due, "D") + day.astype("timedelta64[D]")).astype("datetime64[s]") + second.astype(
        "timedelta64[s]"
    )
    return Plan(never, late, arrived)


def delivery(nation: NationYear, form: str, period: str, due: date) -> Callable[[int, bool], Delivery]:
    """The delivery of a unit (by row), given whether it has nothing to report."""
    planned = plan(nation, form, period, due)

    def of(row: int, nothing: bool) -> Delivery:
        return _told(planned, row, str(nation.units.code[row]), form, period, nothing)

    return of


def _told(planned: Plan, row: int, unit: str, form: str, period: str, nothing: bool) -> Delivery:
    if planned.never[row]:
        return Delivery(unit, form, period, NEVER, "", "")
    state = NIL if nothing else LATE if planned.late[row] else IN_TIME
    return Delivery(unit, form, period, state, str(planned.arrived[row]), f"fagansvarlig-{unit}")
