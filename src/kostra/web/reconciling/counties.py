"""A comparison by county: the municipalities of each that have everything, added up. Those that lack something are counted, not guessed."""

from __future__ import annotations

from dataclasses import dataclass

from kostra.editing.places import Level, code, names
from kostra.reconciling.engine import Reconciled
from kostra.reconciling.residuals import Row


@dataclass(frozen=True, slots=True)
class County:
    """`complete` of its `municipalities` are in the row."""

    name: str
    row: Row
    complete: int
    municipalities: int


def county(unit: str, year: int) -> str:
    return code(unit, Level.COUNTY, year) or ""


def by_county(found: Reconciled) -> tuple[County, ...]:
    """In the order of their codes. A district is in its municipality already."""
    wholes = [line.row for line in found.lines if line.row.region.endswith("00")]
    sources = len(found.comparison.sources)
    made = []
    for region, name in names(Level.COUNTY, found.year).items():
        inside = [row for row in wholes if county(row.region, found.year) == region]
        complete = [row.amounts for row in inside if row.complete]
        sums = tuple(sum(amounts[place] or 0 for amounts in complete) for place in range(sources))
        made.append(County(name, Row(region, sums), len(complete), len(inside)))
    return tuple(made)
