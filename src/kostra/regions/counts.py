"""The population files: persons on 1 January by region, sex and age, for the regions of that year.

A count is only given for regions that are wholly covered. For 2017-2019 some figures are known only for municipalities
together (`1101+1111`): they serve a sum that holds all of them, never one of them. A file is read when its year is
asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kostra.model.errors import Refused
from kostra.model.region import AgeBand, Sex
from kostra.regions.files import Record, records

AGES = ("0-15", "16-17", "18-19", "20-24", "25-29", "30-64", "65-66", "67", "68+")
EDGES = (0, 16, 18, 20, 25, 30, 65, 67, 68)

Ages = tuple[int, ...]
_SEXES: dict[str, Sex | None] = {"t": None, "m": Sex.MALE, "f": Sex.FEMALE}


@dataclass(frozen=True, slots=True)
class Part:
    """What is known of one region, or of several together."""

    regions: frozenset[str]
    ages: Ages
    rounded: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """Persons by age. `rounded` names the regions whose figure is a few persons off (they were made by splitting)."""

    ages: Ages
    rounded: tuple[str, ...]

    def persons(self, band: AgeBand) -> int:
        return sum(self.ages[part] for part in _parts_of(band))


def _parts_of(band: AgeBand) -> range:
    ends = (*EDGES, None)
    upper = None if band.last is None else band.last + 1
    if band.first not in EDGES or upper not in ends[1:] or (upper is not None and upper <= band.first):
        raise Refused(
            f"Folketallet kan ikke deles i alderen {band}. Nedre grense kan være {_list(EDGES)}; "
            f"øvre grense kan være {_list(edge - 1 for edge in EDGES[1:])} eller åpen."
        )
    return range(EDGES.index(band.first), ends.index(upper))


def _list(numbers: Iterable[int]) -> str:
    *first, last = [str(number) for number in numbers]
    return f"{', '.join(first)} eller {last}"


def years(folder: Path) -> tuple[int, ...]:
    """The years whose 1 January is known."""
    return tuple(sorted(int(path.stem) for path in (folder / "population").glob("[0-9]*.csv")))


def tally(codes: frozenset[str], year: int, sex: Sex | None, folder: Path) -> Tally:
    """Persons in all of `codes` on 1 January of a year; refused when any of them is unknown."""
    left = set(codes)
    ages = [0] * len(AGES)
    rounded: list[str] = []
    for part in parts(year, sex, folder):
        if part.regions <= left:
            left -= part.regions
            ages = [sum(pair) for pair in zip(ages, part.ages, strict=True)]
            if part.rounded:
                rounded.extend(part.regions)
    if left:
        raise Refused(
            f"Folketallet 1. januar {year}{'' if sex is None else ' etter kjønn'} er ikke kjent for {_few(left)}. "
            "Se hva som mangler i docs/reference/regions.md."
        )
    return Tally(tuple(ages), tuple(sorted(rounded)))


def _few(codes: set[str]) -> str:
    shown = sorted(codes)[:5]
    return ", ".join(shown) + (f" og {len(codes) - 5} til" if len(codes) > 5 else "")


def parts(year: int, sex: Sex | None, folder: Path) -> tuple[Part, ...]:
    known = _read(year, folder)
    return known[sex]


@cache
def _read(year: int, folder: Path) -> dict[Sex | None, tuple[Part, ...]]:
    path = folder / "population" / f"{year}.csv"
    if not path.exists():
        there = years(folder)
        raise Refused(
            f"Folketallet 1. januar {year} er ikke kjent. "
            f"Det er kjent for 1. januar {there[0]}-{there[-1]}. Velg et av disse årene."
        )
    found: dict[Sex | None, dict[frozenset[str], Part]] = {None: {}, Sex.MALE: {}, Sex.FEMALE: {}}
    for one in records(path, ("region", "sex", "rounded", *AGES)):
        part, sex = _part(one)
        if part.regions in found[sex]:
            one.refuse(f"{one['region']} stands twice with sex {one['sex']}", "Keep one of the lines")
        found[sex][part.regions] = part
    for regions, male in found[Sex.MALE].items():
        female = found[Sex.FEMALE].get(regions)
        if regions not in found[None] and female is not None:
            both = tuple(sum(pair) for pair in zip(male.ages, female.ages, strict=True))
            found[None][regions] = Part(regions, both, male.rounded or female.rounded)
    # Single regions first: what is known of one is better than what is known of several together.
    return {sex: tuple(sorted(some.values(), key=lambda part: len(part.regions))) for sex, some in found.items()}


def _part(one: Record) -> tuple[Part, Sex | None]:
    codes = one["region"].split("+")
    if len(set(codes)) != len(codes) or not all(re.fullmatch(r"\d{4}|\d{6}", code) for code in codes):
        one.refuse(f"region is «{one['region']}»", "Write a municipality, a district, or municipalities joined by +")
    sex = _SEXES[one.choice("sex", tuple(_SEXES))]
    rounded = one.choice("rounded", ("yes", "no")) == "yes"
    return Part(frozenset(codes), tuple(one.number(age) for age in AGES), rounded), sex
