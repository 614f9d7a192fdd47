"""The method of Hidiroglou and Berthelot (1986): which units changed more than others of their size, within strata.

The ratio of now to before is made symmetric around its median and weighted by size, and a unit is an outlier when it lies further from the
median than so many quartile distances. Units that are not above zero in both periods have no ratio: see `zeros` for those.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kostra.methods.strata import Strata
from kostra.methods.untested import Reals, Reasons, Untested, of_pairs

MANY_EQUAL = 0.5
"""From this share on, units that did not change are left out: else the quartiles would be those of no change at all."""


class Parameters(NamedTuple):
    size: float = 0.5
    """How much size counts (pU): 0 not at all, 1 as much as it can."""
    floor: float = 0.05
    """The least distance from median to quartile, as a share of the median (pA)."""
    width: float = 20.0
    """How many quartile distances are allowed (pC)."""


DEFAULT = Parameters()


@dataclass(frozen=True, slots=True)
class Ratios:
    """NaN where a unit is not tested. `distance` counts quartile distances from the median: a unit is an outlier beyond `width` of them."""

    largest: Reals
    ratio: Reals
    median: Reals
    lower: Reals
    upper: Reals
    distance: Reals
    outlier: Reals
    reason: Reasons
    equal_shares: tuple[tuple[int, float], ...]
    """The strata, by place, where units that did not change are left out, with their share."""


def ratios(now: Reals, before: Reals, strata: Strata, parameters: Sequence[Parameters] = (DEFAULT,)) -> Ratios:
    """`parameters` are one for all, or one for each stratum in order."""
    count = len(now)
    reason = of_pairs(now, before)
    reason[(strata.codes < 0) & (reason == Untested.TESTED)] = Untested.NO_STRATUM
    largest, ratio, median, lower, upper, distance, outlier = (np.full(count, np.nan) for _ in range(7))
    shares: list[tuple[int, float]] = []
    for place, rows in strata.each():
        pairs = rows[reason[rows] == Untested.TESTED]
        equal = now[pairs] == before[pairs]
        if len(pairs) and equal.mean() >= MANY_EQUAL:
            reason[pairs[equal]] = Untested.ALL_EQUAL if equal.all() else Untested.EQUAL
            shares.append((place, float(equal.mean())))
            pairs = pairs[~equal]
        if not len(pairs):
            continue
        size, floor, width = parameters[place if len(parameters) > 1 else 0]
        with np.errstate(all="ignore"):
            # A ratio of the largest and the smallest number there are is infinite, and then an outlier: that is as it should be.
            r = now[pairs] / before[pairs]
            m = np.median(r)
            weight = np.maximum(now[pairs], before[pairs]) ** size
            e = np.where(r >= m, r / m - 1, 1 - m / r) * weight
            first, middle, third = np.quantile(e, (0.25, 0.5, 0.75))
            least = abs(floor * middle) if middle != 0 else floor
            below, above = max(middle - first, least), max(third - middle, least)
            low, high = middle - width * below, middle + width * above
            lower[pairs] = m * weight / (weight - low)
            upper[pairs] = m * (weight + high) / weight
            far = e - middle
            distance[pairs] = np.where(far == 0, 0.0, far / np.where(far < 0, below, above))
            outlier[pairs] = (r < lower[pairs]) | (r > upper[pairs])
        largest[pairs] = np.maximum(now[pairs], before[pairs])
        ratio[pairs] = r
        median[pairs] = m
    return Ratios(largest, ratio, median, lower, upper, distance, outlier, reason, tuple(shares))
