"""What is missing, or far too wrong, is given the value of a regression on those that are representative; and how sure the total then is.

In one stage, or in two: what the first explanatory variable does not reach (last year's value, say) is left to the second (population).
A unit that neither its own value nor a model reaches stays without one, and is counted as missing: the estimate has nothing for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kostra.methods.merging import merge_small
from kostra.methods.outliers import (
    DEFAULT,
    Categories,
    Category,
    Details,
    Limits,
    Reason,
    coefficients,
    detail,
    examine,
    fill,
    nothing_known,
    sigma,
    why_not,
)
from kostra.methods.regression import Flags, Model, Status, Vector, lay_out
from kostra.methods.strata import Strata


@dataclass(frozen=True, slots=True)
class StratumEstimate:
    """Named as in R. `cv` is in per cent; `n_missing` units count as nothing in the estimate."""

    strata: str
    status: Status
    n: int
    n_imputed: int
    n_missing: int
    estimate: float
    cv: float
    estimate_y_hat: float
    estimate_orig: float
    coef: float
    coef_b: float
    n_model: int
    sigma_hat: float
    se_estimate: float
    se_robust: float


@dataclass(frozen=True, slots=True)
class Total:
    """Over strata: standard errors added in squares."""

    n_total: int
    n_imputed_total: int
    n_missing_total: int
    estimate_total: float
    cv_total: float
    se_estimate_total: float
    se_robust_total: float


@dataclass(frozen=True, slots=True)
class Imputation:
    """Per unit in the order they came, per stratum, and over all. `used` is the strata of the models, after any merging."""

    category123: Categories
    y_imputed: Vector
    details: Details
    reason: list[Reason]
    used: Strata
    strata: tuple[StratumEstimate, ...]
    total: Total


@dataclass(frozen=True, slots=True)
class TwoStages:
    """`first` and `second` as they stand alone; the sums of both, in `strata` and `total`."""

    first: Imputation
    second: Imputation
    strata: tuple[StratumEstimate, ...]
    total: Total


@np.errstate(over="ignore", invalid="ignore")
def impute(
    y: Vector,
    x: Vector,
    strata: Strata,
    model: Model = Model.ORDINARY,
    limits: Limits = DEFAULT,
    *,
    other: Vector | None = None,
    kept: Flags | None = None,
    round_imputed: bool = False,
    least: int = 0,
) -> Imputation:
    """`kept` are units that stay as they are and out of the model; strata with fewer than `least` answers are merged."""
    everyone = lay_out(model, x, other)
    kept = np.zeros(len(y), np.bool_) if kept is None else kept
    if least:
        strata = merge_small(strata, everyone.usable & np.isfinite(y) & ~kept, least)
    category = np.full(len(y), Category.OUTSIDE, np.int64)
    y_imputed = y.copy()
    whole = nothing_known(len(y))
    estimates = []
    for place, rows in strata.each():
        examined, part = examine(everyone[rows], y[rows], limits, kept[rows]), everyone[rows]
        category[rows] = examined.category
        details = detail(examined.final, examined.in_final, part, y[rows])
        fill(whole, rows, details)
        replaced = examined.category == Category.REPLACED
        y_imputed[rows[replaced]] = rounded(details.y_hat[replaced]) if round_imputed else details.y_hat[replaced]
        final = examined.final
        estimates.append(
            summed(
                strata.names[place],
                examined.status,
                y[rows],
                y_imputed[rows],
                replaced,
                details.y_hat,
                (*coefficients(final), int(examined.in_final.sum()), sigma(final)),
                final.sum_variance(part[replaced]),
                final.robust_sum_variance(part[replaced]),
            )
        )
    estimates.extend(unplaced(y, y_imputed, strata))
    reasons = why_not(everyone, y, strata, whole.r_stud)
    return Imputation(category, y_imputed, whole, reasons, strata, tuple(estimates), add_up(estimates))


def impute_twice(
    y: Vector,
    x1: Vector,
    x2: Vector,
    strata: Strata,
    models: tuple[Model, Model] = (Model.ORDINARY, Model.ORDINARY),
    limits: Limits = DEFAULT,
    *,
    round_imputed: bool = False,
) -> TwoStages:
    """The second stage takes what the first could not reach, replaces nothing that is there, and learns nothing from the first's values."""
    first = impute(y, x1, strata, models[0], limits, other=x2, round_imputed=round_imputed)
    done = (first.category123 == Category.REPLACED) & np.isfinite(first.y_imputed)
    second_limits = Limits(limits.model, limits.iterate, np.inf, limits.rounds)
    second = impute(
        first.y_imputed, x2, strata, models[1], second_limits, other=x1, kept=done, round_imputed=round_imputed
    )
    both = tuple(_both(a, b) for a, b in zip(first.strata, second.strata, strict=True))
    return TwoStages(first, second, both, add_up(both))


def summed(
    name: str,
    status: Status,
    y: Vector,
    y_imputed: Vector,
    replaced: Flags,
    y_hat: Vector,
    model: tuple[float, float, int, float],
    variance: float,
    robust: float,
) -> StratumEstimate:
    """The figures of a stratum from its units."""
    missing = np.isnan(y_imputed)
    estimate, se = float(np.nansum(y_imputed)), float(np.sqrt(variance))
    imputed = int((replaced & ~missing).sum())
    if not imputed:
        se = robust = 0.0
    return StratumEstimate(
        name,
        status,
        len(y),
        imputed,
        int(missing.sum()),
        estimate,
        in_percent(se, estimate),
        float(y_hat.sum()),
        float(np.nansum(y)),
        *model,
        se,
        float(np.sqrt(robust)),
    )


def add_up(estimates: Iterable[StratumEstimate]) -> Total:
    estimates = tuple(estimates)
    estimate = sum(one.estimate for one in estimates)
    se = float(np.sqrt(sum(one.se_estimate**2 for one in estimates)))
    return Total(
        sum(one.n for one in estimates),
        sum(one.n_imputed for one in estimates),
        sum(one.n_missing for one in estimates),
        estimate,
        in_percent(se, estimate),
        se,
        float(np.sqrt(sum(one.se_robust**2 for one in estimates))),
    )


def in_percent(part: float, whole: float) -> float:
    return 100 * part / whole if whole else np.nan


def rounded(values: Vector) -> Vector:
    """Whole numbers, halves away from zero."""
    whole: Vector = np.trunc(values)
    return whole + np.where(np.abs(values - whole) >= 0.5, np.sign(values), 0.0)


def unplaced(y: Vector, y_imputed: Vector, strata: Strata) -> list[StratumEstimate]:
    """Units of no stratum: no model, but what they have is in the total."""
    those = strata.codes < 0
    if not those.any():
        return []
    replaced = np.isnan(y[those])
    nowhere = np.full(len(replaced), np.nan)
    model = (np.nan, np.nan, 0, np.nan)
    return [summed("", Status.NOT_ESTIMABLE, y[those], y_imputed[those], replaced, nowhere, model, np.nan, np.nan)]


def _both(first: StratumEstimate, second: StratumEstimate) -> StratumEstimate:
    se = float(np.hypot(first.se_estimate, second.se_estimate))
    return StratumEstimate(
        first.strata,
        second.status if second.n_imputed + second.n_missing else first.status,
        first.n,
        first.n_imputed + second.n_imputed,
        second.n_missing,
        second.estimate,
        in_percent(se, second.estimate),
        second.estimate_y_hat,
        first.estimate_orig,
        second.coef,
        second.coef_b,
        second.n_model,
        second.sigma_hat,
        se,
        float(np.hypot(first.se_robust, second.se_robust)),
    )
