"""Sums of what is known, and quotients that are missing where there is nothing to divide by."""

from __future__ import annotations

import numpy as np

from kostra.methods.untested import Reals


def known_sum(values: Reals) -> float:
    """NaN when none is known: nothing known is not nothing."""
    known = values[~np.isnan(values)]
    return float(known.sum()) if len(known) else np.nan


def quotient(above: Reals, below: Reals | float) -> Reals:
    with np.errstate(all="ignore"):
        result = above / below
    return np.where(np.isfinite(result), result, np.nan)


def complete(x: Reals, y: Reals) -> tuple[Reals, Reals]:
    """Both values where both are known, and neither otherwise."""
    known = ~(np.isnan(x) | np.isnan(y))
    return np.where(known, x, np.nan), np.where(known, y, np.nan)
