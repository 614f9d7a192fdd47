"""Whole numbers near the middle that make every sum come out; and from them a whole table, within its limits."""

from __future__ import annotations

import numpy as np
import pytest

from kostra.disclosure.audit import page
from kostra.disclosure.audit.auditing import Wanted, audit, quiet
from kostra.disclosure.audit.published import Published, Whole, ranges
from kostra.disclosure.audit.rounding import rounded
from kostra.disclosure.audit.system import System, tightened, unknown
from kostra.disclosure.audit.tables import first
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
    near = rounded(system, middle)
    assert near is not None
    assert not missing(system, near).any()
    assert (near < system.least).any()
    mended = first(system, middle, quiet, float("inf"))
    assert mended is not None
    assert not missing(system, mended).any()
    assert (mended >= system.least).all() and (mended <= system.most).all()


def test_what_cannot_be_solved_without_dividing_is_not_guessed_and_that_is_said() -> None:
    sums = {"ab": ("a", "b"), "bc": ("b", "c"), "ca": ("c", "a")}
    published = table({"a": None, "b": None, "c": None, "ab": 5, "bc": 7, "ca": 6}, sums)
    assert rounded(unknown(published, *ranges(published)), np.array([2.0, 3.0, 4.0])) is None
    verdict = audit(published, Wanted(certificates=True))
    assert verdict.certificates is None
    assert "fant ingen hel tabell" in page.text(verdict, published, searched=True)
    assert "ikke søkt etter" in page.text(verdict, published)
    assert "ingen ble funnet" in page.page(verdict, published, "t.csv", "c.json")


def test_a_search_without_time_finds_nothing() -> None:
    published = cube(0)
    system = tightened(published, unknown(published, *ranges(published)))
    assert first(system, np.full(system.size, 0.5), quiet, 0.0) is None
