"""The clock of the year, read from clock.toml: its days, how far a proposal must have come by each, and which are late.

And how early a change must be decided. Forms that are filled in at the end of the year can be changed for the same year; what is registered
through the year is changed for the next. A control, a guide or a table asks nothing new of anybody, and can be changed for the same year.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from kostra.model import content
from kostra.model.errors import Refused
from kostra.model.proposal import Kind, Proposal, State
from kostra.model.text import Text
from kostra.model.workdays import last_working_day, next_working_day

FILE = Path(__file__).parent / "clock.toml"
FREEZE = "freeze"
LATEST_LEAD = 1
"""For a form that the file does not name."""

_RULE = re.compile(r"(?P<month>\d\d)-(?P<day>\d\d)(?P<free>, working day( before)?)?")
_QUESTIONS = frozenset(
    {
        Kind.NEW_FIELD,
        Kind.CHANGED_FIELD,
        Kind.REMOVED_FIELD,
        Kind.NEW_CODE,
        Kind.CHANGED_CODE,
        Kind.REMOVED_CODE,
        Kind.SIMPLIFY,
    }
)
"""What changes what is asked."""
_ORDER = (
    *(State.DRAFT, State.ENTERED, State.TRIED, State.IN_HEARING, State.HEARD, State.IN_MEETING),
    *(State.ACCEPTED, State.IN_FORM, State.PUBLISHED),
)
_OVER = frozenset({State.REJECTED, State.POSTPONED, State.WITHDRAWN})
"""Decided, and with nothing left to do."""


@dataclass(frozen=True, slots=True)
class Day:
    """`reached` is the state that proposals must have come to at the end of it. On a free day it is the next working day, or with `before`
    the last one; without `working` it stays where it is."""

    id: str
    title: Text
    month: int
    day: int
    working: bool
    before: bool
    reached: State
    source: str | None = None

    def on(self, year: int) -> date:
        found = date(year, self.month, self.day)
        if not self.working:
            return found
        return last_working_day(found) if self.before else next_working_day(found)


@dataclass(frozen=True, slots=True)
class Clock:
    """`lead` is by form, in years."""

    days: tuple[Day, ...]
    lead: Mapping[str, int]

    def day(self, id: str) -> Day:
        return next(one for one in self.days if one.id == id)

    def lead_of(self, kind: Kind, form: str | None) -> int:
        """How many years after the year of decision a change can hold from."""
        if kind not in _QUESTIONS or form is None:
            return 0
        return self.lead.get(form, LATEST_LEAD)

    def round(self, on: date) -> int:
        """The year of work that a decision on a day belongs to: after the freeze it is the next one."""
        return on.year if on <= self.day(FREEZE).on(on.year) else on.year + 1

    def earliest(self, kind: Kind, form: str | None, on: date) -> int:
        """The first reporting year that a change decided on a day can hold from."""
        return self.round(on) + self.lead_of(kind, form)

    def refuse_too_late(self, kind: Kind, form: str | None, year: int, on: date) -> None:
        """A decision that comes too late for the year it is meant for is refused, with the first year that can be had."""
        earliest = self.earliest(kind, form, on)
        if year >= earliest:
            return
        freeze = self.day(FREEZE).on(year - self.lead_of(kind, form))
        what = "Forslaget" if form is None else f"Endringer i skjema {form}"
        raise Refused(
            f"{what} for {year} måtte vært vedtatt senest {_told(freeze)}. Det tidligste året nå er {earliest}. "
            f"Velg {earliest} eller senere."
        )

    def work_year(self, one: Proposal) -> int:
        """The year in which the work with a proposal must be done."""
        return one.year - self.lead_of(one.content.kind, one.content.subject.form)

    def late(self, one: Proposal, today: date) -> Day | None:
        """The first day of its clock that is over, and that it has not come as far as; None when it is in time."""
        if one.state is State.DRAFT:
            return None
        year = self.work_year(one)
        return next(
            (day for day in self.days if day.on(year) < today and not has_reached(one.state, day.reached)), None
        )

    def next_day(self, today: date) -> tuple[Day, date]:
        """The next day of the clock, today counted."""
        coming = ((day, day.on(year)) for year in (today.year, today.year + 1) for day in self.days)
        return next((day, on) for day, on in coming if on >= today)


def has_reached(state: State, wanted: State) -> bool:
    """What was decided against, put off or withdrawn has nowhere left to come."""
    return state in _OVER or _ORDER.index(state) >= _ORDER.index(wanted)


@cache
def clock(file: Path = FILE) -> Clock:
    table = content.read(file)
    days = tuple(_day(id, row) for id, row in table.tables("days"))
    lead = table.table("lead")
    found = {form: lead.take(form, int) for form in list(lead.keys())}
    for form, years in found.items():
        if years not in (0, 1):
            raise lead.wrong(form, f"the lead of form {form} is {years}", "Write 0 or 1.")
    table.done()
    if [one.on(2025) for one in days] != sorted(one.on(2025) for one in days):
        raise table.wrong("days", "the days do not follow each other", "Put them in the order of the year.")
    if FREEZE not in {one.id for one in days}:
        raise table.wrong("days", f"there is no day «{FREEZE}»", f"Add [days.{FREEZE}].")
    return Clock(days, found)


def _day(id: str, row: content.Table) -> Day:
    written = row.take("on", str)
    found = _RULE.fullmatch(written)
    try:
        if found is None:
            raise ValueError(written)
        date(2025, int(found["month"]), int(found["day"]))
    except ValueError:
        raise row.wrong(
            "on", f"on is «{written}»", "Write «08-20», and «, working day» or «, working day before»."
        ) from None
    reached = row.choice("reached", State, _ORDER)
    if reached not in _ORDER:
        raise row.wrong("reached", f"reached is «{reached}»", f"Write one of: {', '.join(_ORDER)}.")
    free = found["free"] or ""
    made = Day(
        id,
        row.text("title"),
        int(found["month"]),
        int(found["day"]),
        bool(free),
        free.endswith("before"),
        reached,
        row.maybe("source", str),
    )
    row.maybe("remark", str)
    row.done()
    return made


def _told(on: date) -> str:
    return f"{on:%d.%m.%Y}"
