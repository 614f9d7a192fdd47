"""Ranking, differences and like for like, by hand; and what holds of them whatever the figures."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.methods.differences import largest_differences
from kostra.methods.like_for_like import compare
from kostra.methods.ranking import largest
from kostra.methods.strata import Strata

NAN = math.nan
EVERYONE = np.arange(5)
values = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(-1000, 1000)), st.one_of(st.none(), st.integers(-1000, 1000))),
    min_size=1,
    max_size=30,
)


def test_the_largest_on_either_are_listed_by_rank_on_y_then_x() -> None:
    x = np.array([100.0, 50, 50, NAN, 0])
    y = np.array([10.0, 70, 80, 90, NAN])
    found = largest(x, y, EVERYONE, 2)
    assert found.rows.tolist() == [3, 2, 0]
    np.testing.assert_array_equal(found.x_rank, [NAN, 2, 1])
    np.testing.assert_array_equal(found.y_rank, [1, 2, 4])
    np.testing.assert_array_equal(found.ratio, [NAN, 1.6, 0.1])
    np.testing.assert_array_equal(found.x_share, [NAN, 25, 50])
    np.testing.assert_array_equal(found.y_share, [36, 32, 4])


def test_of_equals_the_one_that_is_larger_on_the_other_goes_first_and_then_the_first() -> None:
    found = largest(np.array([5.0, 5, 5, 5]), np.array([1.0, 2, 2, NAN]), np.arange(4), 4)
    assert found.rows.tolist() == [1, 2, 0, 3]
    np.testing.assert_array_equal(found.x_rank, [1, 2, 3, 4])
    np.testing.assert_array_equal(found.y_rank, [1, 2, 3, NAN])


def test_a_limit_overrules_the_number() -> None:
    found = largest(np.array([5.0, 6, 1, NAN, 9]), np.array([1.0, 1, 7, 7, NAN]), EVERYONE, 1, 5)
    assert set(found.rows.tolist()) == {1, 2, 3, 4}


def test_nothing_over_nothing_is_missing() -> None:
    found = largest(np.array([0.0, 0]), np.array([0.0, 3]), np.arange(2), 5)
    assert np.isnan(found.ratio).all() and np.isnan(found.x_share).all()
    assert found.y_share.tolist() == [100, 0]


def test_differences_by_hand() -> None:
    x = np.array([100.0, 0, 50, 60, NAN])
    y = np.array([90.0, 10, 50, 75, 5])
    strata = Strata.of(["a", "a", "a", "b", "b"])
    of_a, of_b = largest_differences(x, y, strata, 2)
    assert of_a.rows.tolist() == [1, 0], "as large, and from nothing"
    np.testing.assert_array_equal(of_a.ratio, [NAN, 0.9])
    assert of_a.difference.tolist() == [10, -10]
    np.testing.assert_array_equal(of_a.of_own, [NAN, -10])
    assert of_a.of_stratum == pytest.approx([100 / 15, -100 / 15])
    assert of_a.of_whole == pytest.approx([100 / 21, -100 / 21])
    assert of_a.stratum_of_stratum == 0
    assert of_b.rows.tolist() == [3] and of_b.stratum_of_stratum == 25
    assert of_b.stratum_of_whole == pytest.approx(1500 / 210)


def test_differences_over_a_limit_and_units_of_no_stratum_last() -> None:
    x, y = np.zeros(4), np.array([3.0, 4, 5, 6])
    of_a, of_none = largest_differences(x, y, Strata.of(["a", "", "a", ""]), 1, 3)
    assert of_a.rows.tolist() == [2] and of_none.rows.tolist() == [3, 1]
    assert math.isnan(of_a.stratum_of_stratum)


def test_sums_by_hand() -> None:
    x = np.array([10.0, NAN, 30, 60, NAN])
    y = np.array([15.0, 20, NAN, 40, NAN])
    strata = Strata.of(["a", "a", "a", "b", "c"])
    found = compare(x, y, strata)
    assert found.names == ("a", "b", "c")
    assert found.x_count.tolist() == [2, 1, 0] and found.y_count.tolist() == [2, 1, 0]
    np.testing.assert_array_equal(found.x_sum, [40, 60, NAN])
    np.testing.assert_array_equal(found.y_sum, [35, 40, NAN])
    np.testing.assert_array_equal(found.x_share, [40, 60, NAN])
    np.testing.assert_allclose(found.y_share, [100 * 35 / 75, 100 * 40 / 75, NAN])
    np.testing.assert_allclose(found.of_stratum, [-12.5, -100 / 3, NAN])
    np.testing.assert_array_equal(found.of_whole, [-5, -20, NAN])


def test_like_for_like_leaves_out_whoever_is_late() -> None:
    found = compare(np.array([10.0, 30]), np.array([15.0, NAN]), Strata.single(2), like_for_like=True)
    assert found.x_count.tolist() == [1] and found.difference.tolist() == [5] and found.of_stratum.tolist() == [50]


def test_units_of_no_stratum_are_a_line_of_their_own() -> None:
    found = compare(np.ones(2), np.ones(2), Strata.of(["a", ""]))
    assert found.names == ("a", "") and found.x_sum.tolist() == [1, 1]


@given(values, st.integers(1, 4), st.booleans())
def test_the_strata_add_up_to_the_whole(
    pairs: list[tuple[int | None, int | None]], strata: int, like_for_like: bool
) -> None:
    x = np.array([NAN if a is None else a for a, _ in pairs])
    y = np.array([NAN if b is None else b for _, b in pairs])
    parts = compare(x, y, Strata.of([f"s{row % strata}" for row in range(len(x))]), like_for_like=like_for_like)
    whole = compare(x, y, Strata.single(len(x)), like_for_like=like_for_like)
    assert np.nansum(parts.x_sum) == np.nansum(whole.x_sum) and np.nansum(parts.y_sum) == np.nansum(whole.y_sum)
    assert parts.x_count.sum() == whole.x_count.sum() and parts.y_count.sum() == whole.y_count.sum()


@given(values, st.integers(0, 1000))
def test_the_order_of_units_is_nothing_to_the_differences(
    pairs: list[tuple[int | None, int | None]], seed: int
) -> None:
    x = np.array([NAN if a is None else a for a, _ in pairs])
    y = np.array([NAN if b is None else b for _, b in pairs])
    order = np.random.default_rng(seed).permutation(len(x))
    (plain,) = largest_differences(x, y, Strata.single(len(x)), 3)
    (moved,) = largest_differences(x[order], y[order], Strata.single(len(x)), 3)
    assert np.abs(plain.difference).tolist() == np.abs(moved.difference).tolist()
