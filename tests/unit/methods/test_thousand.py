"""Thousand errors, by hand."""

from __future__ import annotations

import math

import numpy as np

from kostra.methods.thousand import thousand_errors
from kostra.methods.untested import Untested

NAN = math.nan


def test_by_hand() -> None:
    now = np.array([1000.0, 1.0, 100.0, 316.0, 317.0, 0.0, -5.0, NAN, 5.0])
    before = np.array([1.0, 1000.0, 1.0, 1.0, 1.0, 4.0, 5.0, 1.0, NAN])
    found = thousand_errors(now, before)
    assert found.difference[:3].tolist() == [3, -3, 2]
    np.testing.assert_array_equal(found.outlier, [1, 1, 0, 0, 1, NAN, NAN, NAN, NAN])
    assert found.reason[5:].tolist() == [Untested.NOT_POSITIVE] * 2 + [Untested.MISSING] * 2


def test_a_limit_itself_is_inside() -> None:
    found = thousand_errors(np.array([1000.0, 0.01]), np.array([1.0, 1.0]), -2, 3)
    assert found.outlier.tolist() == [0, 0]
