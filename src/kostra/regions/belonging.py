"""Who belongs to what in a year.

The size class of a year goes by the population on 1 January of that year, so that it does not change while the year is
reported. Where the population is not known, the size class is unknown, not guessed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kostra.model.errors import Refused
from kostra.model.region import ALL_AGES, Belonging, Region, RegionKind
from kostra.regions import counts
from kostra.regions.atlas import DATA, load
from kostra.regions.lookup import OSLO, country, country_without_oslo, find


def belonging(code: str, year: int, *, folder: Path = DATA) -> Belonging:
    """Of a municipality, a district or a reporting unit."""
    region = find(code, year, folder=folder)
    district = None
    if region.kind is RegionKind.DISTRICT:
        district = region
    if region.kind in (RegionKind.DISTRICT, RegionKind.REPORTING_UNIT):
        region = find(code[:4], year, folder=folder)
    if region.kind is not RegionKind.MUNICIPALITY:
        raise Refused(f"{region} er ikke en kommune eller en bydel. Spør om en av dem: 1103 eller 030101.")
    atlas = load(folder)
    group = atlas.group_of(year).get(region.code)
    size = _size_codes(year, folder).get(region.code)
    return Belonging(
        year=year,
        municipality=region,
        county=atlas.regions(RegionKind.COUNTY, year)[region.code[:2]],
        country=country(year, folder=folder),
        without_oslo=None if region.code == OSLO else country_without_oslo(year, folder=folder),
        kostra_group=None if group is None else atlas.regions(RegionKind.KOSTRA_GROUP, year)[group],
        size_class=None if size is None else atlas.regions(RegionKind.SIZE_CLASS, year)[size],
        district=district,
    )


@cache
def _size_codes(year: int, folder: Path) -> dict[str, str]:
    """The size class of each municipality whose population is known."""
    atlas = load(folder)
    if year not in counts.years(folder):
        return {}
    found: dict[str, str] = {}
    for part in counts.parts(year, None, folder):
        if len(part.regions) == 1:
            (code,) = part.regions
            persons = counts.Tally(part.ages, ()).persons(ALL_AGES)
            found[code] = next(size.code for size in atlas.sizes if size.hold(persons))
    return found


def members(code: str, year: int, *, folder: Path = DATA) -> tuple[str, ...]:
    """The municipalities of a county, group, size class or the country; the reporting districts of EAB; otherwise the
    code itself.
    """
    region = find(code, year, folder=folder)
    return tuple(sorted(_members(region, year, folder)))


def _members(region: Region, year: int, folder: Path) -> list[str]:
    atlas = load(folder)
    everyone = atlas.regions(RegionKind.MUNICIPALITY, year)
    match region.kind:
        case RegionKind.COUNTY:
            return [code for code in everyone if code[:2] == region.code]
        case RegionKind.KOSTRA_GROUP:
            return [code for code in everyone if atlas.group_of(year)[code] == region.code]
        case RegionKind.SIZE_CLASS:
            return _of_size(region, year, folder)
        case RegionKind.COUNTRY:
            return list(everyone)
        case RegionKind.COUNTRY_WITHOUT_OSLO:
            return [code for code in everyone if code != OSLO]
        case RegionKind.ALL_DISTRICTS:
            return [one.code for one in atlas.regions(RegionKind.DISTRICT, year).values() if one.reports]
        case RegionKind.REPORTING_UNIT:
            return [region.code[:4]]
        case _:
            return [region.code]


def _of_size(region: Region, year: int, folder: Path) -> list[str]:
    sizes = _size_codes(year, folder)
    everyone = load(folder).regions(RegionKind.MUNICIPALITY, year)
    unknown = [code for code in everyone if code not in sizes]
    if unknown:
        raise Refused(
            f"Størrelsesgruppene for {year} er ikke kjent: folketallet 1. januar {year} mangler for {len(unknown)} av "
            f"{len(everyone)} kommuner. Velg et år der folketallet er kjent."
        )
    return [code for code in everyone if sizes[code] == region.code]
