"""The time a delivery is about: a year, a quarter of it or a month of it.

Written `2026`, `2026K1` and `2026M03`, as the table bank writes them. Nothing else is read as a period.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kostra.model.errors import Refused

_WRITTEN = re.compile(r"(?P<year>[0-9]{4})(?:K(?P<quarter>[1-4])|M(?P<month>0[1-9]|1[0-2]))?")


class Span(StrEnum):
    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


_MONTHS = {Span.YEAR: 12, Span.QUARTER: 3, Span.MONTH: 1}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """`number` is 1 for a year, 1-4 for a quarter, 1-12 for a month."""

    year: int
    span: Span = Span.YEAR
    number: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12 // _MONTHS[self.span]:
            raise Refused(f"Det finnes ikke noe nummer {self.number} av {self.span} i et år.")

    @classmethod
    def read(cls, written: str) -> Period:
        found = _WRITTEN.fullmatch(written)
        if found is None:
            raise Refused(
                f"«{written}» er ikke en periode. Skriv året (2026), kvartalet (2026K1) eller måneden (2026M03)."
            )
        year = int(found["year"])
        if found["quarter"]:
            return cls(year, Span.QUARTER, int(found["quarter"]))
        if found["month"]:
            return cls(year, Span.MONTH, int(found["month"]))
        return cls(year)

    def __str__(self) -> str:
        match self.span:
            case Span.YEAR:
                return f"{self.year:04d}"
            case Span.QUARTER:
                return f"{self.year:04d}K{self.number}"
            case Span.MONTH:
                return f"{self.year:04d}M{self.number:02d}"

    @property
    def first_month(self) -> int:
        return (self.number - 1) * _MONTHS[self.span] + 1

    @property
    def last_month(self) -> int:
        return self.number * _MONTHS[self.span]

    @property
    def first_day(self) -> date:
        return date(self.year, self.first_month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.last_month, monthrange(self.year, self.last_month)[1])

    def __contains__(self, other: Period | date) -> bool:
        if isinstance(other, Period):
            return self.first_day <= other.first_day and other.last_day <= self.last_day
        return self.first_day <= other <= self.last_day

    def previous(self) -> Period:
        """The period of the same span just before this one."""
        if self.number > 1:
            return Period(self.year, self.span, self.number - 1)
        return Period(self.year - 1, self.span, 12 // _MONTHS[self.span])

    def a_year_before(self) -> Period:
        return Period(self.year - 1, self.span, self.number)

    def months(self) -> tuple[Period, ...]:
        return tuple(Period(self.year, Span.MONTH, month) for month in range(self.first_month, self.last_month + 1))
