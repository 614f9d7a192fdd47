"""What rates are divided by: the inhabitants of the units that are behind a figure, of the right age.

KOSTRA counts them on 31 December. Where that day is not counted yet, those of 1 January of the same year stand in, in every region alike.
A region that is only partly reported is divided by the inhabitants of the part; where that is not known there is no figure (`reporting`).
"""

from __future__ import annotations

from functools import cache

from kostra import regions
from kostra.model.errors import Refused
from kostra.model.region import ALL_AGES, AgeBand, parts_of


@cache
def at_end(year: int) -> bool:
    """Whether the last day of the year is counted."""
    try:
        regions.at_year_end("EAK", year)
    except Refused:
        return False
    return True


@cache
def inhabitants(code: str, year: int, band: AgeBand = ALL_AGES) -> int | None:
    """Of a region or a reporting unit; None where nobody knows."""
    parts = parts_of(code)
    if parts:
        each = [inhabitants(one, year, band) for one in parts]
        return None if None in each else sum(one or 0 for one in each)
    counted = regions.at_year_end if at_end(year) else regions.count
    try:
        return counted(code[:4] if len(code) == 6 and code.endswith("00") else code, year, band).persons
    except Refused:
        return None
