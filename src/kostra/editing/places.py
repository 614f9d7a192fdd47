"""Where each unit belongs in a year, for adding up: its municipality, group, county, size class, and the country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache

from kostra import regions
from kostra.editing.variables import Sums, added
from kostra.model.errors import Refused
from kostra.model.region import RegionKind


class Level(StrEnum):
    """What figures are published for, from the smallest. The size class is for looking, and is not published."""

    MUNICIPALITY = "municipality"
    GROUP = "kostra-group"
    COUNTY = "county"
    SIZE = "size-class"
    COUNTRY = "country"


PUBLISHED = (Level.MUNICIPALITY, Level.GROUP, Level.COUNTY, Level.COUNTRY)
_KINDS = {
    Level.MUNICIPALITY: RegionKind.MUNICIPALITY,
    Level.GROUP: RegionKind.KOSTRA_GROUP,
    Level.COUNTY: RegionKind.COUNTY,
    Level.SIZE: RegionKind.SIZE_CLASS,
    Level.COUNTRY: RegionKind.COUNTRY,
}


@cache
def belongs(year: int) -> Mapping[str, Mapping[Level, str]]:
    """By municipality. What is not known, as the size class where nobody has counted, is left out."""
    found: dict[str, Mapping[Level, str]] = {}
    for one in regions.municipalities(year):
        told = regions.belonging(one.code, year)
        codes = {Level.MUNICIPALITY: one.code, Level.COUNTY: told.county.code, Level.COUNTRY: told.country.code}
        if told.kostra_group is not None:
            codes[Level.GROUP] = told.kostra_group.code
        if told.size_class is not None:
            codes[Level.SIZE] = told.size_class.code
        found[one.code] = codes
    return found


def code(unit: str, level: Level, year: int) -> str | None:
    """The region of a level that a reporting unit belongs to."""
    return belongs(year).get(unit[:4], {}).get(level)


@cache
def names(level: Level, year: int) -> Mapping[str, str]:
    """Of the regions of a level, in the order of their codes. None where the year is not divided so."""
    try:
        return {one.code: one.name for one in regions.regions(_KINDS[level], year)}
    except Refused:
        return {}


def by_level(sums: Mapping[str, Sums], level: Level, year: int, count: int) -> dict[str, Sums]:
    """Sums of units or municipalities, added up to a level. What belongs to none of its regions is left out."""
    grouped: dict[str, list[Sums]] = {}
    for unit, one in sums.items():
        region = code(unit, level, year)
        if region is not None:
            grouped.setdefault(region, []).append(one)
    return {region: added(several, count) for region, several in sorted(grouped.items())}


def units_of(region: str, level: Level, year: int, units: Iterable[str]) -> list[str]:
    return [unit for unit in units if code(unit, level, year) == region]
