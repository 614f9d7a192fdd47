"""A series in another year's municipalities: nothing lost, nothing made up."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra import regions
from kostra.model.errors import Refused
from kostra.regions import Inexact, Rebased, Why

YEARS = st.integers(2017, 2027)


@st.composite
def series(draw: st.DrawFn, year: int) -> dict[str, int]:
    codes = [one.code for one in regions.municipalities(year)]
    chosen = draw(st.lists(st.sampled_from(codes), unique=True))
    return {code: draw(st.integers(-(10**9), 10**9)) for code in chosen}


@given(st.data(), YEARS, YEARS)
def test_the_total_is_kept(data: st.DataObject, from_year: int, to_year: int) -> None:
    values = data.draw(series(from_year))
    moved = regions.rebase(values, from_year, to_year)
    assert moved.total == sum(values.values())


@given(st.data(), YEARS, YEARS)
def test_the_total_is_kept_with_fractions_and_keys(data: st.DataObject, from_year: int, to_year: int) -> None:
    values = {code: Fraction(value, 7) for code, value in data.draw(series(from_year)).items()}
    relation = regions.relation(from_year, to_year)
    keys = {
        code: {new: data.draw(st.integers(1, 9)) for new in sorted(news)}
        for code, news in relation.items()
        if len(news) > 1
    }
    assert regions.rebase(values, from_year, to_year, keys=keys).total == sum(values.values())


@given(st.data(), YEARS)
def test_the_same_year_changes_nothing(data: st.DataObject, year: int) -> None:
    values = data.draw(series(year))
    assert regions.rebase(values, year, year) == Rebased(year, year, dict(sorted(values.items())), (), ())


@given(YEARS, YEARS)
def test_a_whole_series_reaches_every_municipality_once(from_year: int, to_year: int) -> None:
    moved = regions.rebase({one.code: 1 for one in regions.municipalities(from_year)}, from_year, to_year)
    reached = [*moved.values, *(code for one in moved.inexact for code in one.regions)]
    assert sorted(reached) == [one.code for one in regions.municipalities(to_year)]


def test_a_new_number_and_a_merger_are_exact() -> None:
    moved = regions.rebase({"0219": 5, "1103": 1, "1141": 2, "1142": 4}, 2019, 2024)
    assert moved.values == {"1103": 7, "3201": 5}
    assert moved.exact


def test_a_split_stays_together_and_says_so() -> None:
    moved = regions.rebase({"1507": 100}, 2023, 2024)
    assert moved.values == {}
    assert moved.inexact == (Inexact(("1508", "1580"), 100, (Why.DIVIDED,), ("1507",)),)
    assert not moved.exact


def test_all_that_a_split_touched_stays_together() -> None:
    values = {"1571": 1, "5011": 2, "5012": 4, "5013": 8, "5016": 16, "5023": 32, "5024": 64}
    (amount,) = regions.rebase(values, 2019, 2020).inexact
    assert (amount.regions, amount.value) == (("5055", "5056", "5059"), 127)


def test_a_merger_with_a_value_missing_is_never_a_whole() -> None:
    moved = regions.rebase({"1103": 1, "1141": 2}, 2019, 2020)
    assert moved.values == {}
    assert moved.inexact == (Inexact(("1103",), 3, (Why.INCOMPLETE,), ("1103", "1141", "1142"), ("1142",)),)


def test_a_merger_cannot_be_undone_backwards() -> None:
    moved = regions.rebase({"1103": 7, "3201": 5}, 2024, 2019)
    assert moved.values == {"0219": 5}
    assert moved.inexact == (Inexact(("1103", "1141", "1142"), 7, (Why.DIVIDED,), ("1103",)),)


def test_a_split_is_undone_backwards() -> None:
    assert regions.rebase({"1508": 6, "1580": 1}, 2024, 2023).values == {"1507": 7}


def test_a_key_divides_and_marks_the_result_as_estimated() -> None:
    key = regions.shares("1507", 2023, 2024)
    moved = regions.rebase({"1507": 7, "1506": 3}, 2023, 2024, keys={"1507": key})
    assert moved.values == {"1506": 3, "1508": 6, "1580": 1}
    assert moved.estimated == ("1508", "1580")
    assert not moved.exact


@given(st.integers(-(10**9), 10**9), st.integers(0, 1000), st.integers(1, 1000))
def test_a_whole_number_is_divided_into_whole_numbers(value: int, one: int, other: int) -> None:
    moved = regions.rebase({"1507": value}, 2023, 2024, keys={"1507": {"1508": one, "1580": other}})
    assert moved.total == value
    for part, weight in zip(moved.values.values(), (one, other), strict=True):
        assert isinstance(part, int)
        assert abs(part - Fraction(value * weight, one + other)) < 1


def test_population_is_no_key_where_the_parts_were_mixed() -> None:
    with pytest.raises(Refused, match="5055, 5056, 5059 har også innbyggere fra andre"):
        regions.shares("5012", 2019, 2020)


def test_population_is_a_key_backwards_for_a_merger_whose_parts_are_known() -> None:
    key = regions.shares("1103", 2020, 2018)
    assert key == {code: regions.population(code, 2018) for code in ("1103", "1141", "1142")}


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ({"1508": 1}, "Gi en vekt for hver av dem"),
        ({"1508": 0, "1580": 0}, "minst én må være over null"),
        ({"1508": 2, "1580": -1}, "null eller mer"),
    ],
)
def test_a_key_that_does_not_fit_is_refused(key: dict[str, int], said: str) -> None:
    with pytest.raises(Refused, match=said):
        regions.rebase({"1507": 7}, 2023, 2024, keys={"1507": key})


def test_a_code_of_another_year_is_refused() -> None:
    with pytest.raises(Refused, match="1141 finnes ikke i 2024"):
        regions.rebase({"1141": 1}, 2024, 2026)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_not_a_number_is_refused(value: float) -> None:
    with pytest.raises(Refused, match="Verdien for 0301"):
        regions.rebase({"0301": value}, 2024, 2026)


@pytest.mark.parametrize(("from_year", "to_year"), [(2016, 2020), (2020, 2031)])
def test_a_year_outside_the_data_is_refused(from_year: int, to_year: int) -> None:
    with pytest.raises(Refused, match="2017-2030"):
        regions.rebase({}, from_year, to_year)
