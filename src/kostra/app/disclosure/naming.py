"""What the cells of a table are called in a year: regions and where they belong, categories (also merged ones), measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kostra import regions
from kostra.model.cube import REGION
from kostra.model.protection import Merge, Place
from kostra.model.region import RegionKind, parts_of
from kostra.model.text import Text
from kostra.statistics import places
from kostra.statistics.definition import TableDefinition
from kostra.statistics.dividing import dimension
from kostra.tables import catalogue


@cache
def kinds(year: int) -> Mapping[str, RegionKind]:
    return {code: kind for kind, code in places.map_of(year, ()).regions}


@cache
def _regions(year: int) -> Mapping[str, Text]:
    return {code: name for level in places.map_of(year, ()).levels for code, name in level.names}


@cache
def counties(year: int) -> Mapping[str, tuple[str, str]]:
    """The county of each municipality and district: its code and its name."""
    found = {}
    for code, kind in kinds(year).items():
        if kind in (RegionKind.MUNICIPALITY, RegionKind.DISTRICT):
            unit = code if kind is RegionKind.DISTRICT else f"{code}00"
            county = regions.belonging(unit, year).county
            found[code] = (county.aggregate, county.name)
    return found


def county_of(code: str, year: int) -> str:
    """Of a municipality, of several that are published as one, or of a district; empty for any other region."""
    first = next(iter(parts_of(code)), code)
    return counties(year)[first][0] if first in counties(year) else ""


@dataclass(frozen=True)
class Naming:
    """`values` are by dimension: the codes with what they are called, in order, the merged ones after all others; of the region the merged
    ones alone.
    """

    year: int
    table: TableDefinition
    titles: Mapping[str, Text]
    values: Mapping[str, Mapping[str, Text]]
    measures: Mapping[str, Text]
    merged: Mapping[str, frozenset[str]]

    def region(self, code: str) -> Text:
        own = self.values.get(REGION, {}).get(code)
        return own or _regions(self.year).get(code) or Text(code, code)

    def code(self, dimension: str, code: str) -> Text:
        return self.values[dimension].get(code) or Text(code, code)

    def is_merged(self, codes: Iterable[tuple[str, str]]) -> bool:
        return any(code in self.merged.get(dimension, ()) for dimension, code in codes)

    def measure(self, id: str) -> Text:
        return self.measures.get(id) or Text(id, id)

    def parts(self, place: Place) -> tuple[Text, ...]:
        """A cell of this table: its region, its categories, what is counted."""
        codes = (self.code(id, code) for id, code in zip(self.titles, place.codes, strict=True))
        return (self.region(place.region), *codes, self.measure(place.measure))


def naming(table: str, year: int, merges: Iterable[Merge] = ()) -> Naming:
    definition = catalogue.table(table, year)
    made = [dimension(one, year) for one in definition.dimensions]
    values = {one.id: dict(one.values) for one in made}
    merged: dict[str, set[str]] = {}
    for one in merges:
        if one.table == table:
            values.setdefault(one.dimension, {})[one.code] = one.title
            merged.setdefault(one.dimension, set()).add(one.code)
    return Naming(
        year,
        definition,
        {one.id: one.title for one in definition.dimensions},
        values,
        {one.id: one.title for one in definition.measures},
        {dimension: frozenset(codes) for dimension, codes in merged.items()},
    )
