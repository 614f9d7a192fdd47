"""The introduction programme since 2012: who was in it, when, with what, and what became of them.

Form 11B ended with 2016, and the registers took over, so both draw on the same people: how many were in the programme
and how many left each year follows the published figures (`history_anchors`). They are other people than those of
form 11; who is both is not simulated.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache

import numpy as np

from kostra.synth.arrays import Bools, Dates, Floats, Ints, NationYear
from kostra.synth.chance import generator
from kostra.synth.history.anchors import count, years
from kostra.synth.people import ids, places

MEASURES = {
    "01": 0.91,
    "02": 0.34,
    "03": 0.033,
    "04": 0.078,
    "06": 0.10,
    "07": 0.008,
    "08": 0.20,
    "10": 0.12,
    "11": 0.05,
    "99": 0.26,
}
"""Measures by the codes of form 11B, and the share of participants who have them: the counts of 2010 against some 11 900 participants."""

REASONS = ("arbeid", "utdanning", "flyttet", "avbrutt", "gjennomfort_annet", "ikke_registrert")
_REASON_SHARES = (0.22, 0.27, 0.07, 0.1, 0.27, 0.07)

_AGES = ((18, 25, 0.26), (26, 35, 0.38), (36, 45, 0.24), (46, 55, 0.11), (56, 61, 0.01))
_MEN_BEFORE, _MEN_SINCE, _WOMEN_SINCE = 0.57, 0.43, 2018
"""More men came before, and more women since: among those who left in 2022, 73 and 59 per cent make 65 in all."""
_D_NUMBERS = 0.08


@dataclass(frozen=True, slots=True)
class Programme:
    """Everyone in the programme in one year, in the order they came."""

    number: Ints
    birth: Dates
    sex: Ints
    national_id: Ints
    duf: Ints
    place: Ints
    """A row of `places.Places`."""
    start: Dates
    end: Dates
    """NaT for those still in it at the end of the year."""
    reason: Ints
    """A row of `REASONS`; -1 for those still in it."""
    measures: Bools
    """[n, measures], columns as `MEASURES`."""
    fate: Floats
    """0 to 1: where they stand among those who leave. The lower, the sooner in work or education."""

    def __len__(self) -> int:
        return len(self.number)

    def take(self, rows: Ints | Bools) -> Programme:
        return Programme(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})


class _Register(ids.Register):
    """Hands out numbers from the other end, so that nobody has the number of a person in form 11."""

    def __init__(self) -> None:
        super().__init__()
        self._duf += 500_000

    def _next(self, group: Ints) -> Ints:
        return -1 - super()._next(group)


def programme(seed: int, size: float, year: int) -> Programme:
    """Who was in the programme in a year, from 2012 on."""
    return _simulated(seed, size)[year]


def leavers(seed: int, size: float, year: int) -> Programme:
    """Those who left in a year."""
    found = programme(seed, size, year)
    return found.take(found.reason >= 0)


def units_of(year: NationYear, people: Programme) -> Ints:
    """For each person the unit whose programme they are in, as a row of the year's units."""
    return _unit_of_place(year.seed, year.year)[people.place]


@cache
def _unit_of_place(seed: int, year: int) -> Ints:
    return places.unit_of(places.places(seed), year)[1]


@cache
def _simulated(seed: int, size: float) -> dict[int, Programme]:
    """Every year, each going on from the one before."""
    country = places.places(seed)
    adults = places.population(country, places.BASE_YEAR)[:, 1:4].sum(axis=1)
    weights = adults * np.exp(0.45 * generator(seed, "introduction", "places").normal(size=len(country)))
    register = _Register()
    found: dict[int, Programme] = {}
    here: Programme | None = None
    arrived = 0
    for year in years("introduksjon", "deltakere"):
        wanted = round(count("introduksjon", "deltakere", year) * size)
        came = max(wanted - (0 if here is None else len(here)), 0)
        new = _arrivals(seed, year, came, weights / weights.sum(), register, arrived, first_year=here is None)
        arrived += came
        here = new if here is None else _joined(here, new)
        here = _leave(here, seed, year, round(count("tidligere", "deltakere", year) * size))
        found[year] = here
        here = here.take(here.reason < 0)
    return found


def _arrivals(
    seed: int, year: int, n: int, weights: Floats, register: ids.Register, before: int, *, first_year: bool
) -> Programme:
    chance = generator(seed, year, "introduction", "arrivals")
    low, high, share = (np.array(column) for column in zip(*_AGES, strict=True))
    band = chance.choice(len(_AGES), n, p=share)
    age = chance.integers(low[band], high[band] + 1)
    born = (year - age - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    birth = born + chance.integers(0, 365, n).astype("timedelta64[D]")
    sex = np.where(chance.random(n) < (_MEN_BEFORE if year < _WOMEN_SINCE else _MEN_SINCE), 1, 2).astype(np.int8)
    start = np.datetime64(f"{year}-01-01") + chance.integers(0, 360, n).astype("timedelta64[D]")
    if first_year:
        start = start - (chance.random(n) * 700).astype(np.int64).astype("timedelta64[D]")
    # Those who have just come to the country start within the year.
    arrived = (start - (30 + chance.integers(0, 300, n)).astype("timedelta64[D]")).astype("datetime64[Y]")
    return Programme(
        number=np.arange(before, before + n),
        birth=birth,
        sex=sex,
        national_id=register.national_ids(birth, sex, chance.random(n) < _D_NUMBERS),
        duf=register.duf_numbers(arrived.astype(np.int64) + 1970),
        place=chance.choice(len(weights), n, p=weights),
        start=start,
        end=np.full(n, np.datetime64("NaT", "D")),
        reason=np.full(n, -1, dtype=np.int8),
        measures=chance.random((n, len(MEASURES))) < np.array(list(MEASURES.values())),
        fate=chance.random(n),
    )


def _leave(here: Programme, seed: int, year: int, leaving: int) -> Programme:
    """Those who have been longest are the likeliest to leave."""
    chance = generator(seed, year, "introduction", "leaving")
    days = (np.datetime64(f"{year}-12-31") - here.start).astype(np.int64)
    urge = chance.random(len(here)) ** (1 / np.maximum(days - 60, 1) ** 1.2)
    rows = np.argsort(-urge, kind="stable")[: min(leaving, int((days > 60).sum()))]
    earliest = np.maximum(here.start[rows] + np.timedelta64(50, "D"), np.datetime64(f"{year}-01-01"))
    span = (np.datetime64(f"{year}-12-31") - earliest).astype(np.int64)
    end, reason = here.end.copy(), here.reason.copy()
    end[rows] = earliest + (chance.random(len(rows)) * (span + 1)).astype(np.int64).astype("timedelta64[D]")
    reason[rows] = chance.choice(len(REASONS), len(rows), p=_REASON_SHARES)
    return replace(here, end=end, reason=reason)


def _joined(one: Programme, other: Programme) -> Programme:
    return Programme(**{f.name: np.concatenate([getattr(one, f.name), getattr(other, f.name)]) for f in fields(one)})
