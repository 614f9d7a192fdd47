"""How likely it is that a silent unit has any cases at all.

A logistic regression on the logarithm of the population and on whether there were cases last year, among the units whose answer is known.
Where they do not decide it (too few, or all alike), the share by size class is used instead, with half a unit added on each side.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FEWEST = 10
"""Known units with cases, and without: fewer of either do not carry a regression of three coefficients."""

CLASSES = (2_000, 5_000, 10_000, 20_000, 50_000)
"""Where the size classes of the fallback begin, in inhabitants of the target age."""

_RIDGE = 0.05
"""Holds the coefficients when the known units are told apart completely; moves nothing that the data decide."""
_ROUNDS = 50


def presence(population: Floats, last: Floats, known: Flags, has: Flags) -> Floats:
    """The probability of cases for every unit. `last` is missing where nobody knows; `has` is read only where `known`."""
    if min(int((known & has).sum()), int((known & ~has).sum())) < FEWEST:
        return _by_size(population, known, has)
    size = np.log(np.maximum(np.nan_to_num(population), 1))
    centre, spread = size[known].mean(), max(float(size[known].std()), 1e-9)
    rows = np.column_stack([np.ones(len(size)), (size - centre) / spread, np.nan_to_num(last) > 0]).astype(np.float64)
    found = _logistic(rows[known], has[known].astype(np.float64))
    return _by_size(population, known, has) if found is None else _inverse(rows @ found)


def _logistic(rows: Floats, y: Floats) -> Floats | None:
    """Newton's method, with a small ridge on all but the constant. None when it does not settle."""
    ridge = np.diag([0.0, *[_RIDGE] * (rows.shape[1] - 1)])
    found = np.zeros(rows.shape[1])
    for _ in range(_ROUNDS):
        p = _inverse(rows @ found)
        slope = rows.T @ (y - p) - ridge @ found
        bend = (rows * (p * (1 - p))[:, None]).T @ rows + ridge
        step = np.linalg.solve(bend, slope)
        step *= min(1.0, 5.0 / max(float(np.abs(step).max()), 1e-12))
        found = found + step
        if np.abs(step).max() < 1e-9:
            return found
    return None


def _inverse(value: Floats) -> Floats:
    bounded = np.clip(value, -30, 30)
    p: Floats = 1 / (1 + np.exp(-bounded))
    return p


def _by_size(population: Floats, known: Flags, has: Flags) -> Floats:
    place = np.digitize(np.nan_to_num(population), CLASSES)
    classes = len(CLASSES) + 1
    there = np.bincount(place[known & has], minlength=classes)
    all_known = np.bincount(place[known], minlength=classes)
    shares: Floats = ((there + 0.5) / (all_known + 1))[place]
    return shares
