"""The synthetic nation's own files: what the nation says is so is what the reconciliation finds."""

from __future__ import annotations

import pytest

from kostra.app.reconciling.mapped import mapping
from kostra.app.reconciling.persons import BY_NUMBER
from kostra.reconciling.catalogue import comparison
from kostra.reconciling.comparison import Check
from kostra.reconciling.engine import Reconciled, reconcile
from kostra.reconciling.introduction import reported_elsewhere
from kostra.reconciling.population import against_population
from unit.reconciling import nation

YEAR = 2026
ROUNDED = 500
"""Accounts are in thousands."""


@pytest.fixture(scope="module")
def f281() -> Reconciled:
    about = comparison("f281")
    return reconcile(about, YEAR, {YEAR: nation.sources(about, YEAR)})


def test_the_residual_of_every_unit_is_what_the_nation_says_it_is(f281: Reconciled) -> None:
    key = nation.key(YEAR)
    known = {line.row.region: line.row for line in f281.lines}
    for region, parts in key.items():
        row = known[region]
        assert row.amounts[1:] == (parts["skjema_11"], parts["skjema_7_flyktninger"]), region
        assert row.residual is not None and row.others is not None
        assert abs(row.residual - (parts["funksjon_281"] - row.others)) <= ROUNDED, region


def test_the_nation_closes_within_a_per_cent(f281: Reconciled) -> None:
    country = f281.country
    assert country.complete == country.municipalities == 357 and not country.left_out
    assert country.whole.residual == sum(
        line.row.residual or 0 for line in f281.lines if line.row.region.endswith("00")
    )
    assert country.whole.share is not None and 0 <= country.whole.share < 0.01


def test_amounts_booked_elsewhere_are_found(f281: Reconciled) -> None:
    """Those that are large enough to be beyond the limits, and no one that agrees."""
    limits, key = f281.comparison.limits, nation.key(YEAR)
    for line in f281.lines:
        if line.row.region not in key or line.row.first is None:
            continue
        missing = key[line.row.region]["funksjon_281"] - (line.row.others or 0)
        checks = {flag.check for flag in line.flags}
        if missing < -limits.allowed(line.row.first) - ROUNDED:
            assert Check.NEGATIVE in checks, line.row.region
        if abs(missing) < 1000:
            assert not checks, line.row.region


@pytest.mark.parametrize(("id", "within"), [("kvp276", 0.01), ("intro275", 0.03), ("nav_kvp", 0.15)])
def test_the_other_comparisons_nearly_agree_in_the_nation(id: str, within: float) -> None:
    about = comparison(id)
    found = reconcile(about, YEAR, {YEAR: nation.sources(about, YEAR)})
    assert not found.country.left_out
    assert found.country.whole.share is not None and abs(found.country.whole.share) < within


def test_participants_agree_with_the_population_register_too() -> None:
    records, _ = nation.records("11CF", YEAR)
    register = nation.register("folkeregisteret", YEAR)
    found = against_population(records, register, BY_NUMBER, mapping("folkeregisteret_sivilstand").at(YEAR))
    whole = found.coverage[-1]
    assert whole.records and whole.found > 0.95 * whole.with_id
    assert all(one.agreeing > 0.85 * whole.found for one in found.agreements)


def test_the_population_register_agrees_but_for_what_was_planted() -> None:
    records, _ = nation.records("11F", YEAR)
    register = nation.register("folkeregisteret", YEAR)
    found = against_population(records, register, BY_NUMBER, mapping("folkeregisteret_sivilstand").at(YEAR))
    whole = found.coverage[-1]
    assert whole.found / whole.with_id > 0.98 and whole.records > whole.with_id
    sex, marital, children = found.agreements
    assert sex.disagreeing < 0.005 * whole.found
    assert 0 < marital.disagreeing < 0.05 * whole.found and not marital.unmapped
    assert 0 < children.disagreeing < 0.1 * whole.found
    assert {one.field for one in found.differing} >= {"ektstat", "antbu18"}


def test_some_benefit_is_reported_by_a_neighbour() -> None:
    found = reported_elsewhere(nation.register("a_ordningen", YEAR))
    assert 0 < sum(one.by_others for one in found) < 0.2 * sum(one.kroner for one in found)
