"""The largest units on either of two variables: rank, share and ratio, within strata."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kostra.methods.sums import known_sum, quotient
from kostra.methods.untested import Reals


@dataclass(frozen=True, slots=True)
class Ranking:
    """Of the units of one stratum, in the order they are listed: by rank on y, then on x. Shares are in per cent."""

    rows: npt.NDArray[np.intp]
    ratio: Reals
    x_rank: Reals
    y_rank: Reals
    x_share: Reals
    y_share: Reals


def largest(x: Reals, y: Reals, rows: npt.NDArray[np.intp], count: int, over: float | None = None) -> Ranking:
    """The `count` largest on x or on y among these rows; with `over`, all that are above it on either."""
    x, y = x[rows], y[rows]
    x_rank, y_rank = _ranks(x, y), _ranks(y, x)
    chosen = (x_rank <= count) | (y_rank <= count) if over is None else (x > over) | (y > over)
    order = np.lexsort((x_rank, y_rank))
    order = order[chosen[order]]
    return Ranking(
        rows[order],
        quotient(y, x)[order],
        x_rank[order],
        y_rank[order],
        100 * quotient(x, known_sum(x))[order],
        100 * quotient(y, known_sum(y))[order],
    )


def _ranks(values: Reals, other: Reals) -> Reals:
    """1 for the largest; of equals, the one that is larger on the other; then the one that came first. NaN has no rank."""
    order = np.lexsort((-other, -values))
    ranks = np.empty(len(values))
    ranks[order] = np.arange(1, len(values) + 1)
    return np.where(np.isnan(values), np.nan, ranks)


def average_ranks(values: Reals) -> Reals:
    """1 for the smallest; equals share the average of their ranks."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    result: Reals = (last - (counts - 1) / 2)[place]
    return result
