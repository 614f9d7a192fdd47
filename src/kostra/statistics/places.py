"""Which regions a table has in a year, and which reporting units are in each.

A level whose regions do not hold every municipality is left out whole: its sums would be of nobody knows what. A unit whose code is not of
the year is kept as a region of its own, and is in the sums of the country.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from kostra import regions
from kostra.model.errors import Refused
from kostra.model.region import RegionKind
from kostra.model.text import Text
from kostra.statistics import words

Places = npt.NDArray[np.int64]
Together: TypeAlias = tuple[tuple[str, Text, tuple[str, ...]], ...]
"""Municipalities that are told of as one: a code, what they are called, and which they are. None is in two."""

STRAY = "UKJENT"
NOWHERE = -1

ORDER = (
    RegionKind.COUNTRY,
    RegionKind.COUNTRY_WITHOUT_OSLO,
    RegionKind.COUNTY,
    RegionKind.KOSTRA_GROUP,
    RegionKind.SIZE_CLASS,
    RegionKind.MUNICIPALITY,
    RegionKind.DISTRICT,
)


@dataclass(frozen=True)
class Level:
    """`place` is the region of each unit, by number; `NOWHERE` for those in none."""

    kind: RegionKind
    names: tuple[tuple[str, Text], ...]
    place: Places

    @cached_property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for code, _ in self.names)


@dataclass(frozen=True)
class Map:
    """`units` are those expected in the year, and after them those whose code is of no unit then."""

    year: int
    units: tuple[str, ...]
    expected: int
    levels: tuple[Level, ...]

    @property
    def strays(self) -> tuple[str, ...]:
        return self.units[self.expected :]

    @cached_property
    def regions(self) -> tuple[tuple[RegionKind, str], ...]:
        """Of all levels, in their order."""
        return tuple((one.kind, code) for one in self.levels for code in one.codes)

    def level(self, kind: RegionKind) -> Level | None:
        return next((one for one in self.levels if one.kind is kind), None)


def map_of(year: int, found: Sequence[str], *, by_district: bool | None = None) -> Map:
    """`found` are the units that there are data of. Oslo is its districts or one unit; where nobody says which, it is one where that alone
    has come.
    """
    if by_district is None:
        by_district = {unit for unit in found if unit[:4] == regions.OSLO} != {f"{regions.OSLO}00"}
    return _map(year, by_district, tuple(sorted(set(found) - set(_expected(year, by_district)))))


def joined(places: Map, together: Together) -> Map:
    """With a level more, above the municipalities as a county is: so nothing else is counted otherwise than before."""
    municipal = places.level(RegionKind.MUNICIPALITY)
    assert municipal is not None, "Every municipality is one."
    number = {code: place for place, (_, _, codes) in enumerate(together) for code in codes}
    within = np.array([*(number.get(code, NOWHERE) for code in municipal.codes), NOWHERE], np.int64)
    own = Level(RegionKind.TOGETHER, tuple((code, name) for code, name, _ in together), within[municipal.place])
    return replace(places, levels=(*places.levels, own))


@cache
def _expected(year: int, by_district: bool) -> tuple[str, ...]:
    return tuple(one.code for one in regions.reporting_units(year, by_district=by_district))


@cache
def _map(year: int, by_district: bool, strays: tuple[str, ...]) -> Map:
    expected = _expected(year, by_district)
    levels = [level for kind in ORDER if (level := _level(kind, year, expected, strays)) is not None]
    return Map(year, (*expected, *strays), len(expected), tuple(levels))


def _level(kind: RegionKind, year: int, expected: tuple[str, ...], strays: tuple[str, ...]) -> Level | None:
    if kind is RegionKind.KOSTRA_GROUP:
        try:
            known = regions.groups(year)
        except Refused:
            return None
    else:
        known = tuple(one for one in regions.regions(kind, year) if one.reports)
    own = [_region(kind, unit, year) for unit in expected]
    outside = kind in (RegionKind.DISTRICT, RegionKind.COUNTRY_WITHOUT_OSLO)
    if not known or (None in own and not outside):
        return None
    if kind is RegionKind.DISTRICT:
        known = tuple(one for one in known if one.code in own)
    names = [(one.aggregate, words.region(one.code, one.name)) for one in known]
    number = {one.code: place for place, one in enumerate(known)}
    place = [NOWHERE if code is None else number[code] for code in own]
    if kind is RegionKind.MUNICIPALITY and any(_municipality(unit, year) is None for unit in strays):
        number[STRAY] = len(names)
        names.append((STRAY, words.STRAY))
    place += [number.get(_of_stray(kind, unit, year), NOWHERE) for unit in strays]
    return Level(kind, tuple(names), np.array(place, np.int64)) if names else None


def _of_stray(kind: RegionKind, unit: str, year: int) -> str:
    """Where a unit is counted that is none of the year: an unknown district in its municipality, all else in the country alone."""
    municipality = _municipality(unit, year)
    if municipality is not None:
        return _region(kind, f"{municipality}00", year) or ""
    alone = {RegionKind.COUNTRY: "EAK", RegionKind.COUNTRY_WITHOUT_OSLO: "EAKUO", RegionKind.MUNICIPALITY: STRAY}
    return alone.get(kind, "")


def _municipality(unit: str, year: int) -> str | None:
    known = {one.code for one in regions.municipalities(year)}
    return unit[:4] if unit[:4] in known else None


def _region(kind: RegionKind, unit: str, year: int) -> str | None:
    told = regions.belonging(unit, year)
    found = {
        RegionKind.COUNTRY: told.country,
        RegionKind.COUNTRY_WITHOUT_OSLO: told.without_oslo,
        RegionKind.COUNTY: told.county,
        RegionKind.KOSTRA_GROUP: told.kostra_group,
        RegionKind.SIZE_CLASS: told.size_class,
        RegionKind.MUNICIPALITY: told.municipality,
        RegionKind.DISTRICT: told.district,
    }[kind]
    return None if found is None else found.code
