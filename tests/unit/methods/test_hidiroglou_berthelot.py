"""The method of Hidiroglou and Berthelot, against figures worked out by hand and a slow version written after the article."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median, quantiles

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kostra.methods.hidiroglou_berthelot import DEFAULT, Parameters, Ratios, ratios
from kostra.methods.strata import Strata
from kostra.methods.untested import Untested

PLAIN = Parameters(size=0, floor=0.05, width=2)

amounts = st.lists(st.integers(1, 10**7), min_size=3, max_size=25)
pairs = amounts.flatmap(
    lambda now: st.tuples(st.just(now), st.lists(st.integers(1, 10**7), min_size=len(now), max_size=len(now)))
)


def run(now: Sequence[float], before: Sequence[float], strata: Strata | None = None, *parameters: Parameters) -> Ratios:
    return ratios(
        np.array(now, float), np.array(before, float), strata or Strata.single(len(now)), parameters or (DEFAULT,)
    )


def slow(now: list[int], before: list[int], parameters: Parameters) -> list[tuple[float, float, float]]:
    """Ratio, lower and upper limit of units that all changed, one unit at a time."""
    r = [a / b for a, b in zip(now, before, strict=True)]
    m = median(r)
    weights = [max(a, b) ** parameters.size for a, b in zip(now, before, strict=True)]
    e = [(x / m - 1 if x >= m else 1 - m / x) * w for x, w in zip(r, weights, strict=True)]
    first, middle, third = quantiles(e, method="inclusive")
    floor = abs(parameters.floor * middle) if middle else parameters.floor
    low = middle - parameters.width * max(middle - first, floor)
    high = middle + parameters.width * max(third - middle, floor)
    return [
        (x, m * w / (w - low) if w != low else math.nan, m * (w + high) / w) for x, w in zip(r, weights, strict=True)
    ]


def test_by_hand() -> None:
    """Ratios 0.5, 0.8, 1, 1.25 and 6 around 1: symmetric they are -1, -0.25, 0, 0.25 and 5, and the quartiles lie at -0.25 and 0.25."""
    found = run([50, 80, 101, 125, 600], [100, 100, 101, 100, 100], None, PLAIN)
    assert found.median.tolist() == [1] * 5
    assert found.largest.tolist() == [100, 100, 101, 125, 600]
    assert found.lower == pytest.approx(np.full(5, 1 / 1.5))
    assert found.upper == pytest.approx(np.full(5, 1.5))
    assert found.distance == pytest.approx(np.array([-4, -1, 0, 1, 20]))
    assert found.outlier.tolist() == [1, 0, 0, 0, 1]


def test_the_floor_keeps_a_stratum_where_all_changed_alike_from_flagging_everyone() -> None:
    """All twice as much but one: the quartiles meet, and the least distance is the floor itself, as the median of the scores is 0."""
    found = run([20, 40, 60, 80, 260], [10, 20, 30, 40, 100], None, Parameters(0, 0.05, 4))
    assert found.upper == pytest.approx(np.full(5, 2 * 1.2))
    assert found.lower == pytest.approx(np.full(5, 2 / 1.2))
    assert found.outlier.tolist() == [0, 0, 0, 0, 1]


@given(pairs, st.sampled_from((0.0, 0.5, 1.0)), st.sampled_from((0.0, 0.05, 1.0)), st.sampled_from((0.5, 5.0, 20.0)))
def test_as_the_slow_one(both: tuple[list[int], list[int]], size: float, floor: float, width: float) -> None:
    now, before = both
    assume(all(a != b for a, b in zip(now, before, strict=True)))
    parameters = Parameters(size, floor, width)
    found = run([float(a) for a in now], [float(b) for b in before], None, parameters)
    for row, (ratio, lower, upper) in enumerate(slow(now, before, parameters)):
        assert found.ratio[row] == pytest.approx(ratio, rel=1e-9)
        assert found.upper[row] == pytest.approx(upper, rel=1e-6)
        if not math.isnan(lower) and abs(lower) < 1e9:
            assert found.lower[row] == pytest.approx(lower, rel=1e-6)


@given(pairs, st.floats(0.001, 1000))
def test_without_size_the_unit_of_measure_is_nothing_to_it(both: tuple[list[int], list[int]], factor: float) -> None:
    now, before = (np.array(one, float) for one in both)
    strata = Strata.single(len(now))
    plain = ratios(now, before, strata, (PLAIN,))
    scaled = ratios(now * factor, before * factor, strata, (PLAIN,))
    for one, other in ((plain.lower, scaled.lower), (plain.upper, scaled.upper), (plain.median, scaled.median)):
        np.testing.assert_allclose(one, other, rtol=1e-6)


@given(pairs, st.integers(0, 1000))
def test_the_order_of_units_is_nothing_to_it(both: tuple[list[int], list[int]], seed: int) -> None:
    now, before = (np.array(one, float) for one in both)
    order = np.random.default_rng(seed).permutation(len(now))
    strata = Strata.of([f"s{row % 2}" for row in range(len(now))])
    plain = ratios(now, before, strata)
    moved = ratios(now[order], before[order], Strata(strata.names, strata.codes[order]))
    np.testing.assert_array_equal(plain.outlier[order], moved.outlier)
    np.testing.assert_array_equal(plain.upper[order], moved.upper)


@given(pairs)
def test_an_outlier_is_what_lies_further_out_than_the_width(both: tuple[list[int], list[int]]) -> None:
    now, before = both
    found = run([float(a) for a in now], [float(b) for b in before], None, Parameters(0, 0.05, 3))
    clear = np.abs(np.abs(found.distance) - 3) > 1e-6
    positive = found.lower > 0
    assert ((np.abs(found.distance) > 3) == (found.outlier == 1))[clear & positive].all()


def test_half_unchanged_are_left_out_and_less_than_half_are_not() -> None:
    found = run([1, 2, 3, 40, 55, 66], [1, 2, 3, 42, 50, 60])
    assert found.equal_shares == ((0, 0.5),)
    assert found.reason.tolist() == [Untested.EQUAL] * 3 + [Untested.TESTED] * 3
    assert np.isnan(found.outlier[:3]).all() and (found.outlier[3:] == 0).all()
    assert found.median[3:].tolist() == [1.1] * 3
    less = run([1, 2, 3, 40, 55, 66, 70], [1, 2, 3, 42, 50, 60, 71])
    assert less.equal_shares == () and (less.reason == Untested.TESTED).all()


def test_every_unit_is_answered_for_with_a_reason() -> None:
    nan = math.nan
    strata = Strata.of(["a", "a", "a", "a", "b", "b", "c", "", ""])
    found = run([10, nan, 0, 30, 5, 6, -1, 7, nan], [11, 5, 4, 20, 5, 6, 2, 8, 1], strata)
    assert [Untested(code) for code in found.reason] == [
        Untested.TESTED,
        Untested.MISSING,
        Untested.NOT_POSITIVE,
        Untested.TESTED,
        Untested.ALL_EQUAL,
        Untested.ALL_EQUAL,
        Untested.NOT_POSITIVE,
        Untested.NO_STRATUM,
        Untested.MISSING,
    ]
    tested = found.reason == Untested.TESTED
    for column in (found.largest, found.ratio, found.median, found.lower, found.upper, found.distance, found.outlier):
        assert (np.isnan(column) == ~tested).all()


def test_each_stratum_has_its_own_parameters() -> None:
    now, before = [50, 80, 101, 125, 600] * 2, [100, 100, 101, 100, 100] * 2
    strata = Strata.of(["b"] * 5 + ["a"] * 5)
    found = run(now, before, strata, Parameters(0, 0.05, 2), Parameters(0, 0.05, 30))
    assert found.outlier.tolist() == [0] * 5 + [1, 0, 0, 0, 1]


def test_the_ends_of_what_a_number_can_be_warn_of_nothing() -> None:
    """Warnings are errors here."""
    run([1e308, 1e-308, 5, 6, 7], [1e-308, 1e308, 4, 5, 6])
    run([1, 2], [2, 1], None, Parameters(0, 0, 0))
    run([], [])


def test_width_nought_leaves_the_middle_alone() -> None:
    """Ratios 2 and 0.5 around 1.25 score 0.6 and -1.5, with the middle at -0.45."""
    found = run([2, 1], [1, 2], None, Parameters(0, 0, 0))
    assert found.median.tolist() == [1.25, 1.25]
    assert found.upper == pytest.approx(np.full(2, 1.25 * (1 + (0.6 - 1.5) / 2)))
    assert found.lower == pytest.approx(np.full(2, 1.25 / (1 - (0.6 - 1.5) / 2)))
    assert found.outlier.tolist() == [1, 1]
