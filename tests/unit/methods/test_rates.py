"""The rate model by hand, against imputation by the same rates, and where a stratum has too little."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.methods.imputing import impute
from kostra.methods.outliers import Limits
from kostra.methods.rates import SURPRISE, RateStatus, Use, estimate_rates, find_extremes
from kostra.methods.regression import Model, Vector
from kostra.methods.strata import Strata

NAN = np.nan


def vector(*values: float) -> Vector:
    return np.array(values, np.float64)


X = vector(1, 2, 3, 4, 5, 6)
Y = vector(3, 3, 7, 7, NAN, NAN)


def test_one_stratum_by_hand() -> None:
    found = estimate_rates(Y, X, Strata.single(6))
    (stratum,) = found.strata
    assert (stratum.x_pop, stratum.x_utv, stratum.pop, stratum.utv) == (21, 10, 6, 4)
    assert stratum.est == pytest.approx(42)
    # Residuals of one each, and leverages of a tenth of x; a = 11/10.
    a = 1.1**2 + 1.1
    assert stratum.v1 == pytest.approx(a * 4)
    assert stratum.v2 == pytest.approx(a * sum(1 / (1 - x / 10) for x in (1, 2, 3, 4)))
    assert stratum.v3 == pytest.approx(a * sum(1 / (1 - x / 10) ** 2 for x in (1, 2, 3, 4)))
    low, high = stratum.interval
    assert (high - low) / 2 == pytest.approx(1.96 * stratum.v2**0.5)
    assert stratum.cvs == pytest.approx([100 * v**0.5 / 42 for v in (stratum.v1, stratum.v2, stratum.v3)])
    assert found.use == [Use.MODEL] * 4 + [Use.PREDICTED] * 2
    assert found.imp == pytest.approx([3, 3, 7, 7, 10, 12])
    assert found.beta_ex[:4] == pytest.approx([17 / 9, 17 / 8, 13 / 7, 13 / 6])


def test_the_third_variance_is_the_robust_one_of_imputation() -> None:
    draw = np.random.Generator(np.random.PCG64(5))
    x = draw.uniform(10, 500, 30)
    y = 2 * x + draw.normal(size=30) * np.sqrt(x)
    y[:6] = NAN
    strata = Strata.of([*"aaabbb", *"ab" * 12])
    rates, imputed = estimate_rates(y, x, strata), impute(y, x, strata, Model.RATIO, Limits(np.inf, np.inf, np.inf))
    for rate, same in zip(rates.strata, imputed.strata, strict=True):
        assert rate.est == pytest.approx(same.estimate)
        assert rate.v3**0.5 == pytest.approx(same.se_robust)


def test_a_unit_of_no_size_weighs_as_one() -> None:
    found = estimate_rates(vector(3, 3, 7, 7, 5, NAN), vector(1, 2, 3, 4, 0, 6), Strata.single(6))
    (stratum,) = found.strata
    assert stratum.est == pytest.approx(2 * 16)
    assert stratum.v1 == pytest.approx((0.6**2 + 0.6) * (4 + 25))
    assert found.hat[4] == 0


def test_the_excluded_add_their_own_value_and_teach_nothing() -> None:
    y = Y.copy()
    y[4] = 900
    found = estimate_rates(y, X, Strata.single(6), np.arange(6) == 4)
    stratum, surprise = found.strata
    assert (surprise.strata, surprise.status, surprise.est, surprise.v2) == (SURPRISE, RateStatus.FULL_COUNT, 900, 0)
    assert stratum.x_pop == 16
    assert stratum.beta == pytest.approx(2)
    assert found.total.est == pytest.approx(32 + 900)
    assert found.use[4] is Use.EXCLUDED


def test_a_stratum_where_all_answered_is_sure() -> None:
    found = estimate_rates(vector(3, 3, 8), vector(1, 2, 3), Strata.single(3))
    (stratum,) = found.strata
    assert stratum.status is RateStatus.FULL_COUNT
    assert (stratum.est, stratum.v1, stratum.v2, stratum.v3) == (14, 0, 0, 0)


def test_a_single_unit_gives_a_rate_and_no_variance() -> None:
    (stratum,) = estimate_rates(vector(6, NAN), vector(2, 3), Strata.single(2)).strata
    assert (stratum.status, stratum.est, stratum.v2) == (RateStatus.SINGLE_UNIT, 15, 0)


def test_a_stratum_without_answers_leaves_the_total_without_an_estimate() -> None:
    found = estimate_rates(vector(6, 8, NAN, NAN), vector(2, 3, 4, 5), Strata.of([*"aaab"]))
    assert [one.status for one in found.strata] == [RateStatus.FITTED, RateStatus.NOT_ESTIMABLE]
    assert np.isnan(found.total.est)
    assert found.total.status is RateStatus.NOT_ESTIMABLE


def test_units_that_cannot_be_placed_count_with_their_own_value_or_not_at_all() -> None:
    found = estimate_rates(vector(3, 3, 7, 7, 9, NAN), vector(1, 2, 3, 4, NAN, NAN), Strata.single(6))
    assert found.use[4:] == [Use.EXCLUDED, Use.UNUSABLE]
    assert found.total.est == pytest.approx(20 + 9)


def test_extremes_stand_out_or_pull() -> None:
    draw = np.random.Generator(np.random.PCG64(2))
    x = draw.uniform(50, 100, 20)
    y = 2 * x + draw.normal(size=20)
    y[4], y[9], y[19] = 2 * x[4] + 40, 2 * x[9] - 30, NAN
    rates = estimate_rates(y, x, Strata.single(20))
    found = find_extremes(rates)
    assert set(found.rows.tolist()) >= {4, 9}
    assert found.rows[0] == 4
    rest = np.arange(20) != 4
    without = y[rest & ~np.isnan(y)].sum() / x[rest & ~np.isnan(y)].sum()
    assert found.est_ex[0] == pytest.approx(without * x.sum())
    assert found.est[0] == pytest.approx(rates.strata[0].est)
    assert found.g_limit[0] == pytest.approx(2 / 19**0.5)
    assert (np.diff(rates.g[found.rows]) <= 0).all()


answers = st.lists(
    st.tuples(st.integers(0, 5000), st.one_of(st.none(), st.integers(0, 20000)), st.sampled_from("ab")),
    min_size=1,
    max_size=30,
)


@given(answers, st.randoms(use_true_random=False))
def test_order_and_unit_are_of_no_matter(drawn: list[tuple[int, int | None, str]], random: object) -> None:
    def run(units: list[tuple[int, int | None, str]], factor: float) -> tuple[float, float]:
        y = vector(*(NAN if two is None else two * factor for _, two, _ in units))
        x = vector(*(one for one, _, _ in units))
        total = estimate_rates(y, x, Strata.of([name for _, _, name in units])).total
        return total.est, total.v2**0.5

    turned = drawn.copy()
    random.shuffle(turned)  # type: ignore[attr-defined]
    estimate, se = run(drawn, 1)
    assert run(turned, 8) == pytest.approx((8 * estimate, 8 * se), rel=1e-9, abs=1e-4, nan_ok=True)
