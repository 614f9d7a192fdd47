"""Regions in a year, what they belong to, and how they became others.

A region is only ever a region of a year: the same number has meant different places. Nothing here knows which regions
exist; that is the business of `kostra.regions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RegionKind(StrEnum):
    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    ALL_DISTRICTS = "all-districts"
    COUNTY = "county"
    KOSTRA_GROUP = "kostra-group"
    SIZE_CLASS = "size-class"
    COUNTRY = "country"
    COUNTRY_WITHOUT_OSLO = "country-without-oslo"
    REPORTING_UNIT = "reporting-unit"
    TOGETHER = "together"
    """Municipalities that a table tells of as one."""


BETWEEN = "+"
"""What stands between their codes in the code of what they are together."""
SEVERAL = r"\d{4}(\+\d{4})*"
"""How the code of a municipality is written, or of those that are told of as one."""


def parts_of(code: str) -> tuple[str, ...]:
    """The municipalities that a region of a table is, where it is several; nothing of any other."""
    return tuple(code.split(BETWEEN)) if BETWEEN in code else ()


@dataclass(frozen=True, slots=True)
class Region:
    """A region as it is in one year. `name` is the name of that year; `until` is None while no end is known."""

    code: str
    name: str
    kind: RegionKind
    since: int
    until: int | None = None
    within: str | None = None
    """The municipality of a district or a reporting unit, the county of a municipality."""
    reports: bool = True
    """False for districts that send no forms: areas without social services, and districts outside Oslo."""

    @property
    def aggregate(self) -> str:
        """The code in the table bank: counties have one of their own there."""
        return f"EKA{self.code}" if self.kind is RegionKind.COUNTY else self.code

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ChangeKind(StrEnum):
    RENUMBER = "renumber"
    MERGE = "merge"
    SPLIT = "split"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class RegionChange:
    """What happened on 1 January of `year`. `before` are codes of the year before, `after` codes of the year itself."""

    year: int
    kind: ChangeKind
    before: tuple[str, ...]
    after: tuple[str, ...]
    parts: tuple[str, ...] = ()
    """Those of `before` of which only a part went into a merger."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """Where a municipality or a district belongs in a year. None: it belongs to none, or it is not known which."""

    year: int
    municipality: Region
    county: Region
    country: Region
    without_oslo: Region | None
    kostra_group: Region | None
    size_class: Region | None
    district: Region | None = None


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Ages from `first` to `last`, both included; without `last`, everyone from `first` on."""

    first: int = 0
    last: int | None = None

    def __str__(self) -> str:
        return f"{self.first}+" if self.last is None else f"{self.first}-{self.last}"


ALL_AGES = AgeBand()
