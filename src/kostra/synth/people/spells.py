"""In which months people receive assistance: a chain from month to month, by how a person uses assistance."""

from __future__ import annotations

import numpy as np

from kostra.synth.arrays import Bools, Ints
from kostra.synth.people.pool import Pool

_STAY = np.array([0.43, 0.825, 0.9655])
"""The chance of receiving next month too, by `Pool.profile`."""
_BACK = np.array([0.025, 0.045, 0.11])
"""The chance of coming back in a month, the first year after."""
_FADING = 0.45
"""How much of that chance is left for each further year away."""


def months_of(pool: Pool, year: int, in_programme: Bools, chance: np.random.Generator) -> Bools:
    """[n, 12] for those who are known from before. Nothing after death, nothing in `in_programme` ([n, 12])."""
    stay = _STAY[pool.profile]
    away = np.maximum(year - 1 - pool.last_year.astype(np.int64), 0)
    back = _BACK[pool.profile] * _FADING**away
    months = np.zeros((12, len(pool)), dtype=bool)
    now = pool.receiving
    for month in range(12):
        now = chance.random(len(pool)) < np.where(now, stay, back)
        months[month] = now
    return months.T & ~in_programme & _alive(pool, year)


def months_of_newcomers(pool: Pool, chance: np.random.Generator) -> Bools:
    """[n, 12]: from the month they came, at least that one."""
    stay, back = _STAY[pool.profile], _BACK[pool.profile] * 0.7
    came = chance.integers(0, 12, len(pool))
    months = np.zeros((12, len(pool)), dtype=bool)
    now = np.zeros(len(pool), dtype=bool)
    for month in range(12):
        drawn = chance.random(len(pool))
        now = (came == month) | ((came < month) & (drawn < np.where(now, stay, back)))
        months[month] = now
    return months.T


def settled_months(pool: Pool, chance: np.random.Generator) -> Bools:
    """[n, 12] for the first simulated year, when nobody is known from before: as if many of them were."""
    since_before = chance.random(len(pool)) < np.array([0.25, 0.7, 0.95])[pool.profile]
    months = np.zeros((12, len(pool)), dtype=bool)
    came = np.where(since_before, 0, chance.integers(0, 12, len(pool)))
    now = np.zeros(len(pool), dtype=bool)
    for month in range(12):
        now = (came == month) | ((came < month) & (chance.random(len(pool)) < np.where(now, _STAY[pool.profile], 0.02)))
        months[month] = now
    return months.T


def _alive(pool: Pool, year: int) -> Bools:
    """[n, 12] True up to the month of death, in it too."""
    last = np.where(
        np.isnat(pool.died), 12, (pool.died.astype("datetime64[M]") - np.datetime64(f"{year}-01", "M")).astype(np.int64)
    )
    alive: Bools = np.arange(12) <= last[:, None]
    return alive


def rank_in_year(months: Bools) -> Ints:
    """[n, 12] the how-manieth month of assistance each is, from 1."""
    return np.cumsum(months, axis=1)
