"""Two variables summed and compared, stratum by stratum: all that is known of each, or like for like, with units that have both alone.

Like for like is what to look at while some are late: else every figure falls because somebody has not come.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kostra.methods.strata import Strata
from kostra.methods.sums import complete, known_sum, quotient
from kostra.methods.untested import Reals


@dataclass(frozen=True, slots=True)
class Comparison:
    """One value for each stratum, in order, and last for the units of none, if there are any. Shares are in per cent."""

    names: tuple[str, ...]
    x_count: npt.NDArray[np.int64]
    y_count: npt.NDArray[np.int64]
    x_sum: Reals
    y_sum: Reals
    x_share: Reals
    y_share: Reals
    difference: Reals
    of_stratum: Reals
    of_whole: Reals


def compare(x: Reals, y: Reals, strata: Strata, *, like_for_like: bool = False) -> Comparison:
    if like_for_like:
        x, y = complete(x, y)
    parts = [rows for _, rows in strata.each()]
    unplaced = np.flatnonzero(strata.codes < 0)
    names = (*strata.names, "") if len(unplaced) else strata.names
    if len(unplaced):
        parts.append(unplaced)
    x_sum = np.array([known_sum(x[rows]) for rows in parts])
    y_sum = np.array([known_sum(y[rows]) for rows in parts])
    difference = y_sum - x_sum
    x_whole, y_whole = known_sum(x), known_sum(y)
    return Comparison(
        names,
        np.array([np.count_nonzero(~np.isnan(x[rows])) for rows in parts], np.int64),
        np.array([np.count_nonzero(~np.isnan(y[rows])) for rows in parts], np.int64),
        x_sum,
        y_sum,
        100 * quotient(x_sum, x_whole),
        100 * quotient(y_sum, y_whole),
        difference,
        100 * quotient(difference, x_sum),
        100 * quotient(difference, x_whole),
    )
