"""Quartile limits, against figures worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.methods.quartiles import earlier, quartile_limits
from kostra.methods.strata import Strata
from kostra.methods.untested import Untested

NAN = math.nan
X = np.array([1.0, 2, 3, 4, 20, 10, 11])
ONES = np.ones(7)
STRATA = Strata.of(["a", "a", "a", "a", "a", "b", "b"])


def test_the_limits_are_of_all_units_whatever_the_strata() -> None:
    """Of 1 2 3 4 10 11 20 the quartiles are 2.5, 4 and 10.5."""
    found = quartile_limits(X, ONES, STRATA)
    assert found.lower.tolist() == [2.5 - 1.5 * 1.5] * 7
    assert found.upper.tolist() == [10.5 + 1.5 * 6.5] * 7
    assert found.outlier.tolist() == [0] * 7
    assert found.whole == pytest.approx(np.full(7, 51 / 7))
    assert found.stratum.tolist() == [6] * 5 + [10.5] * 2
    assert found.rank.tolist() == [1, 2, 3, 4, 7, 5, 6]


def test_limits_within_each_stratum() -> None:
    """Of 1 2 3 4 20 they are 2, 3 and 4; of 10 and 11 they are 10.25, 10.5 and 10.75."""
    found = quartile_limits(X, ONES, STRATA, within=True)
    assert found.lower.tolist() == [0.5] * 5 + [9.875] * 2
    assert found.upper.tolist() == [5.5] * 5 + [11.125] * 2
    assert found.outlier.tolist() == [0, 0, 0, 0, 1, 0, 0]


def test_the_sides_have_their_own_width_and_equals_share_rank() -> None:
    found = quartile_limits(np.array([1.0, 2, 2, 3, 4]), np.ones(5), Strata.single(5), 0, 2)
    assert found.lower.tolist() == [2] * 5 and found.upper.tolist() == [5] * 5
    assert found.outlier.tolist() == [1, 0, 0, 0, 0]
    assert found.rank.tolist() == [1, 2.5, 2.5, 4, 5]


def test_reasons() -> None:
    x, y = np.array([1.0, NAN, 0, 3, 2]), np.array([1.0, 1, 1, -1, 1])
    strata = Strata.of(["a", "a", "a", "a", ""])
    found = quartile_limits(x, y, strata)
    assert found.reason.tolist() == [Untested.TESTED, Untested.MISSING, Untested.NOT_POSITIVE, Untested.NOT_POSITIVE, 0]
    assert np.isnan(found.outlier[1:4]).all() and found.outlier[4] == 0 and np.isnan(found.stratum[4])
    within = quartile_limits(x, y, strata, within=True)
    assert within.reason[4] == Untested.NO_STRATUM and np.isnan(within.outlier[4])
    nobody = quartile_limits(np.array([NAN, 0]), np.array([1.0, 1]), Strata.single(2))
    assert np.isnan(nobody.outlier).all() and np.isnan(nobody.whole).all()


def test_the_period_before_is_of_the_units_that_are_tested_now() -> None:
    reason = quartile_limits(np.array([1.0, 1, 1, NAN]), np.ones(4), Strata.single(4)).reason
    ratio, whole, stratum = earlier(
        np.array([4.0, NAN, 6, 99]), np.array([2.0, 8, 0, 99]), Strata.of(["a", "a", "b", "a"]), reason
    )
    np.testing.assert_array_equal(ratio, [2, NAN, NAN, NAN])
    np.testing.assert_array_equal(whole, [1, 1, 1, NAN])
    np.testing.assert_array_equal(stratum, [0.4, 0.4, NAN, NAN])


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=30), st.floats(0.01, 100))
def test_both_variables_in_another_unit_of_measure_are_the_same(values: list[int], factor: float) -> None:
    x, y = np.array(values, float), np.array(values[::-1], float)
    strata = Strata.single(len(x))
    plain, scaled = quartile_limits(x, y, strata), quartile_limits(x * factor, y * factor, strata)
    np.testing.assert_allclose(plain.lower, scaled.lower, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(plain.upper, scaled.upper, rtol=1e-6, atol=1e-9)
