"""Who moves in the year, and the cases that follow: one for each place a person gets assistance in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kostra.synth.arrays import Bools, Floats, Ints
from kostra.synth.people.places import Places
from kostra.synth.people.pool import Pool
from kostra.synth.people.spells import rank_in_year

_TWICE = 0.06
"""Of those who move, how many move once more."""
_BOTH_PAY = 0.15
"""How often old and new municipality both pay in the month of the move."""
_NEARBY = 0.45
_WITHIN_OSLO = 0.075
"""Recipients in Oslo who move to another district: two files, one municipality."""
_OTHERS = 0.012
"""Participants in the programme without assistance who move."""


@dataclass(frozen=True, slots=True)
class Moves:
    """One row per person who moves with a case or a programme."""

    person: Ints
    month: Ints
    """0-11"""
    before: Ints
    after: Ints


@dataclass(frozen=True, slots=True)
class Cases:
    """One row per person and place with assistance."""

    person: Ints
    place: Ints
    months: Bools


@dataclass(frozen=True, slots=True)
class Map:
    """What a mover must know of the country: how likely each place is, and which places are one unit."""

    places: Places
    weight: Floats
    unit: Ints

    def destinations(self, origin: Ints, nearby: Bools, chance: np.random.Generator) -> Ints:
        """A place in another unit; for those in Oslo outside Oslo, unless `nearby`."""
        cumulative = np.r_[0.0, np.cumsum(self.weight)]
        county = self.places.county
        first = np.searchsorted(county, county, side="left")
        last = np.searchsorted(county, county, side="right")
        oslo = self.places.in_oslo
        away = oslo[origin] & ~nearby
        low = np.where(nearby, cumulative[first[origin]], 0.0)
        high = np.where(nearby, cumulative[last[origin]], cumulative[-1])
        result = origin.astype(np.int64).copy()
        waiting = np.arange(len(origin))
        for _ in range(40):
            drawn = low[waiting] + chance.random(len(waiting)) * (high - low)[waiting]
            found = np.minimum(np.searchsorted(cumulative, drawn, side="right") - 1, len(self.weight) - 1)
            result[waiting] = found
            same = (self.unit[found] == self.unit[origin[waiting]]) | (away[waiting] & oslo[found])
            waiting = waiting[same]
            if not len(waiting):
                break
        return result


def move(
    pool: Pool, months: Bools, participates: Bools, country: Map, duplicates: float, chance: np.random.Generator
) -> tuple[Moves, Cases]:
    """Draw the moves of the year. `duplicates` is the share of recipients with cases in two or more municipalities."""
    n = len(pool)
    count = months.sum(axis=1)
    eligible = (count >= 2) & np.isnat(pool.died)
    willing = np.where(participates, 0.35, 1.0) * eligible
    wanted = duplicates * (count > 0).sum() / max(willing.sum(), 1.0)
    drawn = chance.random(n)
    leaves = drawn < wanted * willing
    within = ~leaves & eligible & country.places.in_oslo[pool.place] & (chance.random(n) < _WITHIN_OSLO)
    others = participates & (count == 0) & (drawn < _OTHERS)
    person = np.flatnonzero(leaves | within | others)
    nearby = within[person] | (~country.places.in_oslo[pool.place[person]] & (chance.random(len(person)) < _NEARBY))
    after = country.destinations(pool.place[person], nearby, chance)
    rank, total = rank_in_year(months[person]), count[person]
    cut = 1 + (chance.random(len(person)) * np.maximum(total - 1, 1)).astype(np.int64)
    both = chance.random(len(person)) < _BOTH_PAY
    moved = np.where(total > 0, np.argmax(rank > cut[:, None], axis=1), chance.integers(1, 11, len(person)))
    first = months[person] & ((rank <= cut[:, None]) | (both & (total > cut))[:, None] & (rank == cut[:, None] + 1))
    second = months[person] & (rank > cut[:, None])
    again = np.flatnonzero((second.sum(axis=1) >= 2) & (chance.random(len(person)) < _TWICE) & ~within[person])
    third_place = country.destinations(after[again], np.zeros(len(again), dtype=bool), chance)
    halfway = cut[again] + (total[again] - cut[again]) // 2
    third = second[again] & (rank[again] > halfway[:, None])
    second[again] &= ~third
    # Back to where they came from would be the same case twice.
    back = country.unit[third_place] == country.unit[pool.place[person[again]]]
    second[again[back]] |= third[back]
    third_place, third, again = third_place[~back], third[~back], again[~back]
    cases = _cases(pool, months, (person, first), (person, second, after), (person[again], third, third_place))
    return Moves(person, moved, pool.place[person].astype(np.int64), after), cases


def _cases(
    pool: Pool,
    months: Bools,
    first: tuple[Ints, Bools],
    second: tuple[Ints, Bools, Ints],
    third: tuple[Ints, Bools, Ints],
) -> Cases:
    own = months.copy()
    own[first[0]] = first[1]
    stays = np.arange(len(pool))
    person = np.concatenate([stays, second[0], third[0]])
    place = np.concatenate([pool.place.astype(np.int64), second[2], third[2]])
    when = np.concatenate([own, second[1], third[1]])
    some = when.any(axis=1)
    last = pool.place.copy()
    last[second[0]] = second[2]
    last[third[0]] = third[2]
    pool.place = last
    return Cases(person[some], place[some], when[some])
