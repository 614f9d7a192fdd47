"""Outliers and imputation against figures that SSB's R package Kostra (1.3.3) prints in its own documentation, in the digits it prints."""

from __future__ import annotations

import numpy as np
import pytest

from kostra.methods.imputing import StratumEstimate, impute, impute_twice
from kostra.methods.outliers import find_outliers
from kostra.methods.regression import Model
from kostra.methods.strata import Strata

NAN = np.nan
SIX = 1e-6
X = np.array([1.1, 2.2, 3.3, 4.4, 5.5, *range(1, 10), *range(1, 21)], np.float64)
# fmt: off
Y = np.array([
    2.3, 3.1, 3.2, 3.7, 4.5,
    1.2, 2.1, NAN, 1e4, 100, 6, 7, 8.1, 9.1,
    1.000001e7, 1.000120e5, 1024.687456, 28.247733, 44.146877, 50.201951, 73.147084, 84.126068, 120.242675, 141.079809, 154.906505,
    188.623452, 219.332365, 225.784640, 260.823022, 303.636967, 324.952994, 362.925220, 420.394028, 480.716634,
])
ORDINARY_T = [
    -3.825460e-01, 1.819435e+00, -8.000000e-01, -8.754810e-01, 1.086611e+00,
    1.454260e+00, -4.143531e-01, NAN, 1.272006e+05, 1.226885e+03, -1.277875e+00, -1.032417e+00, 7.308001e-01, 1.089940e+00,
    4.450305e+05, 4.550677e+03, 4.880139e+01, 1.947015e+00, 1.209562e+00, 7.146901e-02, -5.287665e-02, -8.314008e-01, -2.293029e-01,
    -4.610156e-01, -1.098507e+00, -6.167993e-01, -3.243875e-01, -1.411343e+00, -8.261953e-01, 1.317897e-01, -8.060196e-02, 6.411844e-01,
    3.471615e+00, 3.648248e+00,
]
ORDINARY_DFFITS = [
    -0.46852129, 1.19110000, -0.40000000, -0.57313688, 1.33082093,
    1.59215285, -0.33525214, NAN, NAN, NAN, -0.58107071, -0.53024374, 0.45967977, 0.88186791,
    NAN, NAN, NAN, 1.05792675, 0.57965202, 0.03019593, -0.01971586, -0.27486384, -0.06802222, -0.12562113, -0.28540890, -0.16025381,
    -0.08839164, -0.41867203, -0.27314289, 0.04913980, -0.03405464, 0.30727148, 1.88633042, NAN,
]
LAST_ROUND_T = [
    -3.825460e-01, 1.819435e+00, -8.000000e-01, -8.754810e-01, 1.086611e+00,
    1.454260e+00, -4.143531e-01, NAN, 1.272006e+05, 1.226885e+03, -1.277875e+00, -1.032417e+00, 7.308001e-01, 1.089940e+00,
    3.336155e+05, 3.403875e+03, 3.674080e+01, 1.755742e+00, 1.154605e+00, 2.413159e-01, 8.408804e-02, -5.466308e-01, -1.702079e-01,
    -4.019105e-01, -9.265007e-01, -6.386104e-01, -4.817567e-01, -1.349776e+00, -9.872032e-01, -3.310073e-01, -5.581320e-01, -1.056216e-01,
    1.224289e+00, 3.648248e+00,
]
RATIO_T = [
    2.578840e+00, 4.701767e+00, 1.045493e-01, -4.766223e-01, -7.354349e-01,
    1.027537e+01, 3.205780e+00, NAN, 2.536456e+05, 2.124339e+03, -9.797959e-01, -1.142302e+00, 1.063376e+00, 8.101915e-01,
    6.349829e+05, 4.478108e+03, 3.551508e+01, -1.316592e+00, -1.204942e+00, -1.421424e+00, -1.146549e+00, -1.223326e+00, -7.143491e-01,
    -6.000489e-01, -6.373587e-01, -2.993787e-01, -4.667453e-02, -2.267877e-01, 7.770201e-02, 4.924745e-01, 5.468044e-01, 8.664143e-01,
    1.532435e+00, 2.367853e+00,
]
# fmt: on


def strata() -> Strata:
    return Strata.of(["1"] * 5 + ["2"] * 9 + ["3"] * 20)


def figures(one: StratumEstimate) -> list[float]:
    return [one.estimate, one.cv, one.coef, one.coef_b, one.n_model, one.sigma_hat, one.se_estimate, one.se_robust]


def test_imputation_by_an_ordinary_regression() -> None:
    found = impute(Y, X, strata())
    assert "".join(map(str, found.category123)) == "1111111333111133" + "2" + "1" * 16 + "2"
    assert found.details.r_stud == pytest.approx(ORDINARY_T, rel=SIX, abs=2e-8, nan_ok=True)
    assert found.details.dffits == pytest.approx(ORDINARY_DFFITS, rel=SIX, abs=2e-8, nan_ok=True)
    first, second, third = map(figures, found.strata)
    assert first == pytest.approx([16.8, 0, 1.86, 0.4545455, 5, 0.20976177, 0, 0], rel=SIX)
    assert second == pytest.approx(
        [45.80467, 0.3446696, 0.1501558, 0.9878505, 6, 0.07147751, 0.1578748, 0.2157246], rel=SIX
    )
    assert third == pytest.approx(
        [4378.70730, 0.8066594, -102.4783083, 25.2294800, 16, 19.08150320, 35.3212520, 43.9950765], rel=SIX
    )
    assert [one.estimate_y_hat for one in found.strata] == pytest.approx([16.8, 45.80467, 3248.62464], rel=SIX)
    total = found.total
    assert (total.n_total, total.n_imputed_total) == (34, 5)
    assert [total.estimate_total, total.cv_total] == pytest.approx([4441.312, 0.7952966], rel=SIX)


def test_imputation_by_a_ratio_where_leaving_out_would_leave_too_few() -> None:
    """In the first stratum t is 4.7 and stays: the model cannot do without it."""
    found = impute(Y, X, strata(), Model.RATIO)
    assert "".join(map(str, found.category123)) == "2111122333111133" + "2" + "1" * 17
    assert found.details.r_stud == pytest.approx(RATIO_T, rel=SIX, abs=2e-8, nan_ok=True)
    first, second, third = found.strata
    assert [first.coef, first.n_model, first.sigma_hat] == pytest.approx([0.9415584, 4, 0.45158851], rel=SIX)
    assert [second.estimate, second.cv, second.coef, second.n_model] == pytest.approx(
        [45.58, 0.1664444, 1.0066667, 4], rel=SIX
    )
    assert [
        third.estimate,
        third.cv,
        third.n_model,
        third.sigma_hat,
        third.se_estimate,
        third.se_robust,
    ] == pytest.approx([4559.200304, 0.6011984, 17, 15.70998508, 27.40983928, 29.12493609], rel=SIX)
    assert [found.total.estimate_total, found.total.cv_total] == pytest.approx([4621.580304, 0.5930860], rel=SIX)


def test_outliers_of_an_ordinary_regression() -> None:
    """But for the missing y of the eighth unit, which R calls an outlier."""
    found = find_outliers(Y, X, strata())
    expected = np.zeros(34)
    expected[[8, 9, 14, 15, 16, 33]] = 1
    expected[7] = NAN
    assert found.outlier == pytest.approx(expected, nan_ok=True)
    assert found.details.r_stud == pytest.approx(LAST_ROUND_T, rel=SIX, abs=2e-8, nan_ok=True)
    assert found.details.y_hat[[14, 20, 33]] == pytest.approx([-77.248828, 74.128052, 402.111292], rel=SIX)
    assert found.details.hii[[17, 18, 33]] == pytest.approx([0.21568627, 0.17892157, 0.21568627], rel=SIX)
    third = found.strata[2]
    assert [third.coef, third.coef_b, third.n_model, third.sigma_hat] == pytest.approx(
        [-116.3498394, 26.7707612, 17, 25.74693539], rel=SIX
    )


def test_two_stages() -> None:
    # fmt: off
    y = np.array([
        0.2875775, 0.7883051, 0.4089769, 0.8830174, 0.9404673, 0.0455565, 0.5281055, 0.8924190, 0.5514350, 0.4566147, 0.9568333, 0.4533342,
        0.6775706, 0.5726334, 0.1029247, NAN, 1000.2316, 100000.04, NAN, NAN,
    ])
    # fmt: on
    x1 = np.array([NAN, *range(2, 20), NAN], np.float64)
    found = impute_twice(y, x1, np.arange(1.0, 21), Strata.single(20))
    assert "".join(map(str, found.first.category123)) == "01111211111111133330"
    assert "".join(map(str, found.second.category123)) == "11111111111111122223"
    assert found.second.y_imputed[15:] == pytest.approx(
        [0.4447424, 0.4191530, 0.3935637, 0.3679744, 0.4810972], rel=SIX
    )
    (second,), (both,) = found.second.strata, found.strata
    assert [second.coef, second.coef_b, second.n_model] == pytest.approx([0.628798670, -0.007385073, 15], rel=SIX)
    assert [second.sigma_hat, second.se_estimate, second.se_robust] == pytest.approx(
        [0.2987463, 0.3756314, 0.4064078], rel=SIX
    )
    assert found.second.details.r_stud[[0, 15, 18]] == pytest.approx([-1.31925666, -0.19380991, -0.32948813], rel=SIX)
    assert both.estimate == pytest.approx(10.6523, rel=SIX)
    assert both.n_imputed == 5
    # What is printed of the first stage is its last round, where the sixth unit is still in the model.
    last = find_outliers(y, x1, Strata.single(20))
    (first,) = last.strata
    assert [first.coef, first.coef_b, first.n_model] == pytest.approx([0.74619158, -0.01839066, 14], rel=SIX)
    assert first.sigma_hat == pytest.approx(0.2905855, rel=SIX)
    assert last.details.r_stud[[1, 5, 14]] == pytest.approx([0.3028524, -2.605458, -1.550398], rel=2 * SIX)
