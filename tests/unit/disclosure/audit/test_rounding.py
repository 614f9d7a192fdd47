"""Whole numbers near a point that make every sum come out; and from them a whole table, within its limits, by circuits."""

from __future__ import annotations

import numpy as np
import pytest

from kostra.disclosure.audit import auditing, page, tables
from kostra.disclosure.audit.auditing import Wanted, audit
from kostra.disclosure.audit.circuits import Circuits, circuits
from kostra.disclosure.audit.published import Published, Whole, ranges
from kostra.disclosure.audit.rounding import Rounder
from kostra.disclosure.audit.system import System, tightened, unknown
from unit.disclosure.audit.planted import table


def cube(seed: int) -> Published:
    """Six by four by three of small counts, with the sums along each of the three; half of the inner cells hidden, and some sums."""
    rng = np.random.default_rng(seed)
    whole = np.zeros((7, 5, 4), np.int64)
    whole[:-1, :-1, :-1] = rng.integers(1, 5, (6, 4, 3))
    for axis in range(3):
        np.moveaxis(whole, axis, 0)[-1] = np.moveaxis(whole, axis, 0)[:-1].sum(axis=0)
    hidden = rng.random(whole.shape) < 0.6
    names = np.array([f"{at}" for at in range(whole.size)]).reshape(whole.shape)
    lines = [line for axis in range(3) for line in np.moveaxis(names, axis, -1).reshape(-1, names.shape[axis])]
    values = [
        None if gone else int(value)
        for value, gone in zip(whole.ravel().tolist(), hidden.ravel().tolist(), strict=True)
    ]
    return table(
        dict(zip(names.ravel().tolist(), values, strict=True)), {line[-1]: tuple(line[:-1].tolist()) for line in lines}
    )


def missing(system: System, found: Whole) -> Whole:
    """What each sum lacks."""
    lacks = system.total.copy()
    np.subtract.at(lacks, system.row, found[system.column] * system.sign)
    return lacks


@pytest.mark.parametrize("seed", range(5))
def test_every_sum_comes_out_and_then_every_limit_holds(seed: int) -> None:
    published = cube(seed)
    system = tightened(published, unknown(published, *ranges(published)))
    middle = np.random.default_rng(seed).random(system.size) * 4 + 0.5
    rounder = Rounder(system)
    assert rounder.possible
    near = rounder.near(middle)
    assert not missing(system, near).any()
    assert (near < system.least).any()
    mended = Circuits(system).mended(near)
    assert mended is not None
    assert not missing(system, mended).any()
    assert (mended >= system.least).all() and (mended <= system.most).all()


def test_what_cannot_be_solved_without_dividing_is_not_guessed_and_that_is_said() -> None:
    sums = {"ab": ("a", "b"), "bc": ("b", "c"), "ca": ("c", "a")}
    published = table({"a": None, "b": None, "c": None, "ab": 5, "bc": 7, "ca": 6}, sums)
    system = unknown(published, *ranges(published))
    assert not Rounder(system).possible
    assert not Circuits(system).possible
    verdict = audit(published, Wanted(certificates=True))
    assert verdict.certificates is None
    assert "fant ingen hel tabell" in page.text(verdict, published)
    assert "ingen ble funnet" in page.page(verdict, published, "t.csv", "c.json")


@pytest.mark.parametrize("seed", range(5))
def test_no_sum_notices_a_circuit_and_all_that_no_sum_notices_is_made_of_them(seed: int) -> None:
    published = cube(seed)
    system = unknown(published, *ranges(published))
    found = circuits(system)
    assert found
    sums = np.zeros((system.rows, system.size))
    np.add.at(sums, (system.row, system.column), system.sign)
    changes = np.array([[change.get(at, 0) for at in range(system.size)] for change in found])
    assert not (sums @ changes.T).any()
    assert np.linalg.matrix_rank(changes) == len(found) == system.size - np.linalg.matrix_rank(sums)


def test_a_cell_that_is_far_out_and_in_no_circuit_is_not_mended() -> None:
    published = table({"a": None, "b": 3, "ab": 5}, {"ab": ("a", "b")})
    system = unknown(published, *ranges(published))
    assert Circuits(system).mended(np.array([0])) is None


@pytest.mark.parametrize("seed", range(5))
def test_every_cell_that_has_two_values_has_a_certificate_unasked(seed: int) -> None:
    published = cube(seed)
    verdict = audit(published)
    assert verdict.passed == (not verdict.determined.any())
    assert (verdict.proven | verdict.determined)[verdict.asked].all()


def test_of_many_cells_whole_tables_are_searched_for_only_if_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "MANY", 5)
    published = cube(0)
    verdict = audit(published)
    assert verdict.certificates is None
    assert "ikke søkt etter" in page.text(verdict, published)
    assert audit(published, Wanted(certificates=True)).proven.any()


def test_the_last_ones_are_looked_for_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_POINTS", 1)
    published = cube(1)
    assert not audit(published).proven.any()
    verdict = audit(published, Wanted(certificates=True))
    assert (verdict.proven | verdict.determined)[verdict.asked].all()
