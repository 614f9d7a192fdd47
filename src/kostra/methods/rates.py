"""The rate model: the total of each stratum is its rate, from those who answered, times the size of everybody in it.

The variance comes from the residuals, in three versions: as they are, and made larger by one or two times what each unit's own pull on
the rate hides. It refuses to guess a stratum where nobody answered: the stratum has no estimate, and then the total has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from kostra.methods.imputing import in_percent
from kostra.methods.regression import Flags, Units, Vector, fit
from kostra.methods.strata import Strata

NORMAL_95 = 1.96
SURPRISE = "surprise_strata"
_RESIDUAL_LIMIT = 2.0


class Use(StrEnum):
    """What a unit was to the estimate: in the model, given a value by it, or counted with its own value outside it; or nothing.

    A unit with a value and no size is counted with its own value, as the excluded are.
    """

    MODEL = "mod"
    PREDICTED = "pred"
    EXCLUDED = "ex"
    UNUSABLE = ""


class RateStatus(StrEnum):
    """A single unit, and a stratum where all answered, have no variance: the first because it cannot be known."""

    FITTED = "fitted"
    FULL_COUNT = "full_count"
    SINGLE_UNIT = "single_unit"
    NOT_ESTIMABLE = "not_estimable"


@dataclass(frozen=True, slots=True)
class StratumRate:
    """`x_pop` and `x_utv` are sums over all and over those who answered, `pop` and `utv` their number. `cv` is in per cent."""

    strata: str
    status: RateStatus
    x_pop: float
    x_utv: float
    pop: int
    utv: int
    est: float
    beta: float
    v1: float
    v2: float
    v3: float

    @property
    def interval(self) -> tuple[float, float]:
        """Of 95 per cent, by the second variance."""
        reach = NORMAL_95 * float(np.sqrt(self.v2))
        return self.est - reach, self.est + reach

    @property
    def cvs(self) -> tuple[float, float, float]:
        first, second, third = (in_percent(float(np.sqrt(v)), self.est) for v in (self.v1, self.v2, self.v3))
        return first, second, third


@dataclass(frozen=True, slots=True)
class Rates:
    """Per unit in the order they came; `place` is the unit's stratum among `strata`, where the excluded are in the last one."""

    use: list[Use]
    place: npt.NDArray[np.int64]
    beta: Vector
    beta_ex: Vector
    rstud: Vector
    hat: Vector
    g: Vector
    imp: Vector
    strata: tuple[StratumRate, ...]
    total: StratumRate


@dataclass(frozen=True, slots=True)
class Extremes:
    """Units that stand out or pull hard, hardest first: their rows, the total of their stratum with them and without, the limit of G."""

    rows: npt.NDArray[np.intp]
    est: Vector
    est_ex: Vector
    g_limit: Vector
    rstud_limit: float


@np.errstate(over="ignore", invalid="ignore")
def estimate_rates(y: Vector, x: Vector, strata: Strata, excluded: Flags | None = None) -> Rates:
    """`excluded` are true but not to be followed: their own value is added, and they are not in the rate."""
    known = np.isfinite(y)
    sized = np.isfinite(x) & (x >= 0) & (strata.codes >= 0)
    own = known & (~sized if excluded is None else ~sized | excluded)
    beta, beta_ex, rstud, hat, g = (np.full(len(y), np.nan) for _ in range(5))
    imp = np.where(known, y, np.nan)
    place = np.full(len(y), -1, np.int64)
    place[own] = len(strata.names)
    found = []
    for number, every in strata.each():
        rows = every[sized[every] & ~own[every]]
        answered = known[rows]
        model, rest = rows[answered], rows[~answered]
        fitted = fit(_units(x[model]), y[model])
        place[rows] = number
        beta[rows] = fitted.coefficients[0]
        rstud[model], hat[model], g[model] = fitted.studentized, fitted.hat, fitted.dffits
        pull = fitted.units.rows[:, 0] / fitted.units.spread * fitted.inverse[0, 0]
        beta_ex[model] = fitted.coefficients[0] - pull * fitted.left_out_residuals
        imp[rest] = x[rest] * fitted.coefficients[0]
        if len(rows):
            found.append(
                _stratum(strata.names[number], x[rows], y[rows], fitted.coefficients[0], fitted.residuals, fitted.hat)
            )
        else:
            found.append(_nobody(strata.names[number]))
    if own.any():
        found.append(_full_count(SURPRISE, x[own], y[own], np.nan))
    use = [_use(one, len(strata.names), answered) for one, answered in zip(place.tolist(), known.tolist(), strict=True)]
    return Rates(use, place, beta, beta_ex, rstud, hat, g, imp, tuple(found), _total(found))


def find_extremes(rates: Rates) -> Extremes:
    """Those whose studentized residual is above 2, or whose pull on the rate is above twice the root of one over the number of units."""
    tested = np.flatnonzero(~np.isnan(rates.rstud))
    place = rates.place[tested]
    limit = np.array([2 / np.sqrt(rates.strata[one].utv) for one in place])
    extreme = (np.abs(rates.rstud[tested]) > _RESIDUAL_LIMIT) | (np.abs(rates.g[tested]) > limit)
    order = np.flatnonzero(extreme)[np.argsort(-rates.g[tested[extreme]], kind="stable")]
    rows = tested[order]
    x_pop = np.array([rates.strata[one].x_pop for one in place[order]])
    return Extremes(rows, rates.beta[rows] * x_pop, rates.beta_ex[rows] * x_pop, limit[order], _RESIDUAL_LIMIT)


def _use(place: int, excluded: int, answered: bool) -> Use:
    if place in (-1, excluded):
        return Use.UNUSABLE if place == -1 else Use.EXCLUDED
    return Use.MODEL if answered else Use.PREDICTED


def _units(x: Vector) -> Units:
    """The variance follows x; a unit of no size weighs as one of size 1."""
    return Units(x[:, None], np.where(x == 0, 1.0, x))


def _stratum(name: str, x: Vector, y: Vector, beta: float, residuals: Vector, hat: Vector) -> StratumRate:
    known = np.isfinite(y)
    if known.all():
        return _full_count(name, x, y, beta)
    x_pop, x_utv = float(x.sum()), float(x[known].sum())
    n = int(known.sum())
    if np.isnan(beta):
        return StratumRate(name, RateStatus.NOT_ESTIMABLE, x_pop, x_utv, len(x), n, *[np.nan] * 5)
    estimate = float(beta * x_pop)
    if n == 1:
        return StratumRate(name, RateStatus.SINGLE_UNIT, x_pop, x_utv, len(x), n, estimate, float(beta), 0.0, 0.0, 0.0)
    a = (x_pop - x_utv) / x_utv
    free = 1 - hat
    squares = [
        np.divide(residuals**2, free**power, out=np.zeros_like(residuals), where=residuals != 0) for power in range(3)
    ]
    v1, v2, v3 = (float((a * a + a) * one.sum()) for one in squares)
    return StratumRate(name, RateStatus.FITTED, x_pop, x_utv, len(x), n, estimate, float(beta), v1, v2, v3)


def _full_count(name: str, x: Vector, y: Vector, beta: float) -> StratumRate:
    size, count = float(np.nansum(x)), len(y)
    return StratumRate(
        name, RateStatus.FULL_COUNT, size, size, count, count, float(y.sum()), float(beta), 0.0, 0.0, 0.0
    )


def _nobody(name: str) -> StratumRate:
    return StratumRate(name, RateStatus.FULL_COUNT, 0.0, 0.0, 0, 0, 0.0, np.nan, 0.0, 0.0, 0.0)


def _total(strata: Iterable[StratumRate]) -> StratumRate:
    """Sums of all, variances too. One stratum without an estimate leaves the total without one."""
    found = list(strata)
    sums = {
        name: sum(getattr(one, name) for one in found)
        for name in ("x_pop", "x_utv", "pop", "utv", "est", "v1", "v2", "v3")
    }
    status = RateStatus.NOT_ESTIMABLE if np.isnan(sums["est"]) else RateStatus.FITTED
    return StratumRate("", status, beta=np.nan, **sums)
