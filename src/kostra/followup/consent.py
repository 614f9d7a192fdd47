"""Whom a form is voluntary for: invited, joined, declined or withdrawn, read from a log that is only ever added to.

Who has joined by month owes every month from then on, who has joined by quarter every quarter. Nothing is owed of a period that began
before they joined, or after they withdrew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kostra.model.errors import Broken
from kostra.model.people import Actor
from kostra.model.period import Period, Span


class Act(StrEnum):
    """The desk invites; the municipality joins, which is also how it changes between month and quarter, declines or withdraws."""

    INVITED = "invited"
    JOINED = "joined"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Consent:
    """One line of the log. `since` is the first period that is owed, or of a withdrawal the first that is not. `on_behalf` is who in the
    municipality has decided, as whoever wrote it down says; `text` is the invitation, or why.
    """

    id: str
    unit: str
    act: Act
    by: Actor
    at: datetime
    since: Period | None = None
    on_behalf: str = ""
    text: str = ""

    def __post_init__(self) -> None:
        if (self.since is not None) != (self.act in (Act.JOINED, Act.WITHDRAWN)):
            raise Broken(f"{self.act} with {self.since}")
        if self.since is not None and self.since.span is Span.YEAR:
            raise Broken("what is voluntary is of a month or a quarter")


@dataclass(frozen=True, slots=True)
class Part:
    """How a unit stands: `last` is the newest line about it, and `joined` that of its taking part, None where it takes no part."""

    unit: str
    last: Consent
    joined: Consent | None

    @property
    def span(self) -> Span | None:
        return None if self.joined is None or self.joined.since is None else self.joined.since.span


def parts(log: Iterable[Consent]) -> dict[str, Part]:
    """By unit, in their order. The log is in the order it was written. An invitation to somebody who takes part changes nothing."""
    found: dict[str, Part] = {}
    for one in log:
        before = found.get(one.unit)
        joined = None if before is None else before.joined
        if one.act is not Act.INVITED:
            joined = one if one.act is Act.JOINED else None
        found[one.unit] = Part(one.unit, one, joined)
    return dict(sorted(found.items()))


def owed(log: Sequence[Consent], year: int) -> tuple[Period, ...]:
    """What one unit owes of a year, by its own lines of the log; in the order of time."""
    turns = [one for one in log if one.since is not None]
    found = []
    for period in _periods(year):
        held = _in_force(turns, period.first_day)
        if held is not None and held.act is Act.JOINED and held.since is not None and held.since.span is period.span:
            found.append(period)
    return tuple(sorted(found, key=lambda one: (one.first_day, one.span)))


def _in_force(turns: Sequence[Consent], on: date) -> Consent | None:
    """The line that was written last, of those that had begun; a later one takes away what it begins before."""
    held: Consent | None = None
    for one in turns:
        assert one.since is not None
        if one.since.first_day <= on:
            held = one
    return held


def _periods(year: int) -> tuple[Period, ...]:
    quarters = tuple(Period(year, Span.QUARTER, number) for number in range(1, 5))
    return (*Period(year).months(), *quarters)
