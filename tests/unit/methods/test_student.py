"""Student's t against printed tables, against the closed forms of one and two degrees of freedom, and against itself."""

from __future__ import annotations

from math import atan, inf, pi, sqrt
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.methods.student import cumulative, quantile

PROBABILITIES = st.floats(1e-4, 1 - 1e-4)
FREEDOMS = st.floats(0.5, 1e5)


@pytest.mark.parametrize(
    ("probability", "freedom", "printed"),
    [
        (0.975, 1, 12.7062),
        (0.975, 4, 2.7764),
        (0.975, 10, 2.2281),
        (0.95, 10, 1.8125),
        (0.995, 5, 4.0321),
        (0.975, 30, 2.0423),
        (0.975, 120, 1.9799),
        (0.9995, 3, 12.9240),
    ],
)
def test_a_printed_quantile(probability: float, freedom: float, printed: float) -> None:
    assert quantile(probability, freedom) == pytest.approx(printed, abs=5e-5)


@given(PROBABILITIES)
def test_one_and_two_degrees_have_closed_forms(probability: float) -> None:
    t = quantile(probability, 1)
    assert 0.5 + atan(t) / pi == pytest.approx(probability, abs=1e-12)
    two = (2 * probability - 1) / sqrt(2 * probability * (1 - probability))
    assert quantile(probability, 2) == pytest.approx(two, rel=1e-9, abs=1e-9)


@given(PROBABILITIES, FREEDOMS)
def test_the_quantile_is_where_the_distribution_says(probability: float, freedom: float) -> None:
    assert cumulative(quantile(probability, freedom), freedom) == pytest.approx(probability, abs=1e-9)


@given(PROBABILITIES, FREEDOMS)
def test_both_sides_are_alike(probability: float, freedom: float) -> None:
    assert quantile(probability, freedom) == pytest.approx(-quantile(1 - probability, freedom), rel=1e-6, abs=1e-9)


def test_it_ends_in_the_normal_distribution() -> None:
    assert quantile(0.975, inf) == NormalDist().inv_cdf(0.975)
    assert quantile(0.975, 1e7) == pytest.approx(NormalDist().inv_cdf(0.975), abs=1e-6)
    assert cumulative(1.0, inf) == NormalDist().cdf(1.0)
    assert quantile(0.5, 3) == 0 and cumulative(0.0, 3) == 0.5


@pytest.mark.parametrize(("probability", "freedom"), [(0.0, 3), (1.0, 3), (0.5, 0), (0.5, -1)])
def test_what_has_no_quantile_is_refused(probability: float, freedom: float) -> None:
    with pytest.raises(ValueError, match=r"probability|freedom"):
        quantile(probability, freedom)
