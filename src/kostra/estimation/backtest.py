"""Would the estimate have been right last year? This year's silent units are taken out of last year's final file, estimated, and compared.

It stands in every run: an estimator is not believed, it is tried on units like those that are missing now. It says nothing of whether
this year is like last year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kostra.estimation.estimating import fill, total
from kostra.estimation.variable import Flags, Floats, Units, Variable
from kostra.model.errors import Refused
from kostra.model.estimate import Estimate, Parameters, Response


@dataclass(frozen=True, slots=True)
class Backtest:
    """`removed` units were taken out, with a share of the true total. What was true is never estimated."""

    estimate: Estimate
    truth: float
    removed: int
    share: float

    @property
    def error(self) -> float:
        return self.estimate.value - self.truth

    @property
    def relative(self) -> float:
        return self.error / self.truth if self.truth else 0.0

    @property
    def z(self) -> float | None:
        """The error in standard errors; None when nothing was uncertain."""
        return self.error / self.estimate.interval_error if self.estimate.interval_error else None

    @property
    def inside(self) -> bool:
        return self.estimate.low <= self.truth <= self.estimate.high


def backtest(units: Units, name: str, last: Floats, before: Floats, silent: Flags, parameters: Parameters) -> Backtest:
    """`last` is last year's final value and `before` that of the year before it, both in this year's municipalities.

    Units that last year knows nothing of are outside. What is taken out counts as late or unknown by the year before, as it would have.
    Refused where what was to be carried forward is not known.
    """
    known = np.isfinite(last)
    removed = silent & known
    response = np.where(np.nan_to_num(last) > 0, Response.REPORTED.value, Response.NIL.value).astype("<U8")
    response[removed] = np.where(np.nan_to_num(before) > 0, Response.LATE.value, Response.UNKNOWN.value)[removed]
    response[~known] = Response.OUTSIDE.value
    given = np.where(removed, np.nan, last)
    filled = fill(units, Variable(name, given, before, response), parameters)
    if filled.lost.any():
        lost = ", ".join(units.code[filled.lost].tolist())
        raise Refused(f"{name} kan ikke prøves på fjoråret: {lost} har ikke noe tall for året før det.")
    found = total(filled)
    truth, gone = float(last[known].sum()), float(last[removed].sum())
    return Backtest(found, truth, int(removed.sum()), gone / truth if truth else 0.0)
