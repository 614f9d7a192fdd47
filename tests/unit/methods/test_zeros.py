"""From and to zero, new and left: by hand."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kostra.methods.zeros import Turn, turns

NAN = math.nan


def test_by_hand() -> None:
    now = np.array([5.0, 0, 7, NAN, NAN, 0, 3, NAN, 0, -2])
    before = np.array([0.0, 5, NAN, 7, NAN, 0, 4, 0, NAN, 0])
    found = turns(now, before, 5)
    assert [Turn(code) for code in found.turn] == [
        *(Turn.FROM_ZERO, Turn.TO_ZERO, Turn.NEW, Turn.LEFT, Turn.UNKNOWN, Turn.NONE, Turn.NONE, Turn.LEFT, Turn.NEW),
        Turn.FROM_ZERO,
    ]
    np.testing.assert_array_equal(found.change, [5, -5, 7, -7, NAN, 0, -1, 0, 0, -2])
    np.testing.assert_array_equal(found.outlier, [0, 0, 1, 1, NAN, 0, 0, 0, 0, 0])


def test_without_a_floor_every_turn_counts_but_of_nothing() -> None:
    found = turns(np.array([1.0, 0, NAN, 2]), np.array([0.0, NAN, 0, 1]))
    assert found.outlier.tolist() == [1, 0, 0, 0]


@given(st.lists(st.sampled_from((0.0, 1.0, 50.0, NAN)), min_size=2, max_size=20))
def test_the_years_the_other_way_turn_the_change(values: list[float]) -> None:
    one, other = np.array(values), np.array(values[::-1])
    there, back = turns(one, other, 10), turns(other, one, 10)
    np.testing.assert_array_equal(there.change, -back.change)
    np.testing.assert_array_equal(there.outlier, back.outlier)
