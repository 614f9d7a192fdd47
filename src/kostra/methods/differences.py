"""The units with the largest difference between two variables, and what each means for its stratum and for the whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kostra.methods.strata import Strata
from kostra.methods.sums import complete, known_sum, quotient
from kostra.methods.untested import Reals


@dataclass(frozen=True, slots=True)
class Differences:
    """Of units with both values, of one stratum, the largest difference first. Shares are in per cent, and have its sign."""

    rows: npt.NDArray[np.intp]
    ratio: Reals
    difference: Reals
    of_own: Reals
    of_stratum: Reals
    of_whole: Reals
    stratum_of_stratum: float
    stratum_of_whole: float


def largest_differences(x: Reals, y: Reals, strata: Strata, count: int, over: float | None = None) -> list[Differences]:
    """For each stratum, the `count` largest differences; with `over`, all that are above it. Units of no stratum come last."""
    x, y = complete(x, y)
    whole = known_sum(x)
    listed = [rows for _, rows in strata.each()]
    unplaced = np.flatnonzero(strata.codes < 0)
    return [_of_stratum(x, y, rows, whole, count, over) for rows in (*listed, unplaced) if len(rows)]


def _of_stratum(
    x: Reals, y: Reals, rows: npt.NDArray[np.intp], whole: float, count: int, over: float | None
) -> Differences:
    x, y = x[rows], y[rows]
    difference = y - x
    size = np.abs(difference)
    of_own = 100 * quotient(difference, x)
    # From nothing to something is more than any percentage.
    grown = np.where(np.isnan(of_own) & (size > 0), np.inf, np.abs(of_own))
    order = np.lexsort((-grown, -size))
    order = order[~np.isnan(size[order])]
    order = order[:count] if over is None else order[size[order] > over]
    stratum, moved = known_sum(x), known_sum(difference)
    return Differences(
        rows[order],
        quotient(y, x)[order],
        difference[order],
        of_own[order],
        100 * quotient(difference, stratum)[order],
        100 * quotient(difference, whole)[order],
        100 * float(quotient(np.array([moved]), stratum)[0]),
        100 * float(quotient(np.array([moved]), whole)[0]),
    )
