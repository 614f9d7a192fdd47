"""The latest value a unit is known to have had, and the error of using it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.methods.history import NONE, OWN, Carried, carry_forward
from kostra.methods.regression import Status, Vector
from kostra.methods.strata import Strata

NAN = np.nan


def vector(*values: float) -> Vector:
    return np.array(values, np.float64)


Y = vector(10, 20, 40, NAN, NAN, NAN, 7)
LAST = vector(8, 24, NAN, 50, NAN, NAN, NAN)
BEFORE = vector(5, 5, 32, 49, 60, NAN, NAN)


def carried(*, by_size: bool = False) -> Carried:
    return carry_forward(Y, [LAST, BEFORE], Strata.single(7), by_size=by_size)


def test_the_latest_known_value_is_used_and_named() -> None:
    found = carried()
    assert found.y_imputed[:5].tolist() == [10, 20, 40, 50, 60]
    assert np.isnan(found.y_imputed[5])
    assert found.source.tolist() == [OWN, OWN, OWN, 0, 1, NONE, OWN]
    assert found.category123.tolist() == [1, 1, 1, 3, 3, 0, 1]
    assert found.x[:5].tolist() == [8, 24, 32, 50, 60]


def test_the_error_is_the_change_of_those_who_have_both() -> None:
    (stratum,) = carried().strata
    sigma2 = (2**2 + 4**2 + 8**2) / 3
    assert stratum.n_model == 3
    assert stratum.sigma_hat**2 == pytest.approx(sigma2)
    assert stratum.se_estimate**2 == pytest.approx(2 * sigma2)
    assert stratum.estimate == 187
    assert stratum.cv == pytest.approx(100 * (2 * sigma2) ** 0.5 / 187)
    assert (stratum.n_imputed, stratum.n_missing, stratum.estimate_orig) == (2, 1, 77)
    assert carried().r_stud[:3] == pytest.approx([2 / sigma2**0.5, -4 / sigma2**0.5, 8 / sigma2**0.5])


def test_the_error_may_grow_with_size() -> None:
    (stratum,) = carried(by_size=True).strata
    sigma2 = (4 / 8 + 16 / 24 + 64 / 32) / 3
    assert stratum.sigma_hat**2 == pytest.approx(sigma2)
    assert stratum.se_estimate**2 == pytest.approx(sigma2 * 110)
    nought = carry_forward(vector(NAN), [vector(0), vector(4)], Strata.single(1), by_size=True)
    assert nought.source.tolist() == [1]


def test_nobody_with_both_leaves_the_error_unknown() -> None:
    found = carry_forward(vector(NAN, 3), [vector(5, NAN)], Strata.single(2))
    assert found.strata[0].status is Status.NOT_ESTIMABLE
    assert found.total.estimate_total == 8
    assert np.isnan(found.total.se_estimate_total)


def test_units_without_a_stratum_count_with_an_unknown_error() -> None:
    found = carry_forward(vector(1, 2, NAN), [vector(1, 3, 4)], Strata.of(["a", "a", ""]))
    assert found.total.estimate_total == 7
    assert found.total.n_total == 3
    assert np.isnan(found.total.se_estimate_total)


@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=1, max_size=20))
def test_with_every_answer_in_the_estimate_is_what_was_observed(pairs: list[tuple[int, int]]) -> None:
    y, x = (np.array(one, np.float64) for one in zip(*pairs, strict=True))
    found = carry_forward(y, [x], Strata.single(len(y)))
    assert found.total.estimate_total == y.sum()
    assert found.total.se_estimate_total == 0
