"""Halves go away from zero, whatever the sign."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.model.rounding import shown


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(249, 100), 0, "2"),
        (Fraction(1, 3), 1, "0.3"),
        (Fraction(15, 100), 1, "0.2"),
        (Decimal("2.25"), 1, "2.3"),
        (7, 1, "7.0"),
    ],
)
def test_examples(value: int | Decimal | Fraction, decimals: int, expected: str) -> None:
    assert str(shown(value, decimals)) == expected


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9), st.integers(0, 4)
)
def test_it_agrees_with_decimal_half_up(value: Decimal, decimals: int) -> None:
    assert shown(value, decimals) == value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
