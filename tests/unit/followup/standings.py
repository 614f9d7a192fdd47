"""Standings for the tests of follow-up."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kostra.followup.calendar import Dates
from kostra.model.period import Period
from kostra.model.submission import Expected, Standing, State

OPENS, DEADLINE, CORRECTIONS, CLOSES = date(2027, 1, 2), date(2027, 1, 15), date(2027, 4, 15), date(2027, 6, 15)
DATES = Dates(OPENS, DEADLINE, CORRECTIONS, CLOSES, (date(2027, 3, 15), date(2027, 6, 15)))
BEFORE = datetime(2026, 12, 1, 12, tzinfo=UTC)


def at(month: int, day: int, hour: int = 11, year: int = 2027) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def standing(
    state: State = State.OPENED,
    unit: str = "110300",
    form: str = "11F",
    since: datetime = BEFORE,
    arrived: datetime | None = None,
    until: date | None = None,
    period: Period = Period(2026),  # noqa: B008 (a value that never changes)
) -> Standing:
    submission = None if arrived is None else "s"
    return Standing(Expected(form, period, unit), state, since, submission, arrived, until)
