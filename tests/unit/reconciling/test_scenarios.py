"""Scenarios: nothing below zero, nothing lost, and back again exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.app.reconciling.moving import counted
from kostra.model.errors import Refused
from kostra.reconciling.catalogue import scenario
from kostra.reconciling.scenarios import (
    Books,
    Given,
    Moved,
    Sums,
    apply,
    beside,
    by_amounts,
    by_share,
    take_back,
)

INSTITUTIONS = scenario("rusinstitusjoner")
BOOKS = Books(
    {
        ("110300", "243", "010"): 1000,
        ("110300", "243", "370"): 2001,
        ("110300", "243", "700"): -300,
        ("110300", "253", "010"): 50,
        ("460100", "243", "370"): 99,
        ("110300", "281", "470"): 700,
    },
    {("110300", "243"): 105, ("110300", "253"): 10},
)


def _sum(books: Books) -> tuple[int, int]:
    return sum(books.kroner.values()), sum(books.tenths.values())


def test_a_share_takes_income_along() -> None:
    then = apply(BOOKS, by_share(BOOKS, INSTITUTIONS, 2026, Fraction(1, 3)))
    assert then.kroner["110300", "253", "370"] == 667 and then.kroner["110300", "243", "370"] == 1334
    assert then.kroner["110300", "253", "700"] == -100
    assert then.tenths == {("110300", "243"): 70, ("110300", "253"): 45}


def test_amounts_are_spread_over_the_costs_and_add_up() -> None:
    moved = by_amounts(BOOKS, INSTITUTIONS, 2026, {"110300": Given(1000, 25)})
    assert {art: part for (*_, art), part in moved.kroner.items()} == {"010": 333, "370": 667}
    then = apply(BOOKS, moved)
    assert then.kroner["110300", "243", "700"] == -300
    assert then.tenths["110300", "253"] == 35


@pytest.mark.parametrize("given", [Given(3002), Given(-1), Given(0, 106), Given(0, -1)])
def test_no_more_than_there_is(given: Given) -> None:
    with pytest.raises(Refused, match="110300 skal flytte"):
        by_amounts(BOOKS, INSTITUTIONS, 2026, {"110300": given})


def test_a_year_before_the_proposal_moves_nothing() -> None:
    assert by_share(BOOKS, INSTITUTIONS, 2020, Fraction(1)) == Moved({}, {})


@pytest.mark.parametrize("share", [Fraction(-1, 100), Fraction(101, 100)])
def test_a_share_is_a_share(share: Fraction) -> None:
    with pytest.raises(Refused, match="fra 0 til 1"):
        by_share(BOOKS, INSTITUTIONS, 2026, share)


def test_shown_beside_the_published() -> None:
    then = apply(BOOKS, by_share(BOOKS, INSTITUTIONS, 2026, Fraction(1)))
    rows = beside(BOOKS, then, INSTITUTIONS.groups, counted(2026))
    shown = {(row.unit, row.function): (row.now, row.then) for row in rows}
    assert [row.unit for row in rows] == [""] * 3 + ["110300"] * 3 + ["460100"] * 3
    assert shown["", "243"] == (Sums(3100, 2800, 105), Sums())
    assert shown["110300", "253"] == (Sums(50, 50, 10), Sums(3051, 2751, 115))
    # FGK12a does not move what it does not have: 253 is outside the social services.
    assert shown["", "FGK12a"] == (Sums(3800, 3500, 105), Sums(700, 700, 0))


arts = st.sampled_from(["010", "120", "370", "470", "700", "710"])
units = st.sampled_from(["110300", "460100"])
books = st.builds(
    Books,
    st.dictionaries(st.tuples(units, st.sampled_from(["243", "253"]), arts), st.integers(-(10**9), 10**9).filter(bool)),
    st.dictionaries(st.tuples(units, st.sampled_from(["243", "253"])), st.integers(1, 10_000)),
)


@given(books, st.fractions(0, 1))
def test_a_share_adds_up_never_turns_a_sign_and_can_be_taken_back(made: Books, share: Fraction) -> None:
    moved = by_share(made, INSTITUTIONS, 2026, share)
    then = apply(made, moved)
    assert _sum(then) == _sum(made)
    assert take_back(then, moved) == made
    for (unit, function, art), amount in made.kroner.items():
        if function == "243":
            left = then.kroner.get((unit, function, art), 0)
            assert left * amount >= 0 and abs(left) <= abs(amount)
    assert all(posts >= 0 for posts in then.tenths.values())


@given(books, st.data())
def test_amounts_add_up_stay_above_zero_and_can_be_taken_back(made: Books, data: st.DataObject) -> None:
    given = {}
    for unit in ("110300", "460100"):
        costs = sum(
            amount
            for (one, function, _), amount in made.kroner.items()
            if (one, function) == (unit, "243") and amount > 0
        )
        there = made.tenths.get((unit, "243"), 0)
        given[unit] = Given(data.draw(st.integers(0, costs)), data.draw(st.integers(0, there)))
    moved = by_amounts(made, INSTITUTIONS, 2026, given)
    then = apply(made, moved)
    assert sum(moved.kroner.values()) == sum(one.kroner for one in given.values())
    assert _sum(then) == _sum(made) and take_back(then, moved) == made
    assert all(amount >= 0 for key, amount in then.kroner.items() if made.kroner.get(key, 0) > 0)
