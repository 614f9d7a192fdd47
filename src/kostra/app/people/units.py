"""The reporting units, which mandates are for and which owe the forms: every municipality and each of Oslo's districts, by six digits."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from kostra import regions
from kostra.model.errors import Refused

_FIRST_KNOWN = 2017
"""Forms are older than what we know of the regions."""


@cache
def names(year: int) -> dict[str, str]:
    """The name of every unit of a year, by its six digits; Oslo as a whole is one too, for the forms that the city answers itself."""
    both = (*regions.reporting_units(year), *regions.reporting_units(year, by_district=False))
    return {region.code: region.name for region in both}


def name(region: str, year: int) -> str:
    """What it was called in a year; its number, when it was not there."""
    return names(max(year, _FIRST_KNOWN)).get(region, region)


def refuse_unknown(region: str, at: datetime) -> None:
    if region not in names(at.year):
        raise Refused(
            f"«{region[:20]}» er ikke en kommune eller en bydel i Oslo i {at.year}. "
            "Skriv seks siffer, for eksempel 110300 for Stavanger eller 030104 for en bydel."
        )
