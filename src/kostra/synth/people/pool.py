"""The pool of people who are, or lately were, known to the social services: what the simulation carries from year to year.

One row per person, and nothing about a single year. `lives` changes it; nobody else does.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from kostra.synth.arrays import Bools, Dates, Ints

SHORT, MIDDLE, LONG = 0, 1, 2
"""How people use assistance (`Pool.profile`): a month or two, some months, most of the time."""

CHILDREN = 6
"""The most children a household has."""


@dataclass(slots=True)
class Pool:
    number: Ints
    birth: Dates
    sex: Ints
    id_kind: Ints
    national_id: Ints
    duf: Ints
    ektstat: Ints
    child_born: Ints
    """[n, CHILDREN] the children's years of birth, 0 for none"""
    place: Ints
    """A row of `places.Places`."""
    refugee: Bools
    arrived: Ints
    died: Dates
    profile: Ints
    receiving: Bools
    """Received assistance in the last month of the year."""
    last_year: Ints
    """The last year with assistance or programme."""
    vklo: Ints
    trygdesit: Ints
    arbsit: Ints
    bosit: Ints
    begun: Dates
    """The qualification programme they are in at the end of the year; NaT for none."""
    decided: Dates
    registered: Dates
    had_programme: Bools
    programme_place: Ints
    prior: Ints
    """What they lived of before the programme: social assistance 0, 2 or 3, plus 4, 8 and 16 for the other benefits."""

    def __len__(self) -> int:
        return len(self.number)

    def take(self, rows: Ints | Bools) -> Pool:
        return Pool(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def join(self, other: Pool) -> Pool:
        return Pool(**{f.name: np.concatenate([getattr(self, f.name), getattr(other, f.name)]) for f in fields(self)})

    def age(self, year: int) -> Ints:
        return year - (self.birth.astype("datetime64[Y]").astype(np.int64) + 1970)

    def children(self, year: int) -> Ints:
        """Children under 18 at the end of the year."""
        born = self.child_born
        young: Ints = ((born > year - 18) & (born > 0)).sum(axis=1)
        return young.astype(np.int8)
