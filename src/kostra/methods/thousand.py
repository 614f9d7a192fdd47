"""Thousand errors: amounts in kroner that should have been in thousands, or the other way round."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kostra.methods.untested import Reals, Reasons, Untested, of_pairs


@dataclass(frozen=True, slots=True)
class Thousands:
    """`difference` is log10(now) - log10(before); `outlier` is 0 or 1, and both are NaN where a unit is not tested."""

    difference: Reals
    outlier: Reals
    reason: Reasons


def thousand_errors(now: Reals, before: Reals, lower: float = -2.5, upper: float = 2.5) -> Thousands:
    reason = of_pairs(now, before)
    tested = reason == Untested.TESTED
    difference = np.full(len(now), np.nan)
    difference[tested] = np.log10(now[tested]) - np.log10(before[tested])
    outlier = np.full(len(now), np.nan)
    outlier[tested] = (difference[tested] < lower) | (difference[tested] > upper)
    return Thousands(difference, outlier, reason)
