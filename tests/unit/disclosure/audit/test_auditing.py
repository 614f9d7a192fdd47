"""The audit finds what is planted, and says of tiny tables what counting every whole table says."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from kostra.disclosure.audit.auditing import Verdict, Wanted, audit
from kostra.disclosure.audit.earlier import together
from kostra.disclosure.audit.published import Published, Ratio
from kostra.model.errors import Refused
from unit.disclosure.audit.planted import every_table, table

SQUARE = {"a+b": ("a", "b"), "c+d": ("c", "d"), "a+c": ("a", "c"), "b+d": ("b", "d")}
WHOLE = Wanted(bounds=True, certificates=True)


def named(published: Published, verdict: Verdict) -> set[str]:
    return {published.labels[cell] for cell in np.flatnonzero(verdict.determined).tolist()}


def square(**shown: int | None) -> dict[str, int | None]:
    return {"a": None, "b": None, "c": None, "d": None, "a+b": 9, "c+d": 8, "a+c": 7, "b+d": 10} | shown


def test_a_square_of_hidden_cells_is_safe_and_each_has_a_certificate() -> None:
    published = table(square(), SQUARE)
    verdict = audit(published, WHOLE)
    assert verdict.passed
    assert verdict.figures() | {"seconds": 0} == {
        "cells": 8,
        "suppressed": 4,
        "recoverable_by_rank": 0,
        "determined_by_bounds": 0,
        "narrower_than_3": 0,
        "certified": 4,
        "proven_unique": 0,
        "seconds": 0,
    }
    assert verdict.exact.all()
    assert (verdict.low[:4].tolist(), verdict.high[:4].tolist()) == ([1, 3, 1, 2], [6, 8, 6, 7])


def test_a_total_added_by_hand_gives_its_cells_away() -> None:
    published = table(square() | {"a+d": 6}, SQUARE | {"a+d": ("a", "d")})
    verdict = audit(published)
    assert verdict.figures()["recoverable_by_rank"] == 4
    assert named(published, verdict) == {"a", "b", "c", "d"}


@pytest.mark.parametrize("other", [0, 5])
def test_what_nothing_limits_can_be_anything(other: int) -> None:
    """One cell and all its sums are hidden, and the other cell of them is shown."""
    found = audit(table({"a": None, "b": other, "group": None, "all": None}, {"group": ("a", "b"), "all": ("a", "b")}))
    assert found.passed and found.low.tolist() == [1, other, 1 + other, 1 + other]
    assert (found.high[[0, 2, 3]] > 1_000_000).all()


def test_a_sum_of_as_many_as_its_cells_gives_them_away_where_zeros_are_shown() -> None:
    values: dict[str, int | None] = {"a": None, "b": None, "c": None, "sum": 3}
    shown = table(values, {"sum": ("a", "b", "c")})
    verdict = audit(shown)
    assert verdict.figures()["recoverable_by_rank"] == 0
    assert verdict.figures()["determined_by_bounds"] == 3
    assert audit(table(values, {"sum": ("a", "b", "c")}, lower=0)).passed


def test_a_rate_with_its_denominator_publishes_the_numerator() -> None:
    values: dict[str, int | None] = {"poor": None, "rest": None, "poor+rest": 40}
    sums = {"poor+rest": ("poor", "rest")}
    rate = Ratio(0, 2, Fraction(75, 10), 1)
    assert audit(table(values, sums)).passed
    verdict = audit(table(values, sums, ratios=(rate,)))
    assert verdict.figures()["determined_by_bounds"] == 2
    assert (verdict.low[0], verdict.high[0]) == (3, 3)
    coarse = audit(table(values, sums, ratios=(Ratio(0, 2, Fraction(8), 0),)), WHOLE)
    assert (coarse.low[0], coarse.high[0], coarse.passed) == (3, 3, False)
    with pytest.raises(Refused, match="Raten 99,9 stemmer ikke"):
        audit(table(values | {"poor": 3, "rest": 37}, sums, ratios=(Ratio(0, 2, Fraction(999, 10), 1),)))


def test_the_difference_between_provisional_and_final_gives_a_cell_away() -> None:
    sums = {"sum": ("a", "b", "c")}
    provisional = table({"a": None, "b": None, "c": 5, "sum": 12}, sums)
    final = table({"a": None, "b": 4, "c": None, "sum": 12}, sums)
    assert audit(provisional).passed and audit(final).passed
    both = together(final, provisional)
    verdict = audit(both.published)
    assert [final.labels[cell] for cell in both.was_out.tolist()] == ["c"]
    assert [final.labels[cell] for cell in both.now_out.tolist()] == ["b"]
    assert named(both.published, verdict) == {"a"}


def test_a_total_told_only_once_joins_two_releases() -> None:
    provisional = table({"a": None, "b": None, "c": None, "a+b": 6}, {"a+b": ("a", "b")})
    final = table({"a": None, "b": None, "c": None, "a+b+c": 9}, {"a+b+c": ("a", "b", "c")})
    both = together(final, provisional)
    assert named(both.published, audit(both.published)) == {"c"}


def test_what_has_changed_since_is_not_taken_for_the_same() -> None:
    sums = {"sum": ("a", "b", "c")}
    provisional = table({"a": None, "b": None, "c": 5, "sum": 12}, sums)
    final = table({"a": None, "b": None, "c": 6, "sum": 14}, sums)
    both = together(final, provisional)
    assert len(both.published.labels) == 8
    assert audit(both.published).passed


def test_two_tables_with_a_shared_margin() -> None:
    values: dict[str, int | None] = {"x": None, "y": None, "x+y": 12, "p": 2, "q": 5, "r": None, "s": None, "r+s": 9}
    sums = {"x+y": ("x", "y"), "r+s": ("r", "s")}
    assert audit(table(values, sums)).passed
    linked = table(values, sums | {"x": ("p", "q")})
    assert named(linked, audit(linked)) == {"x", "y"}


def test_published_figures_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(Refused, match="sum skal være summen av a \\+ b, men delene gir 7 og summen er 8"):
        audit(table({"a": 3, "b": 4, "sum": 8}, {"sum": ("a", "b")}))
    with pytest.raises(Refused, match="motsier seg selv"):
        audit(table({"a": None, "b": None, "sum": 1}, {"sum": ("a", "b")}))
    with pytest.raises(Refused, match="motsier seg selv"):
        audit(table(square(**{"a+b": 10}), SQUARE))


@pytest.mark.parametrize("seed", range(12))
def test_on_tiny_tables_the_audit_says_what_counting_every_whole_table_says(seed: int) -> None:
    published = _tiny(np.random.default_rng(seed))
    hidden = np.flatnonzero(~published.known)
    tables = every_table(published, 9)
    assert len(tables)
    verdict = audit(published, WHOLE)
    one = set(hidden[tables.min(axis=0) == tables.max(axis=0)].tolist())
    assert set(np.flatnonzero(verdict.determined).tolist()) == one
    assert set(np.flatnonzero(verdict.proven).tolist()) == set(hidden.tolist()) - one
    assert (verdict.low[hidden] <= tables.min(axis=0)).all()
    assert (verdict.high[hidden] >= tables.max(axis=0)).all()


def _tiny(rng: np.random.Generator) -> Published:
    """Three by three with its margins, up to five cells hidden; every cell small enough to be tried."""
    inner = rng.integers(1, 4, size=(3, 3))
    values = np.zeros((4, 4), dtype=np.int64)
    values[:3, :3] = inner
    values[3, :3], values[:3, 3], values[3, 3] = inner.sum(axis=0), inner.sum(axis=1), inner.sum()
    hide = set(rng.choice(9, size=int(rng.integers(3, 6)), replace=False).tolist())
    cells: dict[str, int | None] = {}
    for number in range(16):
        row, column = divmod(number, 4)
        place = row * 3 + column
        hidden = row < 3 and column < 3 and place in hide
        cells[f"{row}{column}"] = None if hidden else int(values[row, column])
    sums = {f"{row}3": tuple(f"{row}{column}" for column in range(3)) for row in range(4)}
    sums |= {f"3{column}": tuple(f"{row}{column}" for row in range(3)) for column in range(3)}
    return table(cells, sums, lower=int(rng.integers(0, 2)))
