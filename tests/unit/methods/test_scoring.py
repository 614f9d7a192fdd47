"""Selective editing: the score by hand, the stop rule against a slow one that tries every number of reviews."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.methods.scoring import Level, left_over, review, score, suspicion

NAN = math.nan
WHOLE = np.zeros(4, np.intp)
GROUPS = np.array([0, 0, 1, -1])
UNITS = np.arange(4)


def test_suspicion_rises_in_a_straight_line() -> None:
    np.testing.assert_allclose(suspicion(np.array([0, 2, -4, 6, 10, NAN]), 2, 6), [0, 0, 0.5, 1, 1, 0])
    assert suspicion(np.array([2.0, 2.1]), 2, 2).tolist() == [0, 1]


def test_influence_is_on_the_total_it_means_most_for() -> None:
    values, expected = np.array([110.0, 20, 60, 5]), np.array([100.0, 20, 30, 50])
    found = score(values, expected, np.ones(4), [Level(WHOLE), Level(GROUPS)], 1)
    assert found.influence == pytest.approx([10 / 120, 0, 30 / 30, 45 / 200])
    assert found.expected_error.tolist() == [10, 0, 30, 45]
    half = score(values, expected, np.full(4, 0.5), [Level(WHOLE), Level(GROUPS)], 1)
    assert half.local == pytest.approx(found.influence / 2)


def test_the_floor_keeps_small_totals_from_counting_most() -> None:
    values, expected = np.array([4.0, 100, 100, 100]), np.array([1.0, 100, 100, 100])
    small = score(values, expected, np.ones(4), [Level(UNITS)], 0)
    assert small.influence[0] == 3
    assert score(values, expected, np.ones(4), [Level(UNITS)], 50).influence[0] == 3 / 50


def test_something_where_nothing_was_expected_is_all_of_it() -> None:
    found = score(np.array([4.0, 0, NAN, 1]), np.array([0.0, 0, 3, NAN]), np.ones(4), [Level(UNITS)], 0)
    np.testing.assert_array_equal(found.influence, [1, 0, NAN, NAN])


def test_a_review_by_hand() -> None:
    """Expected errors 40, 4, 2 and 1 of 1000; 0.5 per cent may be left, which is 5: the two smallest, and not the third."""
    expected = np.full(4, 250.0)
    values = expected + np.array([4, 40, 1, 2])
    scores = score(values, expected, np.ones(4), [Level(WHOLE, 0.005)], 0)
    found = review(UNITS, scores, expected, [Level(WHOLE, 0.005)], 0)
    assert found.order.tolist() == [1, 0, 3, 2]
    assert found.count == 2
    assert found.removed == pytest.approx([0, 40 / 47, 44 / 47, 46 / 47, 1])
    left = left_over(np.array([True, True, False, False]), scores, expected, WHOLE, 0)
    assert left.tolist() == [0.003]


def test_a_unit_goes_by_its_worst_variable_and_then_by_the_sum() -> None:
    """Units 0 and 1 have the same worst; unit 1 has more besides."""
    units = np.array([0, 1, 0, 1])
    variables = np.array([0, 0, 1, 1])
    expected = np.array([100.0, 100, 10, 10])
    values = expected + np.array([50, 50, 0, 1])
    level = Level(variables, 0.0)
    scores = score(values, expected, np.ones(4), [level], 0)
    found = review(units, scores, expected, [level], 0)
    assert found.order.tolist() == [1, 0]
    assert found.largest.tolist() == [0.25, 0.25] and found.total == pytest.approx([0.25, 0.3])
    assert found.count == 2


def test_nothing_suspicious_needs_no_review() -> None:
    expected = np.full(4, 10.0)
    scores = score(expected * 9, expected, np.zeros(4), [Level(WHOLE, 0)], 0)
    found = review(UNITS, scores, expected, [Level(WHOLE, 0)], 0)
    assert found.count == 0 and found.removed.tolist() == [1] * 5


cases = st.integers(1, 12).flatmap(
    lambda count: st.tuples(
        st.lists(st.integers(0, 100), min_size=count, max_size=count),
        st.lists(st.integers(1, 100), min_size=count, max_size=count),
        st.lists(st.integers(-1, 2), min_size=count, max_size=count),
        st.lists(st.sampled_from((0.0, 0.3, 1.0)), min_size=count, max_size=count),
    )
)


@given(cases, st.sampled_from((0.0, 0.05, 0.3)), st.sampled_from((0.0, 0.1, 0.5)))
def test_the_fewest_reviews_that_keep_every_total_within_its_tolerance(
    case: tuple[list[int], list[int], list[int], list[float]], tolerance: float, group_tolerance: float
) -> None:
    values, expected = np.array(case[0], float), np.array(case[1], float)
    levels = [Level(np.zeros(len(values), np.intp), tolerance), Level(np.array(case[2], np.intp), group_tolerance)]
    scores = score(values, expected, np.array(case[3]), levels, 5)
    units = np.arange(len(values))
    found = review(units, scores, expected, levels, 5)

    def within(count: int, slack: float) -> bool:
        reviewed = np.isin(units, found.order[:count])
        return all(
            (left_over(reviewed, scores, expected, level.codes, 5) <= (level.tolerance or 0) + slack).all()
            for level in levels
        )

    assert within(found.count, 1e-9)
    assert found.count == 0 or not within(found.count - 1, -1e-9)
