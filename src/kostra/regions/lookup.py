"""What exists in a year: municipalities, districts, counties, groups, the country, and one code.

A code that does not exist in the year is refused, with what became of it: never a guess at what was meant.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NoReturn

from kostra.model.errors import Refused
from kostra.model.region import Region, RegionKind
from kostra.regions.atlas import DATA, Place, load

OSLO = "0301"

_SHAPES = (
    (RegionKind.MUNICIPALITY, r"\d{4}"),
    (RegionKind.DISTRICT, r"\d{6}"),
    (RegionKind.COUNTY, r"\d{2}"),
    (RegionKind.KOSTRA_GROUP, r"EKG\d{2}"),
    (RegionKind.SIZE_CLASS, r"ST\d"),
    (RegionKind.COUNTRY, r"EAK"),
    (RegionKind.COUNTRY_WITHOUT_OSLO, r"EAKUO"),
    (RegionKind.ALL_DISTRICTS, r"EAB"),
)


def regions(kind: RegionKind, year: int, *, folder: Path = DATA) -> tuple[Region, ...]:
    """The regions of a kind in a year, in the order of the codes."""
    if kind is RegionKind.REPORTING_UNIT:
        return reporting_units(year, folder=folder)
    return tuple(load(folder).regions(kind, year).values())


def municipalities(year: int, *, folder: Path = DATA) -> tuple[Region, ...]:
    return regions(RegionKind.MUNICIPALITY, year, folder=folder)


def districts(year: int, municipality: str | None = None, *, folder: Path = DATA) -> tuple[Region, ...]:
    """All districts, or those of one municipality. Only Oslo's report: see `Region.reports`."""
    if municipality is not None:
        find(municipality, year, folder=folder)
    return tuple(one for one in regions(RegionKind.DISTRICT, year, folder=folder) if municipality in (None, one.within))


def counties(year: int, *, folder: Path = DATA) -> tuple[Region, ...]:
    return regions(RegionKind.COUNTY, year, folder=folder)


def groups(year: int, *, folder: Path = DATA) -> tuple[Region, ...]:
    """The KOSTRA groups. Refused before their first year: an older grouping exists, but is not in the data."""
    atlas = load(folder)
    atlas.check(year)
    if year < atlas.groups_since:
        raise Refused(f"KOSTRA-gruppene er kjent fra og med {atlas.groups_since}, ikke for {year}. Velg et senere år.")
    return regions(RegionKind.KOSTRA_GROUP, year, folder=folder)


def size_classes(year: int, *, folder: Path = DATA) -> tuple[Region, ...]:
    return regions(RegionKind.SIZE_CLASS, year, folder=folder)


def country(year: int, *, folder: Path = DATA) -> Region:
    return find("EAK", year, folder=folder)


def country_without_oslo(year: int, *, folder: Path = DATA) -> Region:
    return find("EAKUO", year, folder=folder)


def reporting_units(year: int, *, by_district: bool = True, folder: Path = DATA) -> tuple[Region, ...]:
    """Who reports, as six digits: each municipality with 00, and Oslo as its districts (or as 030100, if not
    `by_district`).
    """
    units: list[Region] = []
    divided = [one for one in districts(year, folder=folder) if one.reports] if by_district else []
    for one in municipalities(year, folder=folder):
        own = [district for district in divided if district.within == one.code]
        units.extend(_unit(district.code, district, one.code) for district in own)
        if not own:
            units.append(_unit(f"{one.code}00", one, one.code))
    return tuple(units)


def _unit(code: str, region: Region, municipality: str) -> Region:
    return Region(code, region.name, RegionKind.REPORTING_UNIT, region.since, region.until, municipality)


def find(code: str, year: int, *, folder: Path = DATA) -> Region:
    """One code in one year. A county may be written 03 or EKA03, a municipality as a reporting unit, 110300."""
    atlas = load(folder)
    atlas.check(year)
    if re.fullmatch(r"EKA\d\d", code):
        code = code[3:]
    if re.fullmatch(r"\d{4}00", code):
        return _unit(code, find(code[:4], year, folder=folder), code[:4])
    for kind, shape in _SHAPES:
        if re.fullmatch(shape, code):
            if kind is RegionKind.KOSTRA_GROUP:
                groups(year, folder=folder)
            found = atlas.regions(kind, year).get(code)
            if found is not None:
                return found
    return refuse_unknown(code, year, folder=folder)


_LISTED = {
    RegionKind.MUNICIPALITY: ("kommune", "kommunenummer"),
    RegionKind.DISTRICT: ("bydel", "bydelsnummer"),
    RegionKind.COUNTY: ("fylke", "fylkesnummer"),
    RegionKind.KOSTRA_GROUP: ("kostragruppe", "KOSTRA-gruppe"),
    RegionKind.SIZE_CLASS: ("storrelse", "størrelsesgruppe"),
}


def refuse_unknown(code: str, year: int, *, folder: Path = DATA) -> NoReturn:
    """Say that a code does not exist in a year, and what became of it or where it came from."""
    kind = next((kind for kind, shape in _SHAPES if re.fullmatch(shape, code)), None)
    if kind not in _LISTED:
        raise Refused(
            f"«{code}» er ikke en regionkode. Skriv fire siffer for en kommune (0301), seks for en bydel (030101), "
            "to for et fylke (03), eller EAK, EAKUO, EAB, EKG01 eller ST1."
        )
    name, number = _LISTED[kind]
    known = load(folder).named(code, kind)
    if not known:
        advice = f"Se gyldige koder med «kostra regions list --year {year} --kind {name}»."
        if kind is RegionKind.MUNICIPALITY:
            advice = f"Det er heller ikke brukt i noe annet år fra {load(folder).first}. {advice}"
        raise Refused(
            f"{code} er ikke et gyldig {number} i {year}. {advice}".replace("et gyldig KOSTRA", "en gyldig KOSTRA")
        )
    past = [place for place in known if place.until is not None and place.until < year]
    if past:
        raise Refused(f"{code} finnes ikke i {year}. {_ended(past[-1], folder)}")
    raise Refused(f"{code} finnes ikke i {year}. {_began(known[0], folder)}")


def _ended(place: Place, folder: Path) -> str:
    assert place.until is not None
    year = place.until + 1
    if place.kind is not RegionKind.MUNICIPALITY:
        return f"{_name(place, place.until)} ble brukt til og med {place.until}."
    into = [step.after for step in load(folder).steps if step.year == year and step.before == place.code]
    joined = [step.before for step in load(folder).steps if step.year == year and step.after == into[0]]
    name = _name(place, place.until)
    if len(into) > 1:
        return f"{name} ble delt 1. januar {year} og gikk inn i {_list(into, year, folder)}. Bruk en av dem."
    if len(joined) > 1:
        others = [code for code in joined if code != place.code]
        return (
            f"{name} ble slått sammen med {_list(others, year - 1, folder)} til {_list(into, year, folder)} "
            f"1. januar {year}. Bruk {into[0]}, eller det nummeret den siden har fått."
        )
    return (
        f"{name} fikk nytt nummer 1. januar {year}: {_list(into, year, folder)}. "
        "Bruk det, eller det nummeret den siden har fått."
    )


def _began(place: Place, folder: Path) -> str:
    if place.kind is not RegionKind.MUNICIPALITY:
        return f"{_name(place, place.since)} er kjent fra og med {place.since}."
    came = [step.before for step in load(folder).steps if step.year == place.since and step.after == place.code]
    return (
        f"{_name(place, place.since)} fikk dette nummeret 1. januar {place.since}. "
        f"Før det: {_list(came, place.since - 1, folder)}."
    )


def _name(place: Place, year: int) -> str:
    return place.names.at(year)


def _list(codes: list[str], year: int, folder: Path) -> str:
    known = load(folder).regions(RegionKind.MUNICIPALITY, year)
    named = [str(known[code]) for code in sorted(codes)]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} og {named[-1]}"
