"""What every estimate keeps to: observed sums, nil, units of measure, order, parts, and units that are like no other."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kostra.estimation.estimating import fill, total
from kostra.methods.regression import Model, fit, lay_out
from kostra.methods.student import quantile
from kostra.model.errors import Broken, Refused
from kostra.model.estimate import Marker, Parameters
from unit.estimation.nation import L, U, X, Z, changed, country, permuted, scaled, silence

P = Parameters()
SEEDS = st.integers(0, 200)
SILENT = st.sets(st.integers(6, 59), min_size=1, max_size=12)


def late(rows: set[int]) -> dict[int, str]:
    return dict.fromkeys(sorted(rows), L)


@given(SEEDS)
@settings(max_examples=30, deadline=None)
def test_at_full_response_the_estimate_is_the_observed_sum(seed: int) -> None:
    units, variable = country(seed)
    found = total(fill(units, variable, P))
    assert found.value == variable.value.sum()
    assert (found.low, found.high) == (found.value, found.value)
    assert found.standard_error == found.robust_error == found.cv == 0
    assert found.coverage == found.weight == 1


@given(SEEDS, SILENT, st.integers(0, 5), st.floats(0, 1e6))
@settings(max_examples=30, deadline=None)
def test_nil_never_moves_beta(seed: int, rows: set[int], nil: int, last: float) -> None:
    """Whatever it had last year, and also when it is not there at all."""
    units, variable = country(seed)
    variable = silence(variable, late(rows))
    betas = [stratum.beta for stage in fill(units, variable, P).stages for stratum in stage.strata]
    for other in (changed(variable, nil, last=last), silence(variable, {nil: X})):
        assert [stratum.beta for stage in fill(units, other, P).stages for stratum in stage.strata] == betas


@given(SEEDS, SILENT, st.sampled_from([0.001, 0.1, 7.0, 1000.0]))
@settings(max_examples=30, deadline=None)
def test_in_other_units_of_measure_it_is_the_same_estimate(seed: int, rows: set[int], times: float) -> None:
    units, variable = country(seed)
    variable = silence(variable, {**late(rows), 0: U})
    found, larger = total(fill(units, variable, P)), total(fill(units, scaled(variable, times, times), P))
    for name in ("value", "standard_error", "interval_error", "robust_error", "low", "high"):
        assert getattr(larger, name) == pytest.approx(times * getattr(found, name), rel=1e-8), name
    assert larger.freedom == pytest.approx(found.freedom) and larger.cv == pytest.approx(found.cv)


@given(SEEDS, SILENT, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_units_is_of_no_consequence(seed: int, rows: set[int], chance: Random) -> None:
    units, variable = country(seed)
    variable = silence(variable, {**late(rows), 1: U})
    order = list(range(len(units)))
    chance.shuffle(order)
    found, other = total(fill(units, variable, P)), total(fill(*permuted(units, variable, np.array(order)), P))
    for name in ("value", "standard_error", "robust_error", "low", "high", "weight"):
        assert getattr(other, name) == pytest.approx(getattr(found, name), rel=1e-9), name
    assert (other.reported, other.late, other.unknown) == (found.reported, found.late, found.unknown)


@given(SEEDS, SILENT)
@settings(max_examples=30, deadline=None)
def test_groups_add_up_to_the_country(seed: int, rows: set[int]) -> None:
    units, variable = country(seed)
    filled = fill(units, silence(variable, late(rows)), P)
    parts = [total(filled, units.stratum == name) for name in sorted(set(units.stratum.tolist()))]
    whole = total(filled)
    assert sum(part.value for part in parts) == pytest.approx(whole.value, rel=1e-12)
    # No group was merged, so that their errors are independent.
    assert sum(part.standard_error**2 for part in parts) == pytest.approx(whole.standard_error**2)
    assert sum(part.robust_error**2 for part in parts) == pytest.approx(whole.robust_error**2)
    assert sum(part.late for part in parts) == whole.late == len(rows)


def test_one_stratum_is_the_ratio_model_by_hand() -> None:
    units, variable = country()
    here = (units.stratum == "EKG01") & (variable.value > 0)
    gone = np.flatnonzero(here)[:3]
    variable = silence(variable, late(set(gone.tolist())))
    model = here & variable.reported
    y, x = variable.value[model], variable.last[model]
    gone_x = float(variable.last[gone].sum())
    found = total(fill(units, variable, P), units.stratum == "EKG01")
    beta, n, a = y.sum() / x.sum(), len(y), gone_x / x.sum()
    residual, hat = y - beta * x, x / x.sum()
    assert found.value == pytest.approx(y.sum() + beta * gone_x)
    assert found.standard_error**2 == pytest.approx((residual**2 / x).sum() / (n - 1) * gone_x * (1 + a))
    assert found.interval_error**2 == pytest.approx((a * a + a) * (residual**2 / (1 - hat)).sum())
    assert found.robust_error**2 == pytest.approx((a * a + a) * (residual**2 / (1 - hat) ** 2).sum())
    assert found.freedom == pytest.approx(n - 1)
    assert found.high - found.value == pytest.approx(quantile(0.975, n - 1) * found.interval_error)
    fitted, missing = fit(lay_out(Model.RATIO, x), y), lay_out(Model.RATIO, variable.last[gone])
    assert found.robust_error**2 == pytest.approx(fitted.robust_sum_variance(missing))


def test_the_chain_is_last_year_then_population_then_the_mean() -> None:
    units, variable = country()
    variable = changed(changed(silence(variable, late({10, 20, 30})), 20, last=np.nan), 30, last=np.nan)
    units.population[30] = np.nan
    filled = fill(units, variable, P)
    assert filled.marker[[10, 20, 30]].tolist() == [Marker.FORWARD, Marker.CONSTRUCTED, Marker.MEAN]
    same = (units.stratum == units.stratum[30]) & variable.reported & ~filled.unlike
    assert filled.value[30] == pytest.approx(variable.value[same].mean())
    assert set(filled.marker[variable.answered].tolist()) == {Marker.RETURNED}


def test_a_unit_far_from_the_others_keeps_its_value_and_leaves_the_model() -> None:
    units, variable = country()
    variable = silence(variable, late({9}))
    strange = 12
    wild = changed(variable, strange, value=float(variable.value[strange]) * 50)
    filled = fill(units, wild, P)
    assert np.flatnonzero(filled.unlike).tolist() == [strange]
    without = fill(units, silence(variable, {strange: X}), P)
    assert filled.value[9] == pytest.approx(without.value[9])
    assert filled.value[strange] == wild.value[strange]


def test_oslo_is_carried_forward_and_never_teaches() -> None:
    units, variable = country()
    gone = silence(variable, {60: L, 10: L})
    filled = fill(units, gone, P)
    assert filled.value[60] == variable.last[60]
    assert filled.marker[60] == Marker.CARRIED
    found = total(filled, units.stratum == "EKG13")
    assert (found.carried, found.late) == (1, 1) and found.standard_error > 0
    moved = fill(units, changed(gone, 61, value=1e9), P)
    assert moved.value[10] == filled.value[10]


def test_oslo_without_last_years_value_has_none_and_the_others_have_theirs() -> None:
    units, variable = country()
    gone = silence(variable, {60: L, 10: L})
    filled = fill(units, changed(gone, 60, last=np.nan), P)
    assert np.flatnonzero(filled.lost).tolist() == [60] and filled.marker[60] == "" and np.isnan(filled.value[60])
    assert np.isnan(total(filled).value) and np.isnan(total(filled, units.stratum == "EKG13").value)
    others = ~units.take_all
    assert total(filled, others) == total(fill(units, gone, P), others)


def test_a_silent_unit_that_nothing_reaches_is_refused_by_name() -> None:
    units, variable = country(municipalities=9)
    with pytest.raises(Refused, match=r"110700.*minst 5 enheter"):
        fill(units, silence(variable, {6: L}), P)


def test_strata_with_few_units_learn_together() -> None:
    units, variable = country()
    few = np.flatnonzero(units.stratum == "EKG01")[6:]
    units.stratum[few[:3]], units.stratum[few[3:6]] = "EKG08", "EKG09"
    filled = fill(units, silence(variable, late({int(few[0])})), P)
    assert [stratum.name for stratum in filled.stages[0].strata] == ["EKG08+EKG09"]
    assert filled.stages[0].strata[0].units == 5


def test_too_few_to_learn_from_is_refused() -> None:
    units, variable = country(municipalities=8)
    variable = silence(variable, late({6}))
    with pytest.raises(Refused, match=r"110700.*minst 5"):
        fill(units, variable, P)


def test_an_unknown_unit_counts_by_how_likely_it_is_to_have_any() -> None:
    units, variable = country(municipalities=200)
    nil = dict.fromkeys(range(6, 40), Z)
    variable = silence(variable, {**nil, 0: U, 1: L})
    variable = changed(variable, 1, last=0)
    for row in range(6, 30):
        variable = changed(variable, row, last=0)
    filled = fill(units, variable, P)
    stage = next(one for one in filled.stages if one.marker is Marker.CONSTRUCTED)
    p, whole = float(filled.presence[0]), float(stage.expected[0])
    assert 0 < p < 0.5 and filled.presence[1] == 1
    assert filled.value[0] == pytest.approx(p * whole) and filled.value[1] == pytest.approx(stage.expected[1])
    only = np.arange(len(units)) == 0
    found, stratum = total(filled, only), stage.strata[stage.place[0]]
    a = p * float(units.population[0]) / stratum.sum_x
    assert found.standard_error**2 == pytest.approx((a * a + a) * stratum.model + p * (1 - p) * whole**2)
    assert (found.unknown, found.reported, found.expected) == (1, 0, 1)


def test_what_is_outside_is_in_no_count_and_no_sum() -> None:
    units, variable = country()
    gone = silence(variable, {20: X})
    found = total(fill(units, gone, P))
    assert found.expected == len(units) - 1
    assert found.value == variable.value.sum() - variable.value[20]


def test_coverage_by_units_and_by_last_years_values() -> None:
    units, variable = country()
    found = total(fill(units, silence(variable, late({10, 11})), P))
    assert found.coverage == pytest.approx(60 / 62) and found.nil == 6
    assert found.weight == pytest.approx(1 - variable.last[[10, 11]].sum() / variable.last.sum())


def test_a_perfect_fit_has_no_error() -> None:
    units, variable = country()
    exact = scaled(variable, 1, 1)
    exact.value[6:] = 2 * exact.last[6:]
    found = total(fill(units, silence(exact, late({10})), P))
    assert found.value == pytest.approx(exact.value.sum()) and found.robust_error == pytest.approx(0, abs=1e-6)


def test_what_cannot_be_is_ours() -> None:
    units, variable = country()
    with pytest.raises(Broken, match="no value"):
        changed(variable, 10, value=np.nan)
    with pytest.raises(Broken, match="negative"):
        changed(variable, 10, last=-1)
    with pytest.raises(Broken, match="no stratum"):
        type(units)(units.code, np.where(units.take_all, "", units.stratum), units.population, units.take_all)
