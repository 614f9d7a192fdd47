"""One person counts once, where a person counts: also when the unit that has them is silent."""

from __future__ import annotations

import numpy as np
import pytest

from kostra.estimation.estimating import fill, total
from kostra.estimation.persons import Lists, count, estimate
from kostra.model.estimate import Parameters
from unit.estimation.nation import L, Z, country, silence

P = Parameters()
UNITS = np.array(["110300", "110600", "030101", "030102", "500100"])
MUNICIPALITY = np.array([code[:4] for code in UNITS])
COUNTY = np.array([code[:2] for code in UNITS])
COUNTRY = np.full(5, "0")


def lists(*rows: tuple[str, int]) -> Lists:
    return Lists(np.array([person for person, _ in rows]), np.array([unit for _, unit in rows], np.intp))


def persons(found: Lists, place: np.ndarray) -> int:
    return int(count(found, place).sum())


def test_two_municipalities_are_two_cases_and_one_person() -> None:
    found = lists(("a", 0), ("a", 1), ("b", 0))
    assert persons(found, MUNICIPALITY) == 3
    assert persons(found, COUNTY) == persons(found, COUNTRY) == 2
    apart = lists(("a", 0), ("a", 4))
    assert persons(apart, COUNTY) == 2 and persons(apart, COUNTRY) == 1


def test_two_districts_of_oslo_are_one_case_and_one_person() -> None:
    found = lists(("a", 2), ("a", 3))
    assert persons(found, UNITS) == 2
    assert persons(found, MUNICIPALITY) == persons(found, COUNTRY) == 1


def test_without_a_pseudonym_everybody_is_somebody_of_their_own() -> None:
    assert persons(lists(("", 0), ("", 0), ("", 1), ("a", 1)), COUNTRY) == 4
    assert persons(lists(), COUNTRY) == 0
    assert persons(Lists(np.array([0, 0, 7, 7]), np.array([0, 0, 1, 2])), COUNTRY) == 3


def test_whoever_is_in_several_units_counts_in_the_lowest_rank() -> None:
    found = lists(("a", 0), ("a", 1), ("b", 1))
    assert count(found, COUNTRY).tolist() == [1, 1, 0, 0, 0]
    assert count(found, COUNTRY, np.array([9, 0, 1, 2, 3])).tolist() == [0, 2, 0, 0, 0]


def drawn(values: np.ndarray, shared: float, seed: int) -> Lists:
    """As many persons in each unit as it has, a share of them from a pool that all units draw on."""
    chance = np.random.Generator(np.random.PCG64(seed))
    names, rows = [], []
    for row, value in enumerate(values.astype(int)):
        common = chance.choice(4000, int(value * shared), replace=False)
        names += [f"pool{one}" for one in common] + [f"{row}-{one}" for one in range(value - len(common))]
        rows += [row] * value
    return Lists(np.array(names), np.array(rows, np.intp))


def test_the_overlap_of_the_silent_is_estimated_from_last_year() -> None:
    units, variable = country()
    now, last = drawn(variable.value, 0.3, 1), drawn(variable.last, 0.3, 2)
    place = np.full(len(units), "0")
    truth = persons(now, place)
    silent = silence(variable, dict.fromkeys([10, 20, 30, 40, 50], L))
    filled = fill(units, silent, P)
    found, cases = estimate(filled, now, last, place), total(filled)
    reported = persons(now.within(silent.reported), place)
    ignoring = reported + filled.value[silent.silent].sum()
    assert abs(found.value - truth) < 0.3 * abs(ignoring - truth)
    assert found.low < truth < found.high and found.low < found.value < found.high
    assert (found.late, found.reported) == (cases.late, cases.reported)


def test_without_lists_of_last_year_the_stratum_tells() -> None:
    units, variable = country()
    now = drawn(variable.value, 0.3, 1)
    place = np.full(len(units), "0")
    filled = fill(units, silence(variable, dict.fromkeys([10, 20], L)), P)
    reported = now.within(filled.variable.reported)
    found = estimate(filled, now, lists(), place)
    added = found.value - persons(reported, place)
    assert 0.5 * filled.value[[10, 20]].sum() < added < 0.95 * filled.value[[10, 20]].sum()


def test_nobody_silent_is_a_count() -> None:
    units, variable = country()
    now = drawn(variable.value, 0.2, 1)
    place = np.full(len(units), "0")
    found = estimate(fill(units, variable, P), now, lists(), place)
    assert found.value == found.low == found.high == persons(now, place)


def test_last_years_people_of_a_nil_unit_are_nobody_now() -> None:
    """The silent unit shared everybody with one that has nothing this year: all of its cases are then new persons."""
    units, variable = country()
    variable = silence(variable, {10: L, 11: Z})
    last = lists(*[(f"p{one}", unit) for unit in (10, 11) for one in range(50)])
    place = np.full(len(units), "0")
    filled = fill(units, variable, P)
    assert estimate(filled, lists(), last, place).value == pytest.approx(filled.value[10])


def test_a_county_counts_its_own() -> None:
    units, variable = country()
    place = units.stratum
    now = drawn(variable.value, 0.3, 4)
    here = units.stratum == "EKG02"
    found = estimate(fill(units, silence(variable, {10: L}), P), now, drawn(variable.last, 0.3, 5), place, here)
    outside = persons(now.within(here), place)
    assert found.expected == int(here.sum())
    assert found.value == pytest.approx(outside, rel=0.05)
