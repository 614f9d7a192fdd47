"""Which municipalities can be published as one: those that are in the same county, group and size class.

Then every larger region has all of them or none, and what it shows tells nobody which of them somebody is in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from kostra.model.region import RegionKind
from kostra.model.text import Text
from kostra.statistics.definition import TableDefinition
from kostra.statistics.places import map_of

LARGER = (RegionKind.COUNTY, RegionKind.KOSTRA_GROUP, RegionKind.SIZE_CLASS)


def has_municipalities(table: TableDefinition) -> bool:
    return not table.levels or RegionKind.MUNICIPALITY in table.levels


@cache
def municipalities(year: int) -> Mapping[str, Text]:
    """Those of a year, in their order."""
    return dict(next(level.names for level in map_of(year, ()).levels if level.kind is RegionKind.MUNICIPALITY))


@cache
def larger(year: int) -> Mapping[str, tuple[Text, ...]]:
    """The larger regions that each municipality is in, as far as the year has them."""
    places = map_of(year, ())
    levels = {level.kind: level for level in places.levels}
    municipal = levels[RegionKind.MUNICIPALITY]
    found = {}
    for place, code in enumerate(municipal.codes):
        unit = int(np.flatnonzero(municipal.place == place)[0])
        found[code] = tuple(levels[kind].names[levels[kind].place[unit]][1] for kind in LARGER if kind in levels)
    return found


@cache
def neighbours(year: int) -> tuple[tuple[str, ...], ...]:
    """The municipalities that are in the same larger regions, where they are several."""
    found: dict[tuple[Text, ...], list[str]] = {}
    for code, within in larger(year).items():
        found.setdefault(within, []).append(code)
    return tuple(tuple(codes) for codes in found.values() if len(codes) > 1)


def can_be_one(codes: Sequence[str], year: int) -> bool:
    """Municipalities and groups are others from year to year."""
    within = larger(year)
    return all(code in within for code in codes) and len({within[code] for code in codes}) == 1
