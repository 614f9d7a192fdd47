"""Weighted least squares with one explanatory variable: the models in which SSB estimates what is missing.

A fit always comes back, with a status: too few units is an answer, not an error. It refuses missing values; who is in the fit is decided
by the one who asks. Formulas are those of the linear model; residuals below the rounding noise of their own unit count as zero, so that
a perfect fit has no outliers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_NOISE = 64 * np.finfo(np.float64).eps
_OWN_FIT = 1e-12
_CANCELLED = 1e-6


class Model(StrEnum):
    """What y is thought to follow. The two last take their weight from the other explanatory variable."""

    ORDINARY = "ordinary"
    RATIO = "ratio"
    NOCONSTANT = "noconstant"
    MEAN = "mean"
    RATIOCONSTANT = "ratioconstant"
    RATIO2 = "ratio2"
    RATIOCONSTANT2 = "ratioconstant2"

    @property
    def parameters(self) -> int:
        return 2 if self in {Model.ORDINARY, Model.RATIOCONSTANT, Model.RATIOCONSTANT2} else 1

    @property
    def weighted(self) -> bool:
        """By one over the explanatory variable, its own or the other."""
        return self.by_own or self.by_other

    @property
    def by_own(self) -> bool:
        return self in {Model.RATIO, Model.RATIOCONSTANT}

    @property
    def by_other(self) -> bool:
        return self in {Model.RATIO2, Model.RATIOCONSTANT2}


class Status(StrEnum):
    """`too_few`: estimated, but with fewer units than the number of parameters and two, so that no unit can be tested against the rest."""

    FITTED = "fitted"
    TOO_FEW = "too_few"
    NOT_ESTIMABLE = "not_estimable"


@dataclass(frozen=True)
class Units:
    """The explanatory side of some units: the rows of the design, and one over the weight."""

    rows: npt.NDArray[np.float64]
    spread: Vector

    def __len__(self) -> int:
        return len(self.spread)

    def __getitem__(self, chosen: Flags | npt.NDArray[np.intp]) -> Units:
        return Units(self.rows[chosen], self.spread[chosen])

    @cached_property
    def complete(self) -> Flags:
        return np.isfinite(self.rows).all(axis=1) & np.isfinite(self.spread)

    @cached_property
    def usable(self) -> Flags:
        """The units that the model can say something about."""
        return self.complete & (self.spread > 0)


@dataclass(frozen=True, slots=True)
class Fit:
    """`inverse` is (X'WX)^-1. `residuals` are unweighted; `studentized` are deleted, each against a fit without its own unit."""

    status: Status
    units: Units
    coefficients: Vector
    inverse: npt.NDArray[np.float64]
    sigma2: float
    hat: Vector
    residuals: Vector
    studentized: Vector
    dffits: Vector

    @property
    def left_out_residuals(self) -> Vector:
        """The residual each unit would have in a fit without it; missing where the unit alone decides its fit."""
        return _divided(self.residuals, 1 - self.hat, self.hat < 1 - _OWN_FIT)

    def predict(self, units: Units) -> Prediction:
        fitted: Vector = units.rows @ self.coefficients
        se_fit2 = self.sigma2 * np.einsum("ij,jk,ik->i", units.rows, self.inverse, units.rows)
        return Prediction(fitted, np.sqrt(se_fit2), np.sqrt(se_fit2 + self.sigma2 * units.spread))

    def studentize(self, units: Units, y: Vector) -> Vector:
        """How far units outside the fit are from it, in standard errors of their prediction."""
        predicted = self.predict(units)
        return _ratio(_without_noise(y, units.rows, self.coefficients), predicted.se)

    def sum_weights(self, units: Units) -> Vector:
        """What each unit in the fit contributes to the predicted sum of some others: its derivative with respect to y."""
        spread_over: Vector = self.units.rows @ self.inverse @ units.rows.sum(axis=0)
        return spread_over / self.units.spread

    def sum_variance(self, units: Units) -> float:
        """Of the predicted sum of units outside the fit, under the model."""
        total = units.rows.sum(axis=0)
        return float(self.sigma2 * (total @ self.inverse @ total + units.spread.sum())) if len(units) else 0.0

    def robust_sum_variance(self, units: Units) -> float:
        """The same, from the residuals themselves. A unit of negative weight adds no spread of its own: the others carry it."""
        if not len(units):
            return 0.0
        squared = self.left_out_residuals**2
        share = self.sum_weights(units)
        positive = np.maximum(share, 0)
        if positive.sum() > 0:
            positive = positive * (share.sum() / positive.sum())
        return max(0.0, float(((share**2 + positive) * squared).sum())) if np.isfinite(squared).all() else np.nan


@dataclass(frozen=True, slots=True)
class Prediction:
    """`se_fit` is of the expected value, `se` of a new unit."""

    value: Vector
    se_fit: Vector
    se: Vector


def lay_out(model: Model, x: Vector, other: Vector | None = None) -> Units:
    """The units as the model sees them. A unit without the variables it needs, or with a weight that is not positive, is not usable."""
    x = np.asarray(x, dtype=np.float64)
    constant = np.ones_like(x)
    if model is Model.MEAN:
        return Units(constant[:, None], constant)
    spread = constant
    if model.by_own:
        spread = x
    elif model.by_other:
        if other is None:
            raise ValueError(f"{model} takes its weight from the other explanatory variable")
        spread = np.asarray(other, dtype=np.float64)
    rows = np.column_stack([constant, x]) if model.parameters == 2 else x[:, None]
    return Units(rows, spread)


@np.errstate(over="ignore", invalid="ignore")
def fit(units: Units, y: Vector) -> Fit:
    """Weighted least squares over usable units."""
    n, p = units.rows.shape
    solved = _solve(units, y)
    if solved is None:
        missing = np.full(n, np.nan)
        nothing = np.full(p, np.nan)
        return Fit(
            Status.NOT_ESTIMABLE, units, nothing, np.full((p, p), np.nan), np.nan, missing, missing, missing, missing
        )
    coefficients, inverse, residuals = solved
    hat = np.minimum(np.einsum("ij,jk,ik->i", units.rows, inverse, units.rows) / units.spread, 1.0)
    squares = residuals**2 / units.spread
    total = float(squares.sum())
    sigma2 = total / (n - p) if n > p else np.nan
    if n < p + 2:
        missing = np.full(n, np.nan)
        return Fit(Status.TOO_FEW, units, coefficients, inverse, sigma2, hat, residuals, missing, missing)
    free = hat < 1 - _OWN_FIT
    without = np.maximum(total - _divided(squares, 1 - hat, free), 0)
    for unit in np.flatnonzero(free & (without <= _CANCELLED * total)):
        rest = np.arange(n) != unit
        again = _solve(units[rest], y[rest])
        without[unit] = np.nan if again is None else float((again[2] ** 2 / units.spread[rest]).sum())
    studentized = _ratio(residuals, np.sqrt(without / (n - p - 1) * units.spread * (1 - hat)))
    studentized[~free] = np.nan
    leverage = np.sqrt(_divided(hat, 1 - hat, free))
    # An infinite residual with no leverage at all moves nothing.
    dffits = np.where(leverage > 0, studentized, np.where(np.isnan(studentized), np.nan, 0)) * np.where(
        leverage > 0, leverage, 1
    )
    return Fit(Status.FITTED, units, coefficients, inverse, sigma2, hat, residuals, studentized, dffits)


def _solve(units: Units, y: Vector) -> tuple[Vector, npt.NDArray[np.float64], Vector] | None:
    """Coefficients, (X'WX)^-1 and residuals; None when the units do not decide the coefficients."""
    n, p = units.rows.shape
    if n < p:
        return None
    if p == 1:
        only = units.rows[:, 0]
        square = float((only * only / units.spread).sum())
        if not square > 0:
            return None
        slope = np.array([float((only * y / units.spread).sum()) / square])
        return slope, np.array([[1 / square]]), _without_noise(y, units.rows, slope)
    root = 1 / np.sqrt(units.spread)
    weighted = units.rows * root[:, None]
    size = np.sqrt((weighted**2).sum(axis=0))
    if not (size > 0).all():
        return None
    q, r = np.linalg.qr(weighted / size)
    if (np.abs(np.diag(r)) < n * _NOISE).any():
        return None
    turned = np.array([[r[1, 1], -r[0, 1]], [0.0, r[0, 0]]]) / (r[0, 0] * r[1, 1]) / size[:, None]
    coefficients: Vector = turned @ (q.T @ (y * root))
    return coefficients, turned @ turned.T, _without_noise(y, units.rows, coefficients)


def _without_noise(y: Vector, rows: npt.NDArray[np.float64], coefficients: Vector) -> Vector:
    residuals = y - rows @ coefficients
    noise = _NOISE * (np.abs(y) + np.abs(rows) @ np.abs(coefficients))
    return np.where(np.abs(residuals) <= noise, 0.0, residuals)


def _divided(above: Vector, below: Vector, where: Flags) -> Vector:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=where)


def _ratio(residuals: Vector, scale: Vector) -> Vector:
    """Nothing over nothing is no distance; something over nothing is infinitely far."""
    away = np.where(residuals == 0, 0.0, np.copysign(np.inf, residuals))
    away[np.isnan(residuals) | np.isnan(scale)] = np.nan
    return np.divide(residuals, scale, out=away, where=scale > 0)
