"""One region in one year, with what belongs to it or what it belongs to, how many live there, and what it has been.

What is not known is None, never zero.
"""

from __future__ import annotations

from dataclasses import dataclass

from kostra import regions
from kostra.app.regions.history import Happening, happenings
from kostra.model.errors import Refused
from kostra.model.region import Belonging, Region, RegionKind

_SINGLE = (RegionKind.MUNICIPALITY, RegionKind.DISTRICT, RegionKind.REPORTING_UNIT)


@dataclass(frozen=True, slots=True)
class Description:
    region: Region
    year: int
    belonging: Belonging | None
    members: tuple[Region, ...]
    population: regions.Count | None
    history: tuple[Happening, ...]


def describe(code: str, year: int) -> Description:
    region = regions.find(code, year)
    single = region.kind in _SINGLE
    return Description(
        region=region,
        year=year,
        belonging=regions.belonging(region.code, year) if single else None,
        members=() if single else _members(region, year),
        population=_population(region, year),
        history=_history(region, year),
    )


def _members(region: Region, year: int) -> tuple[Region, ...]:
    try:
        codes = regions.members(region.code, year)
    except Refused:
        return ()
    return tuple(regions.find(code, year) for code in codes)


def _population(region: Region, year: int) -> regions.Count | None:
    try:
        return regions.count(region.code, year)
    except Refused:
        return None


def _history(region: Region, year: int) -> tuple[Happening, ...]:
    """What led to a municipality as it is, and what came of it: the changes of its line, before and after the year."""
    if region.kind is not RegionKind.MUNICIPALITY:
        return ()
    first, last = regions.load().first, regions.load().last
    line: dict[int, set[str]] = {}
    for other in range(first, last + 1):
        line[other] = set(regions.successors(region.code, year, other))
    return tuple(
        one
        for one in happenings(first, last)
        if line[one.year - 1] & {before.code for before in one.before}
        and line[one.year] & {after.code for after in one.after}
    )
