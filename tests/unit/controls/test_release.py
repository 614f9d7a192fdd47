"""Releases of controls rise: a year after a year, and within a year one after another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kostra.controls import release
from kostra.model.errors import Broken, Refused

YEARS, TURNS = some.integers(1998, 2099), some.integers(1, 98)


@given(YEARS, TURNS)
def test_what_is_written_is_read_again(year: int, turn: int) -> None:
    assert release.written(release.begin(f"{year}.{turn}")) == f"{year}.{turn}"
    assert release.begin(f"{year}.{turn}") == release.end(f"{year}.{turn}") == release.asked(f"{year}.{turn}", year)


@given(YEARS, TURNS, YEARS, TURNS)
def test_releases_are_in_the_order_of_year_and_turn(year: int, turn: int, other: int, other_turn: int) -> None:
    first, second = release.begin(f"{year}.{turn}"), release.begin(f"{other}.{other_turn}")
    assert (first < second) == ((year, turn) < (other, other_turn))


@given(YEARS, TURNS)
def test_a_year_holds_all_its_releases_and_no_other(year: int, turn: int) -> None:
    assert (
        release.begin(year)
        == release.first(year)
        <= release.begin(f"{year}.{turn}")
        < release.end(year)
        == release.last(year)
    )
    assert release.last(year) < release.first(year + 1)


@pytest.mark.parametrize("written", ["2022.0", "2022.", "22", "2022.100", "2022-2", " 2022", "٢٠٢٢"])
def test_anything_else_is_no_release(written: str) -> None:
    for read in (release.begin, release.end):
        with pytest.raises(Broken, match="is not a release"):
            read(written)
    with pytest.raises(Refused, match="ikke en kontrollversjon"):
        release.asked(written, 2022)


@pytest.mark.parametrize("written", ["2022", "2023.1"])
def test_a_release_that_somebody_asks_for_is_of_the_year_they_ask_about(written: str) -> None:
    with pytest.raises(Refused, match="ikke en kontrollversjon for 2022"):
        release.asked(written, 2022)
