"""One year in people's lives: family, death, moves, programme, assistance, and who is new.

`live` takes the pool of last year and gives that of this year with what happened. It decides nothing about a form.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kostra.synth.anchors import RECIPIENTS, REFUGEE_SHARE, START
from kostra.synth.arrays import Bools, Floats, Ints
from kostra.synth.chance import generator
from kostra.synth.people import livelihood, spells
from kostra.synth.people.livelihood import OLD_AGE_FROM
from kostra.synth.people.moves import Cases, Map, Moves, move
from kostra.synth.people.newcomers import BAND_SHARES, BANDS, Newcomers
from kostra.synth.people.places import Places, population, unit_of
from kostra.synth.people.pool import LONG, SHORT, Pool
from kostra.synth.people.programme import SUPPLEMENT, Participation, follow, take_part

_FORGET = 4
"""Years without assistance after which a person leaves the pool."""
_NEW_HOME = 0.03
_GETS_BETTER, _GETS_WORSE = 0.165, 0.02
_DRIFT = 0.035
"""How much the need of a place changes in a year."""


@dataclass(frozen=True, slots=True)
class Happenings:
    """What one year left behind. Rows of `pool`; places as rows of `Places`."""

    year: int
    pool: Pool
    cases: Cases
    moves: Moves
    participation: Participation


def live(
    pool: Pool | None, year: int, seed: int, size: float, duplicates: float, places: Places, come: Newcomers
) -> Happenings:
    weight = _weights(seed, year, places)
    # Before the reform of 2020 places were divided in other ways; those years only settle the people, and are not written.
    _, unit = unit_of(places, max(year, 2020))
    country = Map(places, weight, unit)
    target = RECIPIENTS[year] * size
    if pool is None:
        where = _divide(round(target), weight, generator(seed, year, "newcomers", "place"))
        everyone = come.make(
            year, where, np.array(BAND_SHARES), REFUGEE_SHARE[year], generator(seed, year, "newcomers")
        )
        participation = take_part(everyone, year, places, size, generator(seed, year, "programme"))
        months = spells.settled_months(everyone, generator(seed, year, "months"))
        known = 0
    else:
        pool = _remember(pool, year)
        _family(pool, year, generator(seed, year, "family"))
        _die(pool, year, generator(seed, year, "death"))
        _change_course(pool, year, generator(seed, year, "course"))
        _rehouse(pool, country, generator(seed, year, "new home"))
        participation = take_part(pool, year, places, size, generator(seed, year, "programme"))
        months = spells.months_of(
            pool, year, _without_assistance(pool, participation, year), generator(seed, year, "months")
        )
        known = len(pool)
        newcomers = _newcomers(pool, months, year, seed, target, weight, come)
        fresh = spells.months_of_newcomers(newcomers, generator(seed, year, "newcomers", "months"))
        everyone, months = pool.join(newcomers), np.concatenate([months, fresh])
    takes_part = np.zeros(len(everyone), dtype=bool)
    takes_part[participation.person] = True
    moves, cases = move(everyone, months, takes_part, country, duplicates, generator(seed, year, "moves"))
    participation = follow(everyone, participation, moves, places, year, generator(seed, year, "programme", "moves"))
    lives_of_it = np.zeros(len(everyone), dtype=bool)
    still = np.isnat(participation.ended) & ((participation.prior & SUPPLEMENT) > 0)
    lives_of_it[participation.person[still]] = True
    new = np.arange(len(everyone)) >= known
    livelihood.settle(everyone, year, lives_of_it, new, generator(seed, year, "livelihood"))
    everyone.receiving = months[:, 11]
    everyone.last_year = np.where(months.any(axis=1) | takes_part, year, everyone.last_year).astype(np.int16)
    return Happenings(year, everyone, cases, moves, participation)


def _weights(seed: int, year: int, places: Places) -> Floats:
    """How the recipients of the country are spread: inhabitants of 18 and over, times need, which drifts."""
    drift = np.zeros(len(places))
    for passed in range(START, year + 1):
        drift = 0.85 * drift + _DRIFT * generator(seed, passed, "drift").normal(size=len(places))
    weight: Floats = population(places, year)[:, 1:].sum(axis=1) * places.need * np.exp(drift)
    return weight


def _divide(n: int, weight: Floats, chance: np.random.Generator) -> Ints:
    """`n` persons over places: shares as even as whole persons allow, the rest drawn."""
    share = weight / weight.sum() * n
    count = np.floor(share).astype(np.int64)
    rest = share - count
    left = n - int(count.sum())
    if left:
        count += np.bincount(
            np.searchsorted(np.cumsum(rest / rest.sum()), chance.random(left)).clip(0, len(rest) - 1),
            minlength=len(rest),
        )
    return np.repeat(np.arange(len(weight)), count)


def _remember(pool: Pool, year: int) -> Pool:
    keep = np.isnat(pool.died) & ((pool.last_year > year - _FORGET) | ~np.isnat(pool.begun))
    return pool.take(np.flatnonzero(keep))


def _family(pool: Pool, year: int, chance: np.random.Generator) -> None:
    n, age, was = len(pool), pool.age(year), pool.ektstat
    drawn = chance.random(n)
    together = (was == 2) | (was == 3)
    meets = ~together & (age < 60) & (drawn < 0.05)
    marries = (was == 3) & (drawn < 0.06)
    parts = together & (drawn >= 0.94)
    loses = together & ~parts & (chance.random(n) < np.where(age >= 60, 0.02, 0.001))
    pool.ektstat = np.select(
        [meets, marries, parts & (was == 3), parts, loses], [np.where(drawn < 0.012, 2, 3), 2, 1, 4, 5], was
    ).astype(np.int8)
    # After a break most children live with their mother.
    without = parts & (pool.sex == 1) & (chance.random(n) < 0.8)
    pool.child_born[without] = 0
    rate = np.where((pool.ektstat == 2) | (pool.ektstat == 3), 0.09, np.where(pool.sex == 2, 0.025, 0.0))
    born = (chance.random(n) < rate) & (age >= 18) & (age < 43)
    free = np.argmin(pool.child_born > year - 18, axis=1)
    room = born & (pool.child_born[np.arange(n), free] <= year - 18)
    pool.child_born[np.flatnonzero(room), free[room]] = year


def _die(pool: Pool, year: int, chance: np.random.Generator) -> None:
    age = pool.age(year)
    rate = np.select([age < 40, age < 67, age < 80], [0.002, 0.006, 0.025], 0.08)
    dies = (chance.random(len(pool)) < rate) & np.isnat(pool.begun)
    day = np.datetime64(f"{year}-01-01", "D") + (chance.random(len(pool)) * 365).astype("timedelta64[D]")
    pool.died = np.where(dies, day, pool.died)


def _change_course(pool: Pool, year: int, chance: np.random.Generator) -> None:
    """Work, insurance or the old-age pension ends long use of assistance; for some, short use becomes long."""
    drawn = chance.random(len(pool))
    retired = (pool.age(year) >= OLD_AGE_FROM) & (drawn < 0.6)
    better = (pool.profile == LONG) & (drawn < _GETS_BETTER)
    worse = (pool.profile < LONG) & (drawn < _GETS_WORSE)
    pool.profile = np.where(retired | better, SHORT, pool.profile + worse).astype(np.int8)


def _rehouse(pool: Pool, country: Map, chance: np.random.Generator) -> None:
    """Some have moved since last year, without assistance in between."""
    moves = np.flatnonzero((chance.random(len(pool)) < _NEW_HOME) & np.isnat(pool.begun))
    nearby = chance.random(len(moves)) < 0.5
    place = pool.place.copy()
    place[moves] = country.destinations(pool.place[moves], nearby, chance)
    pool.place = place


def _without_assistance(pool: Pool, participation: Participation, year: int) -> Bools:
    """[n, 12] months in which the programme's benefit is all a person gets."""
    result = np.zeros((len(pool), 12), dtype=bool)
    alone = (participation.prior & SUPPLEMENT) == 0
    result[participation.person[alone]] = participation.months(year)[alone]
    return result


def _newcomers(pool: Pool, months: Bools, year: int, seed: int, target: float, weight: Floats, come: Newcomers) -> Pool:
    """As many as are missing, in the places and ages where they are missing."""
    active = months.any(axis=1)
    missing = max(round(target) - int(active.sum()), 0)
    here = np.bincount(pool.place[active], minlength=len(weight))
    short = np.maximum(weight / weight.sum() * target - here, 0.02 * weight / weight.sum() * target)
    where = _divide(missing, short, generator(seed, year, "newcomers", "place"))
    lower = [low for low, _ in BANDS]
    ages = np.searchsorted(lower, pool.age(year)[active], side="right").clip(1) - 1
    by_age = np.bincount(ages, minlength=len(BANDS))
    few = np.maximum(np.array(BAND_SHARES) * target - by_age, 0.008 * missing)
    return come.make(year, where, few / few.sum(), REFUGEE_SHARE[year], generator(seed, year, "newcomers"))
