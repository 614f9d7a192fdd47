"""Cells as columns and as cells, and how their values are shown."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.methods.cells import columns, lowest, multiplied, shown
from kostra.model import rounding
from kostra.model.cube import Cell, Mark

CELLS = [
    Cell(None, Mark.MISSING),
    Cell(0, Mark.NIL, 3),
    Cell(-7, None, 3, 1, 4, (5, 2)),
    Cell(Fraction(5, 2), Mark.PROVISIONAL, 3, 0, 4, (9,)),
]


def test_columns_are_the_same_cells() -> None:
    found = columns(CELLS)
    assert list(found) == CELLS and list(found[1:3]) == CELLS[1:3] and len(found) == 4
    assert columns(found) is found and found.valued.tolist() == [False, True, True, True]


@given(st.integers(-(10**12), 10**12), st.integers(-(10**6), 10**6), st.integers(0, 3))
def test_a_ratio_is_in_lowest_terms_and_shown_as_everywhere(top: int, below: int, decimals: int) -> None:
    numerator, denominator = lowest(np.array([top]), np.array([below]))
    number = shown(numerator, denominator, np.array([decimals]))[0]
    if below == 0:
        assert (numerator[0], denominator[0]) == (0, 0) and np.isnan(number)
        return
    exact = Fraction(top, below)
    assert (numerator[0], denominator[0]) == (exact.numerator, exact.denominator)
    assert number == float(rounding.shown(exact, decimals))


def test_halves_are_rounded_away_from_nothing() -> None:
    told = shown(np.array([1, -1, 3, -5, 249]), np.array([2, 2, 2, 2, 1000]), np.array([0, 0, 0, 0, 2]))
    assert told.tolist() == [1.0, -1.0, 2.0, -3.0, 0.25]


def test_what_has_no_room_is_an_error() -> None:
    assert multiplied(np.array([-(1 << 30), 3]), np.array([1 << 31])).tolist() == [-(1 << 61), 3 << 31]
    with pytest.raises(OverflowError, match="has no room"):
        multiplied(np.array([-(1 << 31), 3]), np.array([1 << 31]))
    with pytest.raises(OverflowError):
        shown(np.array([10**17]), np.array([3]), np.array([2]))
