"""When a form may be sent, when it is due, and when the book is closed: dates in Oslo, from rules that know working days.

A date means the whole day in Oslo: what comes in the last second of the deadline is in time. The dates themselves are data, read by
`kostra.forms.calendar`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from kostra.followup.states import ENDED, NIL
from kostra.model.period import Period
from kostra.model.submission import Standing, State
from kostra.model.workdays import next_working_day

OSLO = ZoneInfo("Europe/Oslo")
PUBLISHED_AT = time(8)
"""Figures become visible at eight in the morning."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of one form and period. All are the last day that something holds, but `opens`, the first, and `publications`.

    `corrections` is the last day for mending what was delivered; after it only what is asked for is taken, until `closes`.
    """

    opens: date
    deadline: date
    corrections: date
    closes: date
    publications: tuple[date, ...] = ()


class Phase(StrEnum):
    """Where a form and period is in its calendar."""

    BEFORE = "before"
    OPEN = "open"
    CORRECTING = "correcting"
    CLOSING = "closing"
    CLOSED = "closed"


def phase(dates: Dates, now: datetime) -> Phase:
    today = day(now)
    if today < dates.opens:
        return Phase.BEFORE
    if today <= dates.deadline:
        return Phase.OPEN
    if today <= dates.corrections:
        return Phase.CORRECTING
    return Phase.CLOSING if today <= dates.closes else Phase.CLOSED


def day(moment: datetime) -> date:
    """The day it is in Oslo."""
    return moment.astimezone(OSLO).date()


def begins(on: date) -> datetime:
    """The first moment of a day in Oslo, in UTC."""
    return datetime.combine(on, time(), OSLO).astimezone(UTC)


def ends(on: date) -> datetime:
    """The first moment after a day in Oslo, in UTC."""
    return begins(on + timedelta(days=1))


def due(dates: Dates, standing: Standing) -> date:
    """The last day for this unit: its own extension, or the calendar's."""
    extended = standing.extended_until if standing.state not in NIL else None
    return dates.deadline if extended is None else max(extended, dates.deadline)


def days_late(dates: Dates, standing: Standing, now: datetime) -> int:
    """How many days after its deadline something came, or how long one has waited for it; 0 when in time."""
    return max(0, (day(standing.arrived or now) - due(dates, standing)).days)


def closed_because(dates: Dates, now: datetime, standing: Standing) -> str | None:
    """Why nothing may be sent just now, in bokmål for whoever tries; None when the door is open."""
    form, period = standing.expected.form, standing.expected.period
    what = f"Skjema {form} for {period}"
    if standing.state is State.REOPENED:
        return None
    if standing.state is State.NOT_IN_POPULATION:
        return f"{what} skal ikke leveres av denne enheten. Ta kontakt med SSB hvis det er feil."
    if standing.state in ENDED:
        return f"{what} er ferdig behandlet. Be SSB om å åpne det på nytt hvis noe må endres."
    today = day(now)
    if today < dates.opens:
        return f"{what} kan sendes inn fra {told(dates.opens)}."
    if today > dates.closes and today > due(dates, standing):
        return f"Innsamlingen av {what[0].lower()}{what[1:]} ble stengt {told(dates.closes)}. Ta kontakt med SSB hvis noe må endres."
    asked_for = standing.state not in {State.RECEIVED, State.ACCEPTED, State.NIL_CONFIRMED}
    if today > dates.corrections and not asked_for:
        return (
            f"Fristen for å rette {what[0].lower()}{what[1:]} gikk ut {told(dates.corrections)}, og det som er levert, brukes. "
            "Be SSB om å åpne det på nytt hvis noe er galt."
        )
    return None


def is_open(dates: Dates, now: datetime, standing: Standing) -> bool:
    return closed_because(dates, now, standing) is None


MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)


def told(on: date) -> str:
    """15. januar 2027: the same in bokmål and nynorsk."""
    return f"{on.day}. {MONTHS[on.month - 1]} {on.year}"


class From(StrEnum):
    """What a rule counts from: the year the figures are about, the year after, or the month after the period."""

    SAME_YEAR = "same year"
    NEXT_YEAR = "next year"
    NEXT_MONTH = "next month"


@dataclass(frozen=True, slots=True)
class Rule:
    """A day as a rule. `month` is 0 in a rule that counts from the month after the period. On a free day, `working` moves it to the next
    working day.
    """

    counted: From
    month: int
    day: int
    working: bool = False

    def on(self, period: Period) -> date:
        match self.counted:
            case From.SAME_YEAR:
                found = date(period.year, self.month, self.day)
            case From.NEXT_YEAR:
                found = date(period.year + 1, self.month, self.day)
            case From.NEXT_MONTH:
                found = (period.last_day + timedelta(days=1)).replace(day=self.day)
        return next_working_day(found) if self.working else found
