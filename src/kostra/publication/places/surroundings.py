"""Which places a municipality is shown beside, and what became of one that is no more."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kostra import regions
from kostra.model.errors import Refused
from kostra.model.region import Region
from kostra.publication.table import Axis

_MUNICIPALITY = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Gone:
    """A municipality that is no more, in its last year, and what has some of it now. `renumbered`: the same place by another number."""

    was: Region
    last: int
    now: tuple[Region, ...]
    renumbered: bool


def known_year(year: int) -> int:
    """The year itself, or the nearest that the regions are known in."""
    atlas = regions.load()
    return min(max(year, atlas.first), atlas.last)


def beside(code: str, year: int, axis: Axis) -> tuple[str, ...]:
    """Its group, its county and the country, as far as they have cells of their own. Oslo is no county beside itself."""
    own = regions.belonging(code, known_year(year))
    near = [own.kostra_group, own.county if own.municipality.name != own.county.name else None, own.country]
    return tuple(one.aggregate for one in near if one is not None and one.aggregate in axis.place)


def gone(code: str, year: int) -> Gone | None:
    """None for a number that is in use in that year, or that no municipality has had."""
    year = known_year(year)
    if not _MUNICIPALITY.fullmatch(code) or code in {one.code for one in regions.municipalities(year)}:
        return None
    for last in range(year - 1, regions.load().first - 1, -1):
        try:
            was = regions.find(code, last)
        except Refused:
            continue
        into = regions.successors(code, last, year)
        alone = len(into) == 1 and regions.predecessors(into[0], year, last) == (code,)
        return Gone(was, last, tuple(regions.find(one, year) for one in into), renumbered=alone)
    return None
