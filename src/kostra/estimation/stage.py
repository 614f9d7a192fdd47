"""One link in the chain of what a missing value is estimated from: a ratio to an auxiliary value, in every stratum that has missing units.

The model is learnt from reporting units alone; a nil return never moves it. A unit far from the others keeps its value and leaves the
model (category 2). It refuses to learn from fewer units than the parameters say: then there is no stage, and the next one is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kostra.estimation.variable import Flags, Floats, Texts
from kostra.methods.merging import merge_small
from kostra.methods.outliers import Category, Limits, examine
from kostra.methods.regression import Fit, Model, lay_out
from kostra.methods.strata import Strata
from kostra.model.estimate import Marker, Parameters

Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Stratum:
    """The model of a stratum, merged or not. Each variance is (a^2 + a) times a spread, where a is the x that is missing for each x in it.

    `model` is the spread by the model (V1), `adjusted` by the residuals with their leverage taken out (V2), `robust` by the residuals
    that each unit has when it is left out (V3).
    """

    name: str
    units: int
    sum_x: float
    beta: float
    model: float
    adjusted: float
    robust: float


@dataclass(frozen=True, slots=True)
class Stage:
    """`place` is, for each unit estimated here, its stratum in `strata`; -1 for all others. `unlike` are reporting units left out of it."""

    marker: Marker
    x: Floats
    place: Places
    strata: tuple[Stratum, ...]
    unlike: Flags

    @property
    def here(self) -> Flags:
        found: Flags = self.place >= 0
        return found

    @property
    def expected(self) -> Floats:
        """Beta times x; 0 for units that are not estimated here."""
        beta = np.array([one.beta for one in self.strata])
        found = np.zeros(len(self.x))
        found[self.here] = beta[self.place[self.here]] * self.x[self.here]
        return found


def learn(
    marker: Marker, y: Floats, x: Floats, stratum: Texts, within: Flags, missing: Flags, parameters: Parameters
) -> Stage | None:
    """`within` are the units to learn from, `missing` those to estimate: in both, x is over 0. None when too few teach."""
    if within.sum() < parameters.model_units:
        return None
    of_both = Strata.of(np.where(within | missing, stratum, "").tolist())
    merged = merge_small(of_both, within, parameters.model_units)
    limits = Limits(model=parameters.model, iterate=parameters.iterate, impute=np.inf)
    place = np.full(len(y), -1, np.intp)
    unlike = np.zeros(len(y), np.bool_)
    strata: list[Stratum] = []
    for number, rows in merged.each():
        wanted = rows[missing[rows]]
        if not len(wanted):
            continue
        model = rows[within[rows]]
        examined = examine(lay_out(Model.RATIO, x[model]), y[model], limits)
        place[wanted] = len(strata)
        unlike[model] = examined.category == Category.CORRECT
        strata.append(_stratum(merged.names[number], examined.final, float(x[model][examined.in_final].sum())))
    return Stage(marker, x, place, tuple(strata), unlike)


def _stratum(name: str, fitted: Fit, sum_x: float) -> Stratum:
    left_out = fitted.left_out_residuals
    return Stratum(
        name=name,
        units=len(fitted.units),
        sum_x=sum_x,
        beta=float(fitted.coefficients[0]),
        model=fitted.sigma2 * sum_x,
        adjusted=float((left_out * fitted.residuals).sum()),
        robust=float((left_out**2).sum()),
    )
