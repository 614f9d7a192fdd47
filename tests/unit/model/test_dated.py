"""The laws of dated values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.model.dated import Dated
from kostra.model.errors import Undated

tables = st.dictionaries(st.integers(1900, 2100), st.integers(), min_size=1)
years = st.integers(1850, 2150)


@given(tables, years)
def test_a_value_holds_from_its_year_until_the_next(table: dict[int, int], year: int) -> None:
    dated = Dated.of(table)
    begun = [first for first in table if first <= year]
    if begun:
        assert dated.at(year) == table[max(begun)]
    else:
        with pytest.raises(Undated, match=str(year)):
            dated.at(year)


@given(tables, st.integers(0, 50), years)
def test_after_the_last_year_is_an_error(table: dict[int, int], more: int, year: int) -> None:
    until = max(table) + more
    dated = Dated.of(table, until)
    assert dated.covers(year) == (min(table) <= year <= until)
    if year > until:
        with pytest.raises(Undated):
            dated.at(year)


@given(tables)
def test_the_changes_retell_the_value(table: dict[int, int]) -> None:
    dated = Dated.of(table)
    value = dated.at(dated.since)
    changes = {year: (before, after) for year, before, after in dated.changes()}
    for year in range(dated.since, max(table) + 2):
        if year in changes:
            before, value = changes[year]
            assert before != value
        assert dated.at(year) == value


@given(tables, years)
def test_mapping_and_asking_commute(table: dict[int, int], year: int) -> None:
    dated = Dated.of(table)
    if dated.covers(year):
        assert dated.map(str).at(year) == str(dated.at(year))


def test_nothing_is_no_dated_value() -> None:
    with pytest.raises(Undated):
        Dated[int](())


def test_years_must_rise() -> None:
    with pytest.raises(Undated, match="must rise"):
        Dated(((2024, 1), (2022, 2)))


def test_it_cannot_end_before_it_last_changed() -> None:
    with pytest.raises(Undated, match="ends in 2023"):
        Dated(((2022, 1), (2024, 2)), until=2023)
