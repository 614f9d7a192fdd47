"""Components add up: along the rows to each value, and down to the total, in whole numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kostra.estimation.components import apportion, divide, whole_values
from kostra.estimation.estimating import fill
from kostra.model.errors import Broken
from kostra.model.estimate import Parameters
from unit.estimation.nation import L, changed, country, silence

P = Parameters()


@given(st.integers(0, 10**9), st.lists(st.floats(0, 1e6), min_size=1, max_size=30).filter(lambda w: sum(w) > 1e-3))
def test_a_whole_number_is_divided_without_loss(whole: int, weights: list[float]) -> None:
    parts = apportion(whole, np.array(weights))
    assert parts.sum() == whole and (parts >= 0).all()
    exact = np.array(weights) / sum(weights) * whole
    assert (np.abs(parts - exact) < 1 + 1e-6 * whole).all()


def test_the_largest_remainders_come_first_and_the_first_among_equals() -> None:
    assert apportion(10, np.array([1.0, 1, 1])).tolist() == [4, 3, 3]
    assert apportion(7, np.array([0.5, 0.3, 0.2])).tolist() == [4, 2, 1]
    assert apportion(0, np.zeros(2)).tolist() == [0, 0]
    with pytest.raises(Broken, match="nothing to divide it by"):
        apportion(1, np.zeros(2))


def parted(seed: int) -> np.ndarray:
    """The value of every unit in four parts."""
    _, variable = country(seed)
    chance = np.random.Generator(np.random.PCG64(seed + 1))
    return np.array([chance.multinomial(int(value), [0.5, 0.3, 0.15, 0.05]) for value in variable.value])


@given(st.integers(0, 100), st.sets(st.integers(6, 61), max_size=15))
@settings(max_examples=30, deadline=None)
def test_components_add_up_both_ways(seed: int, rows: set[int]) -> None:
    units, variable = country(seed)
    filled = fill(units, silence(variable, dict.fromkeys(sorted(rows), L)), P)
    parts, values = divide(filled, parted(seed)), whole_values(filled)
    assert (parts.sum(axis=1) == values).all() and (parts >= 0).all()
    assert values.sum() == pytest.approx(filled.value.sum(), abs=0.5 + 1e-6)
    reported = filled.variable.reported
    assert (parts[reported] == parted(seed)[reported]).all()


def test_what_is_estimated_has_the_profile_of_its_stratum() -> None:
    units, variable = country(municipalities=300)
    gone = np.flatnonzero((units.stratum == "EKG01") & (variable.value > 0))[:40]
    filled = fill(units, silence(variable, {int(row): L for row in gone}), P)
    observed = np.column_stack([np.floor(variable.value * 0.9), variable.value - np.floor(variable.value * 0.9)])
    observed[units.stratum != "EKG01"] = observed[units.stratum != "EKG01"][:, ::-1]
    parts = divide(filled, observed.astype(np.int64))
    here = (units.stratum == "EKG01") & filled.variable.reported
    profile = observed[here].sum(axis=0) / observed[here].sum()
    # Rounding is handed on from unit to unit, so that it does not grow with their number.
    assert (np.abs(parts[gone].sum(axis=0) - profile * parts[gone].sum()) <= 2).all()


def test_components_that_do_not_add_up_are_refused() -> None:
    units, variable = country()
    observed = parted(1)
    observed[20, 0] += 1
    with pytest.raises(Broken, match="do not add up"):
        divide(fill(units, variable, P), observed)


def test_what_has_no_value_has_no_components_and_the_rest_add_up() -> None:
    units, variable = country()
    gone = changed(silence(variable, {60: L, 10: L}), 60, last=np.nan)
    filled = fill(units, gone, P)
    observed = np.where(gone.reported, np.nan_to_num(gone.value), 0).astype(np.int64)[:, None] * np.array([[1, 0]])
    parts = divide(filled, observed)
    assert parts[60].tolist() == [0, 0] and parts[10, 0] == whole_values(filled)[10] > 0
