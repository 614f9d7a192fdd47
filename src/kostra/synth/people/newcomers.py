"""People who come to the social services for the first time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kostra.synth.arrays import D_NUMBER, DUF_ONLY, NATIONAL, NO_NUMBER, Bools, Dates, Floats, Ints
from kostra.synth.people import ids
from kostra.synth.people.pool import CHILDREN, LONG, MIDDLE, SHORT, Pool

BANDS = ((18, 24), (25, 29), (30, 39), (40, 49), (50, 66), (67, 92))
BAND_SHARES = (0.175, 0.13, 0.257, 0.203, 0.212, 0.023)
"""Ages of recipients. Under 18 is `YOUNGEST` of the newcomers, in every year a few."""
YOUNGEST = 0.0005
_PROFILES = (SHORT, MIDDLE, LONG)
_PROFILE_SHARES = (0.42, 0.33, 0.25)

_FAMILIES = (
    # by band: partner, and children for those without and with a partner
    (0.10, 0.04, 0.35),
    (0.20, 0.13, 0.55),
    (0.30, 0.26, 0.78),
    (0.32, 0.30, 0.74),
    (0.30, 0.09, 0.30),
    (0.35, 0.0, 0.02),
)
_CHILD_COUNTS = np.cumsum([0.42, 0.32, 0.16, 0.07, 0.02, 0.01])


@dataclass(slots=True)
class Newcomers:
    """Makes newcomers, with numbers and identities that go on from those of the years before."""

    register: ids.Register
    next_number: int = 1

    def make(self, year: int, place: Ints, bands: Floats, refugees: float, chance: np.random.Generator) -> Pool:
        """One person for each entry of `place`. `bands` are the shares of `BANDS`."""
        n = len(place)
        sex = np.where(chance.random(n) < 0.55, 1, 2).astype(np.int8)
        refugee = chance.random(n) < refugees
        birth = _births(year, n, bands, chance)
        arrived = np.where(refugee, year - np.minimum(chance.geometric(0.5, n) - 1, 15), 0).astype(np.int16)
        kind = _kinds(refugee, chance)
        birth = np.where(kind >= DUF_ONLY, ids.keep_clear(birth, sex), birth)
        numbered = kind <= D_NUMBER
        national_id = np.zeros(n, dtype=np.int64)
        national_id[numbered] = self.register.national_ids(birth[numbered], sex[numbered], kind[numbered] == D_NUMBER)
        duf = np.zeros(n, dtype=np.int64)
        has_duf = (refugee & (kind != NO_NUMBER)) | (kind == DUF_ONLY)
        duf[has_duf] = self.register.duf_numbers(np.where(arrived > 0, arrived, year)[has_duf].astype(np.int64))
        ektstat, child_born = _families(year, birth, sex, chance)
        number = np.arange(self.next_number, self.next_number + n, dtype=np.int64)
        self.next_number += n
        never = np.full(n, np.datetime64("NaT", "D"))
        none = np.zeros(n, dtype=np.int8)
        return Pool(
            number=number,
            birth=birth,
            sex=sex,
            id_kind=kind,
            national_id=national_id,
            duf=duf,
            ektstat=ektstat,
            child_born=child_born,
            place=place.astype(np.int16),
            refugee=refugee,
            arrived=arrived,
            died=never.copy(),
            profile=chance.choice(_PROFILES, n, p=_PROFILE_SHARES).astype(np.int8),
            receiving=np.zeros(n, dtype=bool),
            last_year=np.full(n, year, dtype=np.int16),
            vklo=none.copy(),
            trygdesit=none.copy(),
            arbsit=none.copy(),
            bosit=none.copy(),
            begun=never.copy(),
            decided=never.copy(),
            registered=never.copy(),
            had_programme=np.zeros(n, dtype=bool),
            programme_place=np.full(n, -1, dtype=np.int16),
            prior=none.copy(),
        )


def _births(year: int, n: int, bands: Floats, chance: np.random.Generator) -> Dates:
    lower, upper = np.array(BANDS).T
    band = chance.choice(len(BANDS), n, p=bands)
    age = lower[band] + (chance.random(n) * (upper - lower + 1)[band]).astype(np.int64)
    old = age >= 67
    age = np.where(old, 67 + np.minimum(chance.exponential(5.0, n).astype(np.int64), 25), age)
    age = np.where(chance.random(n) < YOUNGEST, 17, age)
    born = year - age
    day = (chance.random(n) * 365).astype(np.int64)
    birth: Dates = (born - 1970).astype("datetime64[Y]").astype("datetime64[D]") + day.astype("timedelta64[D]")
    return birth


def _kinds(refugee: Bools, chance: np.random.Generator) -> Ints:
    """Nearly everyone has a national number; the rest are mostly refugees who have just come, and people from the EEA."""
    drawn = chance.random(len(refugee))
    shares = np.where(refugee[:, None], np.cumsum([0.915, 0.05, 0.025, 0.01]), np.cumsum([0.985, 0.0135, 0.0, 0.0015]))
    column = np.minimum((drawn[:, None] >= shares).sum(axis=1), 3)
    kinds: Ints = np.array([NATIONAL, D_NUMBER, DUF_ONLY, NO_NUMBER], dtype=np.int8)[column]
    return kinds


def _families(year: int, birth: Dates, sex: Ints, chance: np.random.Generator) -> tuple[Ints, Ints]:
    n = len(birth)
    age = year - (birth.astype("datetime64[Y]").astype(np.int64) + 1970)
    band = np.clip(np.searchsorted([low for low, _ in BANDS], age, side="right") - 1, 0, len(BANDS) - 1)
    table = np.array(_FAMILIES)[band]
    partner = (chance.random(n) < table[:, 0]) & (age >= 18)
    # Most children of those who live alone are with their mothers.
    alone = table[:, 1] * np.where(sex == 2, 1.75, 0.35)
    parent = (chance.random(n) < np.where(partner, table[:, 2], alone)) & (age >= 18)
    count = np.where(parent, 1 + np.searchsorted(_CHILD_COUNTS, chance.random(n)), 0)
    count = np.minimum(count, np.maximum(age - 17, 0))
    ages = chance.integers(0, np.minimum(np.maximum(age - 17, 1), 18)[:, None], (n, CHILDREN))
    born = np.where(np.arange(CHILDREN) < count[:, None], year - ages, 0).astype(np.int16)
    drawn = chance.random(n)
    married = drawn < np.where(age < 25, 0.25, 0.62)
    divorced = drawn < np.select([age < 25, age < 35, age < 50], [0.01, 0.12, 0.35], 0.5)
    widowed = ~divorced & (drawn < np.where(age >= 67, 0.75, np.where(age >= 50, 0.53, 0.0)))
    ektstat = np.where(partner, np.where(married, 2, 3), np.where(divorced, 4, np.where(widowed, 5, 1)))
    return ektstat.astype(np.int8), born
