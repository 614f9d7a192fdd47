"""The qualification programme over the years: who begins, who is still in, who ends, and how."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from kostra.synth.anchors import PARTICIPANTS, START
from kostra.synth.arrays import D_NUMBER, Bools, Dates, Ints
from kostra.synth.people.moves import Moves
from kostra.synth.people.places import Places
from kostra.synth.people.pool import SHORT, Pool

IN, LEAVE, COMPLETED, ABSENT, MOVED, MOVED_IN_OSLO, BROKEN_OFF = 1, 2, 3, 4, 5, 6, 7

SUPPLEMENT = 32
"""The bit of `Pool.prior` that says: assistance beside the benefit."""

_ENDS = np.array([0.015, 0.12, 0.32, 1.0, 1.0, 1.0])
"""The chance that the programme ends, by years since it began."""
_ON_LEAVE = 0.035
_SUPPLEMENT = 0.45
_AGES = (19, 61)


@dataclass(slots=True)
class Participation:
    """Who was in the programme in the year, one row per person and place."""

    person: Ints
    place: Ints
    came_from: Ints
    """The place they took part in earlier in the year; -1 for none."""
    registered: Dates
    decided: Dates
    begun: Dates
    prior: Ints
    status: Ints
    ended: Dates

    def months(self, year: int) -> Bools:
        """[rows, 12] the months in the programme."""
        first = month_in(self.begun, year)
        last = np.where(np.isnat(self.ended), 11, month_in(self.ended, year))
        span: Bools = (np.arange(12) >= first[:, None]) & (np.arange(12) <= last[:, None])
        return span


def month_in(dates: Dates, year: int) -> Ints:
    """The month as 0-11; below 0 before the year."""
    return (dates.astype("datetime64[M]") - np.datetime64(f"{year}-01", "M")).astype(np.int64)


def take_part(pool: Pool, year: int, places: Places, size: float, chance: np.random.Generator) -> Participation:
    """Begin and end programmes. Whoever is known from before may begin, most often those who receive assistance now."""
    carried = np.flatnonzero(~np.isnat(pool.begun) & _lives_on(pool))
    wanted = max(round(PARTICIPANTS[year] * size) - len(carried), 0) if year > START else 0
    person = np.concatenate([carried, _begin(pool, year, wanted, places, chance)])
    span = year - (pool.begun[person].astype("datetime64[Y]").astype(np.int64) + 1970)
    ends = chance.random(len(person)) < _ENDS[np.clip(span, 0, 5)]
    last_day = np.datetime64(f"{year}-12-31", "D")
    earliest = np.maximum(pool.begun[person] + np.timedelta64(20, "D"), np.datetime64(f"{year}-01-05", "D"))
    left = (last_day - earliest).astype(np.int64)
    ends &= left > 0
    day = earliest + (chance.random(len(person)) * np.maximum(left, 1)).astype("timedelta64[D]")
    ended = np.where(ends, day, np.datetime64("NaT", "D"))
    # Status 7 came in 2023; before that everything that broke off was absence.
    drawn = chance.random(len(person))
    how = np.select([drawn < 0.85, drawn < 0.925], [COMPLETED, ABSENT], BROKEN_OFF if year >= 2023 else ABSENT)
    leave = (drawn < _ON_LEAVE) & (span > 0)
    over = person[ends]
    result = Participation(
        person=person,
        place=pool.programme_place[person].astype(np.int64),
        came_from=np.full(len(person), -1),
        registered=pool.registered[person],
        decided=pool.decided[person],
        begun=pool.begun[person],
        prior=pool.prior[person],
        status=np.where(ends, how, np.where(leave, LEAVE, IN)),
        ended=ended,
    )
    # What is left in the pool is what goes on into the next year.
    pool.begun[over] = np.datetime64("NaT", "D")
    return result


def _lives_on(pool: Pool) -> Bools:
    return np.isnat(pool.died)


def _begin(pool: Pool, year: int, wanted: int, places: Places, chance: np.random.Generator) -> Ints:
    age = pool.age(year)
    weight = (
        places.programme[pool.place] * np.where(pool.receiving, 4.0, 0.4) * np.where(pool.profile == SHORT, 0.3, 1.0)
    )
    weight *= (age >= _AGES[0]) & (age <= _AGES[1]) & ~pool.had_programme & _lives_on(pool) & (pool.id_kind <= D_NUMBER)
    weight *= pool.last_year >= year - 2
    able = np.flatnonzero(weight > 0)
    # The largest of u ** (1 / weight) is a draw without replacement by weight.
    key = np.log(chance.random(len(able))) / weight[able]
    person = np.sort(able[np.argsort(-key, kind="stable")[:wanted]])
    n = len(person)
    begun = np.datetime64(f"{year}-01-01", "D") + (chance.random(n) * 350).astype("timedelta64[D]")
    if year == START + 1:
        # The first programmes are spread over earlier years, as if the simulation had always run.
        back = chance.choice(4, n, p=(0.3, 0.29, 0.25, 0.16))
        begun = np.datetime64(f"{year}-01-01", "D") + (chance.random(n) * 350 - back * 365).astype("timedelta64[D]")
    waited = chance.integers(35, 150, n)
    pool.begun[person] = begun
    pool.registered[person] = begun - waited.astype("timedelta64[D]")
    pool.decided[person] = begun - (waited * (0.1 + 0.3 * chance.random(n))).astype("timedelta64[D]")
    pool.had_programme[person] = True
    pool.programme_place[person] = pool.place[person]
    pool.prior[person] = _prior(pool, person, year, chance)
    return person


def _prior(pool: Pool, person: Ints, year: int, chance: np.random.Generator) -> Ints:
    n = len(person)
    drawn = chance.random(n)
    social = np.where(pool.receiving[person], np.where(drawn < 0.72, 2, 3), np.where(drawn < 0.12, 3, 0))
    recent = pool.refugee[person] & (pool.arrived[person] >= year - 4)
    introduction = recent & (chance.random(n) < 0.4)
    measures = chance.random(n) < 0.09
    insurance = chance.random(n) < np.where(social == 0, 0.45, 0.12)
    supplement = chance.random(n) < _SUPPLEMENT
    prior: Ints = social + 4 * introduction + 8 * measures + 16 * insurance + SUPPLEMENT * supplement
    return prior.astype(np.int8)


_GOES_ON = 0.7
"""Of those who move while in the programme, how many go on where they come to."""


def follow(
    pool: Pool, participation: Participation, moves: Moves, places: Places, year: int, chance: np.random.Generator
) -> Participation:
    """Cut the participation of those who moved: an end where they left, and for most a new row where they came."""
    row_of = np.full(len(pool), -1)
    row_of[participation.person] = np.arange(len(participation.person))
    taking = row_of[moves.person] >= 0
    row, month, after = row_of[moves.person[taking]], moves.month[taking], moves.after[taking]
    day = chance.integers(0, 28, len(row))
    date = np.datetime64(f"{year}-01", "M") + month.astype("timedelta64[M]")
    moved = date.astype("datetime64[D]") + day.astype("timedelta64[D]")
    ended = participation.ended[row]
    early = participation.begun[row] >= moved - np.timedelta64(14, "D")
    participation.place[row[early]] = after[early]
    pool.programme_place[participation.person[row[early]]] = after[early]
    cut = ~early & (np.isnat(ended) | (ended > moved + np.timedelta64(14, "D"))) & (month < 11)
    row, moved, after = row[cut], moved[cut], after[cut]
    goes_on = (chance.random(len(row)) < _GOES_ON) & (places.programme[after] > 0)
    oslo = places.in_oslo[participation.place[row]] & places.in_oslo[after]
    onward = Participation(
        **{f.name: getattr(participation, f.name)[row[goes_on]].copy() for f in fields(Participation)}
    )
    onward.place, onward.came_from = after[goes_on], participation.place[row[goes_on]]
    onward.begun = moved[goes_on] + np.timedelta64(1, "D")
    participation.status[row] = np.where(oslo, MOVED_IN_OSLO, MOVED)
    participation.ended[row] = moved
    person = participation.person[row]
    pool.begun[person[~goes_on]] = np.datetime64("NaT", "D")
    pool.programme_place[person[goes_on]] = after[goes_on]
    return Participation(
        **{
            f.name: np.concatenate([getattr(participation, f.name), getattr(onward, f.name)])
            for f in fields(Participation)
        }
    )
