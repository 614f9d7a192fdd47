"""The municipalities of the years 2015-2021, with the traits their places have today.

The regions begin with 2017. What was different before (`history/before_2017.csv`) is added here. Inhabitants are of
the year where they are counted by that year's municipalities, else of the nearest year that is; they are used as
weights and published nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from kostra import regions
from kostra.synth.answers.traits import Traits
from kostra.synth.arrays import Floats, Ints, Strings
from kostra.synth.chance import generator
from kostra.synth.history.anchors import FOLDER
from kostra.synth.people import places

YEARS = range(2015, 2022)
_COUNTED = {2015: 2017, 2016: 2017, 2019: 2018}
"""Where the inhabitants of another year are used."""


@dataclass(frozen=True, slots=True)
class Municipalities:
    """The municipalities of a year, in the order of the codes."""

    year: int
    code: Strings
    known_as: Strings
    """The code in the first year of the regions."""
    inhabitants: Ints
    need: Floats
    group: Strings
    """The KOSTRA group; empty before 2020."""
    size: Strings

    def __len__(self) -> int:
        return len(self.code)

    @property
    def county(self) -> Strings:
        return np.array([code[:2] for code in self.code])

    def traits(self, seed: int) -> Traits:
        return Traits(seed, self.year, [f"{code}00" for code in self.known_as])


@cache
def municipalities(seed: int, year: int) -> Municipalities:
    first = regions.load().first
    counted = _COUNTED.get(year, year)
    then = regions.relation(max(year, first), counted)
    known = [
        (code, code, sum(regions.population(one, counted) for one in sorted(before))) for code, before in then.items()
    ]
    if year < first:
        earlier = _before()
        gone = {later for _, later, _ in earlier}
        known = sorted([row for row in known if row[0] not in gone] + earlier)
    code, known_as, inhabitants = zip(*known, strict=True)
    groups = {c: regions.belonging(c, year).kostra_group for c in code} if year >= regions.load().groups_since else {}
    return Municipalities(
        year=year,
        code=np.array(code),
        known_as=np.array(known_as),
        inhabitants=np.array(inhabitants),
        need=_need(seed, year, code, known_as),
        group=np.array([group.code if (group := groups.get(c)) else "" for c in code]),
        size=np.array([next(s.code for s in regions.load().sizes if s.hold(persons)) for persons in inhabitants]),
    )


def of_place(seed: int, year: int) -> Strings:
    """For each place of today the municipality of a year that most of its people lived in."""
    found = municipalities(seed, year)
    people = dict(zip(found.code.tolist(), found.inhabitants.tolist(), strict=True))
    known = dict(zip(found.known_as.tolist(), found.code.tolist(), strict=True))
    back = regions.relation(places.BASE_YEAR, max(year, regions.load().first))
    return np.array(
        [
            max((known[code] for code in sorted(back[unit.code[:4]])), key=people.__getitem__)
            for unit in regions.reporting_units(places.BASE_YEAR)
        ]
    )


def _before() -> list[tuple[str, str, int]]:
    lines = (FOLDER / "before_2017.csv").read_text(encoding="utf-8").splitlines()[1:]
    return [(code, later, int(persons)) for code, _, persons, later in (line.split(";") for line in lines)]


def _need(seed: int, year: int, code: tuple[str, ...], known_as: tuple[str, ...]) -> Floats:
    """As the places of today, a little apart where several became one."""
    found = places.places(seed)
    adults = places.population(found, places.BASE_YEAR)[:, 1:].sum(axis=1)
    rows: dict[str, list[int]] = {}
    for row, place in enumerate(found.code):
        rows.setdefault(place[:4], []).append(row)
    onward = regions.relation(max(year, regions.load().first), places.BASE_YEAR)
    back = regions.relation(places.BASE_YEAR, max(year, regions.load().first))
    result = []
    for own, known in zip(code, known_as, strict=True):
        today = sorted(onward[known])
        mine = [row for later in today for row in rows[later]]
        apart = generator(seed, "history", own).normal() if any(len(back[later]) > 1 for later in today) else 0.0
        result.append(float(np.average(found.need[mine], weights=adults[mine])) * float(np.exp(0.15 * apart)))
    return np.array(result)
