"""Units that do not follow a regression: found round by round, so that one that is far out does not hide the others.

Each unit is measured in standard errors from a fit without it. It refuses to leave a model with so few units that none of them can be
tested: then it stops a round earlier and says that there were too few.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
import numpy.typing as npt

from kostra.methods.regression import Fit, Flags, Model, Status, Units, Vector, fit, lay_out
from kostra.methods.strata import Strata

Categories = npt.NDArray[np.int64]


class Category(IntEnum):
    """What a unit is to the model: nothing, an example to follow, true but unlike the others, wrong or missing."""

    OUTSIDE = 0
    REPRESENTATIVE = 1
    CORRECT = 2
    REPLACED = 3


class Reason(StrEnum):
    """Why a unit was not tested, or got no value."""

    NONE = ""
    X_MISSING = "x_missing"
    X_NOT_POSITIVE = "x_not_positive"
    Y_MISSING = "y_missing"
    TOO_FEW = "too_few"
    OTHERS_EXACT = "others_exact"
    """Infinitely far: all the others lie exactly on the model."""
    NO_STRATUM = "no_stratum"


@dataclass(frozen=True, slots=True)
class Limits:
    """In studentized residuals: out of the model, out of the search for outliers, replaced. The first is never above the others."""

    model: float = 2.5
    iterate: float = 4.5
    impute: float = 50.0
    rounds: int = 10

    @property
    def of_model(self) -> float:
        return min(self.model, self.iterate, self.impute)


DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Examined:
    """One stratum: the fit of the last round, and the final one on the representative units; each with who is in it."""

    status: Status
    category: Categories
    last: Fit
    in_last: Flags
    final: Fit
    in_final: Flags


@dataclass(frozen=True, slots=True)
class Details:
    """What a fit says of each unit, those outside it included. Influence and leverage are of those in it alone."""

    y_hat: Vector
    r_stud: Vector
    dffits: Vector
    hii: Vector
    leave_out_resid: Vector


def examine(units: Units, y: Vector, limits: Limits, kept: Flags | None = None) -> Examined:
    """Sort the units of a stratum into categories. `kept` are to stay as they are, and out of the model."""
    kept = np.zeros(len(y), np.bool_) if kept is None else kept
    known = np.isfinite(y)
    status, last, inside = _settle(units, y, units.usable & known & ~kept, limits)
    distance = np.abs(detail(last, inside, units, y).r_stud)
    settled = not (distance[inside] >= limits.of_model).any()
    if status is Status.TOO_FEW:
        distance[inside] = 0
    category = np.full(len(y), Category.REPRESENTATIVE, np.int64)
    category[distance >= limits.of_model] = Category.CORRECT
    category[(distance >= limits.impute) & np.isfinite(limits.impute)] = Category.REPLACED
    category[~known] = Category.REPLACED
    category[~units.usable] = Category.OUTSIDE
    category[kept] = Category.CORRECT
    if settled:
        return Examined(status, category, last, inside, last, inside)
    representative = category == Category.REPRESENTATIVE
    final = fit(units[representative], y[representative])
    if not _tests_all(final):
        category[inside] = Category.REPRESENTATIVE
        return Examined(Status.TOO_FEW, category, last, inside, last, inside)
    return Examined(status, category, last, inside, final, representative)


def detail(fitted: Fit, inside: Flags, units: Units, y: Vector) -> Details:
    whole = nothing_known(len(y))
    usable = units.usable
    whole.y_hat[usable] = fitted.predict(units[usable]).value
    whole.r_stud[inside], whole.dffits[inside], whole.hii[inside] = fitted.studentized, fitted.dffits, fitted.hat
    whole.leave_out_resid[inside] = fitted.left_out_residuals
    tested = usable & ~inside & np.isfinite(y)
    whole.r_stud[tested] = fitted.studentize(units[tested], y[tested])
    whole.leave_out_resid[tested] = y[tested] - whole.y_hat[tested]
    return whole


def why_not(units: Units, y: Vector, strata: Strata, r_stud: Vector) -> list[Reason]:
    """For each unit, why it has no finite studentized residual; what is missing comes before what could not be done."""
    reasons = [Reason.NONE] * len(y)
    for reason, those in (
        (Reason.TOO_FEW, np.isnan(r_stud)),
        (Reason.OTHERS_EXACT, np.isinf(r_stud)),
        (Reason.Y_MISSING, np.isnan(y)),
        (Reason.X_NOT_POSITIVE, ~units.usable),
        (Reason.X_MISSING, ~units.complete),
        (Reason.NO_STRATUM, strata.codes < 0),
    ):
        for unit in np.flatnonzero(those):
            reasons[unit] = reason
    return reasons


def _settle(units: Units, y: Vector, inside: Flags, limits: Limits) -> tuple[Status, Fit, Flags]:
    """Fit, leave out the farthest, fit again, until nobody is beyond the limit; too few when leaving out would leave nothing to test by."""
    fitted = fit(units[inside], y[inside])
    for _ in range(limits.rounds - 1):
        beyond = np.abs(fitted.studentized) >= limits.iterate
        if not beyond.any():
            break
        fewer = inside.copy()
        fewer[inside] = ~beyond
        again = fit(units[fewer], y[fewer])
        if not _tests_all(again):
            return Status.TOO_FEW, fitted, inside
        fitted, inside = again, fewer
    return fitted.status, fitted, inside


def _tests_all(fitted: Fit) -> bool:
    return fitted.status is Status.FITTED and not np.isnan(fitted.studentized).any()


@dataclass(frozen=True, slots=True)
class OutlierStratum:
    strata: str
    status: Status
    n: int
    coef: float
    coef_b: float
    n_model: int
    sigma_hat: float


@dataclass(frozen=True, slots=True)
class Outliers:
    """Per unit in the order they came: `outlier` is 0, 1 or missing. The fitted value is the final model's, the rest the last round's."""

    outlier: Vector
    reason: list[Reason]
    details: Details
    strata: tuple[OutlierStratum, ...]


@np.errstate(over="ignore", invalid="ignore")
def find_outliers(
    y: Vector, x: Vector, strata: Strata, model: Model = Model.ORDINARY, limits: Limits = DEFAULT
) -> Outliers:
    """Units farther from the model than the limit, in each stratum. A unit that has no value, or cannot be tested, is not judged."""
    limits = Limits(limits.model, limits.iterate, np.inf, limits.rounds)
    everyone = lay_out(model, x)
    whole = nothing_known(len(y))
    found = []
    for place, rows in strata.each():
        units = everyone[rows]
        examined = examine(units, y[rows], limits)
        fill(whole, rows, detail(examined.last, examined.in_last, units, y[rows]))
        whole.y_hat[rows] = detail(examined.final, examined.in_final, units, y[rows]).y_hat
        last, in_model = examined.last, int(examined.in_last.sum())
        name = strata.names[place]
        found.append(OutlierStratum(name, examined.status, len(rows), *coefficients(last), in_model, sigma(last)))
    outlier = np.where(np.isnan(whole.r_stud), np.nan, np.abs(whole.r_stud) >= limits.of_model)
    reasons = why_not(everyone, y, strata, whole.r_stud)
    return Outliers(outlier, reasons, whole, tuple(found))


def nothing_known(count: int) -> Details:
    return Details(*(np.full(count, np.nan) for _ in range(5)))


def fill(whole: Details, rows: npt.NDArray[np.intp], part: Details) -> None:
    """Put what is known of some units in its place among all."""
    for name in Details.__slots__:
        getattr(whole, name)[rows] = getattr(part, name)


def coefficients(fitted: Fit) -> tuple[float, float]:
    """The first, and the second or zero."""
    first, *second = (float(one) for one in fitted.coefficients)
    return first, second[0] if second else 0.0


def sigma(fitted: Fit) -> float:
    return float(np.sqrt(fitted.sigma2))
