"""Selective editing: which units to look at first, and when what is left no longer matters.

Suspicion says how likely a value is to be wrong, influence what it would mean if it were, and their product is the score. Units are
reviewed from the highest score down until the error that may be left is within the tolerance of every total that is published.
A value without an expected value beside it has no score: what nobody knows anything about is for whoever estimates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kostra.methods.untested import Reals

Codes = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Level:
    """Totals that are published together: of the whole, of the groups of one kind, of each unit.

    `codes` say which total each value adds to, with -1 for none. No tolerance: its totals count for influence, and never for stopping.
    """

    codes: Codes
    tolerance: float | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """One value for each value handed in; NaN where there is no score."""

    influence: Reals
    local: Reals
    expected_error: Reals


@dataclass(frozen=True, slots=True)
class Review:
    """`order` is the units from the highest score down; the first `count` of them are to be reviewed.

    `removed` is, after so many reviews (from none to all), the share of the expected error that is gone.
    """

    total: Reals
    largest: Reals
    order: Codes
    count: int
    removed: Reals


def suspicion(statistic: Reals, starts: float, full: float) -> Reals:
    """0 up to `starts`, 1 from `full` on, and a straight line between. Nothing known is no suspicion."""
    size = np.where(np.isnan(statistic), 0.0, np.abs(statistic))
    if full <= starts:
        return (size > starts).astype(np.float64)
    return np.clip((size - starts) / (full - starts), 0.0, 1.0)


def score(values: Reals, expected: Reals, suspicions: Reals, levels: Sequence[Level], floor: float) -> Scores:
    """Influence is the largest share of any total that the value is off by. No total counts as smaller than the floor."""
    off = np.abs(values - expected)
    influence = np.where(np.isnan(off), np.nan, 0.0)
    for level in levels:
        influence = np.maximum(influence, _shares(off, _weights(expected, level.codes, floor), level.codes))
    return Scores(influence, suspicions * influence, suspicions * off)


def review(units: Codes, scores: Scores, expected: Reals, levels: Sequence[Level], floor: float) -> Review:
    """`units` say whose each value is, and the first level is the whole. Equal scores keep the order of the units."""
    count = int(units.max()) + 1 if len(units) else 0
    known = ~np.isnan(scores.local)
    total, largest = np.zeros(count), np.zeros(count)
    np.add.at(total, units[known], scores.local[known])
    np.maximum.at(largest, units[known], scores.local[known])
    order = np.lexsort((-total, -largest))
    turn = np.empty(count, np.intp)
    turn[order] = np.arange(count)
    needed = max(_needed(turn[units], scores, expected, level, floor) for level in levels)
    return Review(total, largest, order, needed, _removed(turn[units], scores, expected, levels[0], count, floor))


def left_over(reviewed: npt.NDArray[np.bool_], scores: Scores, expected: Reals, codes: Codes, floor: float) -> Reals:
    """The expected error that is left in each total when these values are reviewed, as a share of it."""
    remaining = np.where(reviewed | np.isnan(scores.expected_error), 0.0, scores.expected_error)
    shares = _shares(remaining, _weights(expected, codes, floor), codes)
    return np.bincount(codes[codes >= 0], shares[codes >= 0]).astype(np.float64)


def _weights(expected: Reals, codes: Codes, floor: float) -> Reals:
    inside = codes >= 0
    return np.maximum(np.abs(np.bincount(codes[inside], np.nan_to_num(expected[inside]))), floor)


def _shares(amounts: Reals, totals: Reals, codes: Codes) -> Reals:
    """Each amount as a share of its total; all of it when the total is nothing, and nothing where it adds to no total."""
    inside = codes >= 0
    shares = np.where(np.isnan(amounts), np.nan, 0.0)
    below = totals[codes[inside]]
    above = amounts[inside]
    with np.errstate(all="ignore"):
        shares[inside] = np.where(below > 0, above / below, np.where(np.isnan(above), np.nan, (above > 0) * 1.0))
    return shares


def _needed(turn: Codes, scores: Scores, expected: Reals, level: Level, floor: float) -> int:
    """How many reviews until no total of the level has more expected error left than its tolerance."""
    if level.tolerance is None:
        return 0
    errors = _shares(scores.expected_error, _weights(expected, level.codes, floor), level.codes)
    used = np.flatnonzero((level.codes >= 0) & (errors > 0))
    if not len(used):
        return 0
    # The last to be reviewed first: each sum is what is left when the reviewing stops just before that unit.
    used = used[np.lexsort((-turn[used], level.codes[used]))]
    codes, left = level.codes[used], np.cumsum(errors[used])
    begins = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]])
    before = np.repeat(np.r_[0.0, left[begins[1:] - 1]], np.diff(np.r_[begins, len(used)]))
    too_much = left - before > level.tolerance
    return int(turn[used][too_much].max()) + 1 if too_much.any() else 0


def _removed(turn: Codes, scores: Scores, expected: Reals, whole: Level, count: int, floor: float) -> Reals:
    """As shares of the whole, so that variables of different units add up."""
    errors = _shares(scores.expected_error, _weights(expected, whole.codes, floor), whole.codes)
    gone = np.bincount(turn, np.nan_to_num(errors), count) if count else np.empty(0)
    sum_of_all = float(gone.sum())
    return np.r_[0.0, np.cumsum(gone) / sum_of_all] if sum_of_all else np.ones(count + 1)
