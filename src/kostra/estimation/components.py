"""A total divided in its components (contributions and loans; age by sex), in whole numbers that add up exactly both ways.

A silent unit has the profile that is observed in its stratum. What rounding takes from one unit it gives the next, so that small units do
not all lose the same small components. It refuses observed components that do not add up to the observed value.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kostra.estimation.estimating import Filled
from kostra.estimation.variable import Floats
from kostra.model.errors import Broken
from kostra.model.rounding import shown

Integers = npt.NDArray[np.int64]


def apportion(total: int, weights: Floats) -> Integers:
    """A whole number by weights, the largest remainders first, and the first place first among equals."""
    whole = float(weights.sum())
    if not whole > 0:
        if total:
            raise Broken("there is something to divide, and nothing to divide it by")
        return np.zeros(len(weights), np.int64)
    exact = total * (weights / whole)
    parts: Integers = np.floor(exact).astype(np.int64)
    order = np.lexsort((np.arange(len(weights)), parts - exact))
    parts[order[: total - int(parts.sum())]] += 1
    return parts


def whole_values(filled: Filled) -> Integers:
    """Every unit's value as a whole number; what is estimated sums to its rounded sum. 0 where there is none."""
    silent, estimated = filled.variable.silent, filled.estimated
    values: Integers = np.where(silent, 0, np.rint(filled.value)).astype(np.int64)
    weights = filled.value[estimated]
    values[estimated] = apportion(int(shown(Fraction(float(weights.sum())))), weights)
    return values


def divide(filled: Filled, observed: Integers) -> Integers:
    """`observed` is [units, components], read where the unit reported. The result sums along each row to `whole_values`."""
    variable, stratum = filled.variable, filled.units.stratum
    values = whole_values(filled)
    if (observed[variable.reported].sum(axis=1) != values[variable.reported]).any():
        raise Broken(f"{variable.name}: the components do not add up to the value")
    parts: Integers = np.where(variable.reported[:, None], observed, 0)
    of_all = np.maximum(parts.sum(axis=0), 0).astype(np.float64)
    rows = np.flatnonzero(filled.estimated)
    for name in np.unique(stratum[rows]):
        here = rows[stratum[rows] == name]
        profile = np.maximum(parts[(stratum == name) & variable.reported].sum(axis=0), 0).astype(np.float64)
        profile = profile if profile.sum() else of_all
        owed = np.zeros(len(profile))
        for row in here[np.argsort(filled.units.code[here], kind="stable")]:
            wanted = owed + (values[row] * (profile / profile.sum()) if values[row] else 0)
            positive = np.maximum(wanted, 0)
            parts[row] = apportion(int(values[row]), positive if positive.sum() > 0 else profile)
            owed = wanted - parts[row]
    return parts
