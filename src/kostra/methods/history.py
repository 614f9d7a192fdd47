"""What is missing is given the unit's own latest known value, as it stands. The error of that is the change of those who have both.

There is no parameter, so nothing is lost to estimating one. A unit without any earlier value stays missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kostra.methods.imputing import StratumEstimate, Total, add_up, rounded, summed, unplaced
from kostra.methods.outliers import Categories, Category
from kostra.methods.regression import Flags, Status, Vector
from kostra.methods.strata import Strata

OWN, NONE = -1, -2


@dataclass(frozen=True, slots=True)
class Carried:
    """Per unit. `source` is the place of the earlier value among those given, or that its own was used, or that there was none."""

    category123: Categories
    x: Vector
    y_hat: Vector
    y_imputed: Vector
    r_stud: Vector
    leave_out_resid: Vector
    source: npt.NDArray[np.int64]
    strata: tuple[StratumEstimate, ...]
    total: Total


@np.errstate(over="ignore", invalid="ignore")
def carry_forward(
    y: Vector,
    earlier: Sequence[Vector],
    strata: Strata,
    *,
    by_size: bool = False,
    round_imputed: bool = False,
) -> Carried:
    """`earlier` is latest first. `by_size`: the error grows with the earlier value, so that one which is not positive cannot be used."""
    x, source = _latest(earlier, len(y), positive=by_size)
    known, usable = np.isfinite(y), np.isfinite(x)
    source[known] = OWN
    category = np.where(known, Category.REPRESENTATIVE, np.where(usable, Category.REPLACED, Category.OUTSIDE))
    y_imputed = np.where(known, y, rounded(x) if round_imputed else x)
    spread = x if by_size else np.ones_like(x)
    change = y - x
    r_stud = np.full(len(y), np.nan)
    estimates = []
    for place, rows in strata.each():
        pairs = rows[known[rows] & usable[rows]]
        sigma2 = float((change[pairs] ** 2 / spread[pairs]).mean()) if len(pairs) else np.nan
        away = change[pairs] / np.sqrt(spread[pairs])
        r_stud[pairs] = away / np.sqrt(sigma2) if sigma2 > 0 else np.zeros(len(pairs))
        replaced: Flags = category[rows] == Category.REPLACED
        variance = sigma2 * float(spread[rows[replaced]].sum())
        status = Status.FITTED if len(pairs) else Status.NOT_ESTIMABLE
        model = (0.0, 0.0, len(pairs), float(np.sqrt(sigma2)))
        estimates.append(
            summed(strata.names[place], status, y[rows], y_imputed[rows], replaced, x[rows], model, variance, np.nan)
        )
    estimates.extend(unplaced(y, y_imputed, strata))
    return Carried(
        category.astype(np.int64), x, x.copy(), y_imputed, r_stud, change, source, tuple(estimates), add_up(estimates)
    )


def _latest(earlier: Sequence[Vector], count: int, *, positive: bool) -> tuple[Vector, npt.NDArray[np.int64]]:
    """The first value that is known of each unit, and which it was."""
    x, source = np.full(count, np.nan), np.full(count, NONE, np.int64)
    for place, values in enumerate(earlier):
        found = np.isnan(x) & (values > 0 if positive else np.isfinite(values))
        x[found], source[found] = values[found], place
    return x, source
