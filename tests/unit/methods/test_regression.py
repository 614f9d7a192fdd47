"""Weighted least squares against exact arithmetic, against fits made anew without each unit, and where there is too little to fit."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.methods.regression import Fit, Model, Status, fit, lay_out

OWN = (Model.ORDINARY, Model.RATIO, Model.NOCONSTANT, Model.MEAN, Model.RATIOCONSTANT)
X = (11, 22, 33, 44, 55, 70)
Y = (23, 31, 32, 37, 45, 80)


def fitted(model: Model, x: tuple[float, ...] = X, y: tuple[float, ...] = Y) -> Fit:
    return fit(lay_out(model, np.array(x, np.float64)), np.array(y, np.float64))


def exact(
    model: Model, x: tuple[int, ...], y: tuple[int, ...]
) -> tuple[list[Fraction], list[list[Fraction]], Fraction]:
    """Coefficients, (X'WX)^-1 and the weighted sum of squares, from the normal equations in fractions."""
    weights = [Fraction(1, one) if model.by_own else Fraction(1) for one in x]
    both = model in (Model.ORDINARY, Model.RATIOCONSTANT)
    rows = [[1, one] if both else [1] if model is Model.MEAN else [one] for one in x]
    p = len(rows[0])
    a = [
        [sum((w * r[i] * r[j] for w, r in zip(weights, rows, strict=True)), Fraction()) for j in range(p)]
        for i in range(p)
    ]
    b = [sum((w * r[i] * v for w, r, v in zip(weights, rows, y, strict=True)), Fraction()) for i in range(p)]
    if p == 1:
        inverse = [[1 / a[0][0]]]
    else:
        determinant = a[0][0] * a[1][1] - a[0][1] * a[1][0]
        inverse = [
            [a[1][1] / determinant, -a[0][1] / determinant],
            [-a[1][0] / determinant, a[0][0] / determinant],
        ]
    beta = [sum((inverse[i][j] * b[j] for j in range(p)), Fraction()) for i in range(p)]
    squares = Fraction()
    for w, r, v in zip(weights, rows, y, strict=True):
        squares += w * (v - sum((r[i] * beta[i] for i in range(p)), Fraction())) ** 2
    return beta, inverse, squares


@pytest.mark.parametrize("model", OWN)
def test_the_fit_is_that_of_the_normal_equations(model: Model) -> None:
    beta, inverse, squares = exact(model, X, Y)
    found = fitted(model)
    assert found.status is Status.FITTED
    assert found.coefficients == pytest.approx([float(one) for one in beta], rel=1e-12)
    assert found.inverse == pytest.approx(np.array(inverse, np.float64), rel=1e-12)
    assert found.sigma2 == pytest.approx(float(squares / (len(X) - len(beta))), rel=1e-12)


@pytest.mark.parametrize("model", OWN)
def test_each_unit_is_held_against_a_fit_without_it(model: Model) -> None:
    found = fitted(model)
    for unit in range(len(X)):
        rest = tuple(one for one in range(len(X)) if one != unit)
        x, y = tuple(X[one] for one in rest), tuple(Y[one] for one in rest)
        beta, inverse, squares = exact(model, x, y)
        row = [1, X[unit]] if len(beta) == 2 else [1 if model is Model.MEAN else X[unit]]
        left_out = Y[unit] - sum(r * b for r, b in zip(row, beta, strict=True))
        spread = Fraction(X[unit] if model.by_own else 1)
        for i, first in enumerate(row):
            spread += first * sum(inverse[i][j] * second for j, second in enumerate(row))
        variance = squares / (len(x) - len(beta)) * spread
        assert found.left_out_residuals[unit] == pytest.approx(float(left_out), rel=1e-9)
        assert found.studentized[unit] == pytest.approx(float(left_out) / float(variance) ** 0.5, rel=1e-9)


@pytest.mark.parametrize("model", OWN)
def test_dffits_is_the_move_of_the_fitted_value_in_its_own_standard_errors(model: Model) -> None:
    found = fitted(model)
    units = lay_out(model, np.array(X, np.float64))
    for unit in range(len(X)):
        rest = np.arange(len(X)) != unit
        without = fit(units[rest], np.array(Y, np.float64)[rest])
        moved = found.predict(units[~rest]).value[0] - without.predict(units[~rest]).value[0]
        scale = np.sqrt(without.sigma2 * found.hat[unit] * units.spread[unit])
        assert found.dffits[unit] == pytest.approx(moved / scale, rel=1e-9)


def test_the_ratio_model_by_hand() -> None:
    x, y = (1.0, 2.0, 3.0, 4.0), (3.0, 3.0, 7.0, 7.0)
    found = fitted(Model.RATIO, x, y)
    # The rate is 20/10; the residuals are 1, -1, 1, -1, and their squares over x sum to 1 + 1/2 + 1/3 + 1/4 = 25/12.
    assert found.coefficients == pytest.approx([2.0])
    assert found.sigma2 == pytest.approx(25 / 12 / 3)
    assert found.hat == pytest.approx([0.1, 0.2, 0.3, 0.4])
    rest = lay_out(Model.RATIO, np.array([5.0, 6.0]))
    # sigma2 Xr (Xr + Xs) / Xs, with Xr = 11 and Xs = 10.
    assert found.sum_variance(rest) == pytest.approx(25 / 36 * 11 * 21 / 10)
    # Every unit in the fit carries Xr/Xs = 1.1 of the sum.
    assert found.sum_weights(rest) == pytest.approx([1.1] * 4)
    v3 = (1.1**2 + 1.1) * sum((1 / (1 - one / 10)) ** 2 for one in x)
    assert found.robust_sum_variance(rest) == pytest.approx(v3)


def test_a_negative_share_adds_no_spread_of_its_own() -> None:
    x, y = np.array([1.0, 2.0, 3.0, 10.0]), np.array([2.0, 1.0, 4.0, 9.0])
    found = fit(lay_out(Model.ORDINARY, x), y)
    far = lay_out(Model.ORDINARY, np.array([20.0]))
    share = found.sum_weights(far)
    assert share.min() < 0
    assert share.sum() == pytest.approx(1)
    positive = np.where(share > 0, share, 0)
    linear = positive / positive.sum() * share.sum()
    expected = float(((share**2 + linear) * found.left_out_residuals**2).sum())
    assert found.robust_sum_variance(far) == pytest.approx(expected)


def test_the_sum_of_nobody_is_sure() -> None:
    nobody = lay_out(Model.RATIO, np.array([], np.float64))
    assert fitted(Model.RATIO).sum_variance(nobody) == 0
    assert fitted(Model.RATIO).robust_sum_variance(nobody) == 0


def test_the_other_variable_gives_the_weight() -> None:
    x, other, y = np.array([0.0, 2.0, 3.0, 5.0]), np.array([1.0, 2.0, 4.0, 8.0]), np.array([1.0, 3.0, 5.0, 11.0])
    found = fit(lay_out(Model.RATIO2, x, other), y)
    assert found.coefficients == pytest.approx([float((x * y / other).sum() / (x * x / other).sum())])
    both = fit(lay_out(Model.RATIOCONSTANT2, x, other), y)
    root = 1 / np.sqrt(other)
    by_another_road = np.linalg.lstsq(np.column_stack([root, x * root]), y * root)[0]
    assert both.coefficients == pytest.approx(by_another_road)


def test_a_weight_from_the_other_variable_needs_it() -> None:
    with pytest.raises(ValueError, match="other"):
        lay_out(Model.RATIO2, np.array([1.0]))


def test_a_perfect_fit_has_no_outliers() -> None:
    found = fitted(Model.RATIO, (0.1, 0.2, 0.3, 0.7), (0.3, 0.6, 0.9, 2.1))
    assert found.sigma2 == 0
    assert found.studentized.tolist() == [0, 0, 0, 0]
    assert found.dffits.tolist() == [0, 0, 0, 0]


def test_a_unit_off_the_line_of_all_the_others_is_infinitely_far() -> None:
    found = fitted(Model.RATIO, (1, 2, 3, 4), (2, 4, 6, 9))
    assert found.studentized[3] == np.inf
    assert np.isfinite(found.studentized[:3]).all()


def test_a_unit_that_alone_decides_its_fit_cannot_be_tested() -> None:
    found = fitted(Model.ORDINARY, (2, 2, 2, 2, 5), (2, 4, 6, 8, 3))
    assert found.hat[4] == pytest.approx(1)
    assert np.isnan(found.studentized[4])
    assert np.isnan(found.left_out_residuals[4])
    assert np.isfinite(found.studentized[:4]).all()


@pytest.mark.parametrize(
    ("model", "count", "status"),
    [
        (Model.RATIO, 0, Status.NOT_ESTIMABLE),
        (Model.RATIO, 1, Status.TOO_FEW),
        (Model.RATIO, 2, Status.TOO_FEW),
        (Model.RATIO, 3, Status.FITTED),
        (Model.ORDINARY, 1, Status.NOT_ESTIMABLE),
        (Model.ORDINARY, 2, Status.TOO_FEW),
        (Model.ORDINARY, 3, Status.TOO_FEW),
        (Model.ORDINARY, 4, Status.FITTED),
    ],
)
def test_how_few_units_are_too_few(model: Model, count: int, status: Status) -> None:
    found = fitted(model, X[:count], Y[:count])
    assert found.status is status
    assert np.isnan(found.studentized).all() == (status is not Status.FITTED)
    assert np.isnan(found.coefficients).any() == (status is Status.NOT_ESTIMABLE)
    assert np.isnan(found.sigma2) == (count <= model.parameters)


def test_equal_sizes_decide_no_slope() -> None:
    assert fitted(Model.ORDINARY, (3, 3, 3, 3, 3), (1, 2, 3, 4, 5)).status is Status.NOT_ESTIMABLE
    assert fitted(Model.NOCONSTANT, (0, 0, 0), (1, 2, 3)).status is Status.NOT_ESTIMABLE


def test_who_is_usable() -> None:
    x = np.array([1.0, 0.0, -1.0, np.nan])
    assert lay_out(Model.RATIO, x).usable.tolist() == [True, False, False, False]
    assert lay_out(Model.ORDINARY, x).usable.tolist() == [True, True, True, False]
    assert lay_out(Model.MEAN, x).usable.tolist() == [True, True, True, True]


pairs = st.lists(st.tuples(st.integers(1, 10_000), st.integers(0, 1_000_000)), min_size=5, max_size=30)


@given(pairs, st.sampled_from(OWN), st.sampled_from([0.001, 3.0, 1e6]))
def test_a_change_of_unit_moves_nothing_else(units: list[tuple[int, int]], model: Model, factor: float) -> None:
    x, y = (np.array(one, np.float64) for one in zip(*units, strict=True))
    first, second = fit(lay_out(model, x), y), fit(lay_out(model, x), y * factor)
    assert first.status is second.status
    assert second.coefficients == pytest.approx(first.coefficients * factor, rel=1e-6, abs=1e-6 * factor, nan_ok=True)
    near = np.isfinite(first.studentized) & (np.abs(first.studentized) < 1e3)
    assert second.studentized[near] == pytest.approx(first.studentized[near], rel=1e-5, abs=1e-7)
