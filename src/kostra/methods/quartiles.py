"""Limits from quartiles: which units have an unusual ratio between two variables of the same period.

The limits come from all units, or from each stratum apart. Nothing is assumed of how the ratios are spread but that most are right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kostra.methods.ranking import average_ranks
from kostra.methods.strata import Strata
from kostra.methods.untested import Reals, Reasons, Untested, of_pairs


@dataclass(frozen=True, slots=True)
class Quartiles:
    """NaN where a unit is not tested. `whole` and `stratum` are the ratios of sums, over the units that are tested."""

    ratio: Reals
    whole: Reals
    stratum: Reals
    lower: Reals
    upper: Reals
    outlier: Reals
    rank: Reals
    reason: Reasons


def quartile_limits(
    first: Reals, second: Reals, strata: Strata, below: float = 1.5, above: float = 1.5, *, within: bool = False
) -> Quartiles:
    """`below` and `above` count distances from the median to the quartile of that side. `within`: each stratum has its own limits."""
    reason = of_pairs(first, second)
    if within:
        reason[(strata.codes < 0) & (reason == Untested.TESTED)] = Untested.NO_STRATUM
    tested = np.flatnonzero(reason == Untested.TESTED)
    ratio, whole, lower, upper, outlier, rank = (np.full(len(first), np.nan) for _ in range(6))
    with np.errstate(over="ignore"):
        ratio[tested] = first[tested] / second[tested]
    whole[tested] = of_sums(first[tested], second[tested])
    rank[tested] = average_ranks(ratio[tested])
    parts = [rows[reason[rows] == Untested.TESTED] for _, rows in strata.each()] if within else [tested]
    for rows in parts:
        if len(rows):
            lower[rows], upper[rows] = _limits(ratio[rows], below, above)
    outlier[tested] = (ratio[tested] < lower[tested]) | (ratio[tested] > upper[tested])
    return Quartiles(ratio, whole, _by_stratum(first, second, strata, reason), lower, upper, outlier, rank, reason)


def earlier(first: Reals, second: Reals, strata: Strata, reason: Reasons) -> tuple[Reals, Reals, Reals]:
    """The ratio of each unit, of all and of the stratum in the period before, for the units that are tested now."""
    tested = np.flatnonzero(reason == Untested.TESTED)
    ratio, whole = np.full(len(first), np.nan), np.full(len(first), np.nan)
    with np.errstate(all="ignore"):
        ratio[tested] = np.where(second[tested] == 0, np.nan, first[tested] / second[tested])
    whole[tested] = of_sums(first[tested], second[tested])
    return ratio, whole, _by_stratum(first, second, strata, reason)


def of_sums(first: Reals, second: Reals) -> float:
    """The ratio of what is known of each; NaN where there is nothing to divide by."""
    below = np.nansum(second)
    return float(np.nansum(first) / below) if below else np.nan


def _limits(ratio: Reals, below: float, above: float) -> tuple[float, float]:
    with np.errstate(invalid="ignore"):
        first, middle, third = np.quantile(ratio, (0.25, 0.5, 0.75))
        return float(first - below * (middle - first)), float(third + above * (third - middle))


def _by_stratum(first: Reals, second: Reals, strata: Strata, reason: Reasons) -> Reals:
    result = np.full(len(first), np.nan)
    for _, rows in strata.each():
        tested = rows[reason[rows] == Untested.TESTED]
        result[tested] = of_sums(first[tested], second[tested])
    return result
