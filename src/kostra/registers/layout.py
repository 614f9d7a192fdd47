"""The layout of a register: what stands in its file, who sends it and when, and how much it may differ from the last one.

Layouts are content, the TOML files in `layouts/`, read by `kostra.registers.catalogue`. Nothing here reads a file or knows a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kostra.model.codelist import CodeList
from kostra.model.dated import Dated
from kostra.model.period import Period, Span
from kostra.model.text import Text


class Kind(StrEnum):
    """What a column holds. The first two tell who somebody is, and become pseudonyms before anything is kept as typed records."""

    NATIONAL_ID = "national-id"
    DUF = "duf"
    TEXT = "text"
    WHOLE = "whole"
    DATE = "date"
    MONTH = "month"
    CODE = "code"
    CODES = "codes"
    """Several codes with commas between."""
    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    """Two digits, within the municipality in the column before."""
    REGIONS = "regions"
    """A municipality or a district, or municipalities joined by a plus sign."""

    @property
    def personal(self) -> bool:
        return self in (Kind.NATIONAL_ID, Kind.DUF)


class Unknown(StrEnum):
    """What a value that nobody knows does: the file is refused, or the rows are listed as long as they are few."""

    REFUSE = "refuse"
    LIST = "list"


class Covers(StrEnum):
    """What must all be there."""

    NOTHING = "nothing"
    MUNICIPALITIES = "municipalities"
    REPORTING_UNITS = "reporting-units"


class Edge(StrEnum):
    """How a date is bound to the period of the file."""

    NOT_BEFORE = "not-before"
    NOT_AFTER = "not-after"


@dataclass(frozen=True, slots=True)
class Column:
    """`required` asks for a value in every row; `may_be_left_out` lets the whole column be missing from the file."""

    id: str
    title: Text
    kind: Kind
    since: int
    until: int | None
    required: bool
    may_be_left_out: bool
    codes: CodeList | None
    unknown: Unknown
    period: frozenset[Edge]

    def covers(self, year: int) -> bool:
        return self.since <= year and (self.until is None or year <= self.until)


@dataclass(frozen=True, slots=True)
class Due:
    """A day of the year, so many years after the period."""

    month: int
    day: int
    years_after: int

    def of(self, period: Period) -> date:
        return date(period.year + self.years_after, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Limits:
    """Shares: how much fewer and more rows there may be than last time, and how many rows may have something that is only listed."""

    fewer: float
    more: float
    listed: float
    megabytes: int


@dataclass(frozen=True, slots=True)
class Layout:
    """`body` is who sends it: its people and systems may; without one, only those who have the care of registers here."""

    id: str
    title: Text
    about: Text
    source: str
    version: Dated[str]
    spans: tuple[Span, ...]
    body: str | None
    due: Due | None
    """None for what comes only when there is something to tell."""
    may_repeat: bool
    """The very same file may hold for another period: a code list in which nothing has changed."""
    delimiter: str
    quoted: bool
    encodings: tuple[str, ...]
    key: tuple[str, ...]
    region: tuple[str, ...]
    covers: Covers
    limits: Limits
    every_column: tuple[Column, ...]

    @property
    def since(self) -> int:
        return self.version.since

    @property
    def until(self) -> int | None:
        return self.version.until

    @property
    def personal(self) -> bool:
        """Whether it tells of persons. What it holds is then never shown or exported here."""
        return any(column.kind.personal for column in self.every_column)

    def columns(self, year: int) -> tuple[Column, ...]:
        return tuple(column for column in self.every_column if column.covers(year))

    def column(self, id: str) -> Column:
        return next(column for column in self.every_column if column.id == id)
