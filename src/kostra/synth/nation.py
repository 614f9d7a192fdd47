"""A synthetic nation over the years.

`Nation(seed, size).year(2026)` is the country in one year: units, persons, recipients (11F), participants (11CF).
People are simulated year by year from `START`; a year is the same whichever other years are asked for. What the tables
look like is in `arrays`.
"""

from __future__ import annotations

import numpy as np

from kostra.model.errors import Refused
from kostra.synth.anchors import FIRST_YEAR, LAST_YEAR, START
from kostra.synth.arrays import (
    AGE_BANDS,
    CONDITIONS,
    D_NUMBER,
    DUF_ONLY,
    EXEMPTIONS,
    NATIONAL,
    NO_NUMBER,
    SANCTIONS,
    SITUATIONS,
    SUPPORT,
    NationYear,
    Participants,
    Persons,
    Recipients,
    Units,
)
from kostra.synth.dials import Dials
from kostra.synth.people import places as country
from kostra.synth.people.assistance import recipients
from kostra.synth.people.ids import Register
from kostra.synth.people.lives import Happenings, live
from kostra.synth.people.newcomers import Newcomers
from kostra.synth.people.nothing import leave_out
from kostra.synth.people.participation import participants

__all__ = [
    "AGE_BANDS",
    "CONDITIONS",
    "DUF_ONLY",
    "D_NUMBER",
    "EXEMPTIONS",
    "NATIONAL",
    "NO_NUMBER",
    "SANCTIONS",
    "SITUATIONS",
    "SUPPORT",
    "Dials",
    "Nation",
    "NationYear",
    "Participants",
    "Persons",
    "Recipients",
    "Units",
]

LARGEST_SIZE = 2.0
"""There are only so many synthetic numbers for each birth date."""


class Nation:
    """One nation: a seed, a size (1.0 is the whole country; the units are always all there), and the dials.

    Years are simulated in order and kept as far as they have come, so that years asked for in rising order cost least.
    """

    def __init__(self, seed: int = 1, size: float = 1.0, dials: Dials | None = None) -> None:
        if not 0 < size <= LARGEST_SIZE:
            raise Refused(
                f"Størrelsen er {size}. Skriv et tall over 0 og ikke over {LARGEST_SIZE:g}; 1.0 er hele landet."
            )
        self.seed = seed
        self.size = size
        self.dials = dials or Dials()
        self._places = country.places(seed)
        self._begin()

    def _begin(self) -> None:
        self._come = Newcomers(Register())
        self._last: Happenings | None = None

    def year(self, year: int) -> NationYear:
        """The country in a year from `FIRST_YEAR` to `LAST_YEAR`."""
        self.check(year)
        if self._last is not None and self._last.year > year:
            self._begin()
        while self._last is None or self._last.year < year:
            self._last = self._live()
        return self._seen(self._last)

    def check(self, year: int) -> None:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Refused(
                f"Den syntetiske nasjonen finnes for {FIRST_YEAR}-{LAST_YEAR}, ikke for {year}. Velg et av disse årene."
            )

    def _live(self) -> Happenings:
        following, pool = (START, None) if self._last is None else (self._last.year + 1, self._last.pool)
        return live(pool, following, self.seed, self.size, self.dials.duplicates, self._places, self._come)

    def _seen(self, happened: Happenings) -> NationYear:
        """What the units know of a year."""
        units = country.units(self.seed, self._places, happened.year)
        _, unit_of_place = country.unit_of(self._places, happened.year)
        pool, year = happened.pool, happened.year
        persons = Persons(
            number=pool.number,
            birth=pool.birth,
            sex=pool.sex,
            id_kind=pool.id_kind,
            national_id=pool.national_id,
            duf=pool.duf,
            ektstat=pool.ektstat.copy(),
            children=pool.children(year),
            unit=unit_of_place[pool.place].astype(np.int16),
            refugee=pool.refugee,
            arrived=pool.arrived,
            died=pool.died.copy(),
        )
        return leave_out(
            NationYear(
                year=year,
                seed=self.seed,
                size=self.size,
                dials=self.dials,
                units=units,
                persons=persons,
                recipients=recipients(happened, units, unit_of_place, self.seed),
                participants=participants(happened, units, unit_of_place, self.seed),
            )
        )
