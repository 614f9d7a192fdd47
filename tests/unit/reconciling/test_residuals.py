"""Residuals are exact, what is missing stays missing, and the country is the sum of the municipalities."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kostra.reconciling.residuals import COUNTRY, Places, Row, closure, places, rows

WHERE = Places(("030100", "110300", "460100"), ("030101", "030102"), {})
SOURCES = (
    {"030101": 10, "030102": 20, "030100": 31, "110300": 100, "460100": 7},
    {"030101": 4, "030102": 5, "110300": 60, "460100": 9},
    {"030101": 1, "030102": 0, "110300": 15},
)


def test_the_residual_is_what_the_others_leave() -> None:
    found = {row.region: row for row in rows(SOURCES, WHERE)}
    assert found["110300"].residual == 25 and found["110300"].share == Fraction(1, 4)
    assert found["030101"].residual == 5


def test_oslo_is_what_the_city_says_or_its_districts_together() -> None:
    oslo = {row.region: row for row in rows(SOURCES, WHERE)}["030100"]
    assert oslo.amounts == (31, 9, 1) and oslo.residual == 21
    without: list[dict[str, int]] = [{"030101": 10, "030102": 20}, {"030101": 4}, {}]
    assert {row.region: row for row in rows(without, WHERE)}["030100"].amounts == (30, None, None)


def test_a_unit_without_a_source_is_told_and_not_taken_as_zero() -> None:
    found = rows(SOURCES, WHERE)
    bergen = next(row for row in found if row.region == "460100")
    assert bergen.amounts == (7, 9, None) and bergen.residual is None and bergen.share is None
    country = closure(found, WHERE, 3)
    assert dict(country.left_out) == {"460100": (2,)}
    assert country.whole == Row(COUNTRY, (131, 69, 16)) and country.known == (138, 78, 16)
    assert (country.municipalities, country.complete) == (3, 2)


def test_nothing_to_divide_by_has_no_share() -> None:
    assert Row("110300", (0, 5)).residual == -5
    assert Row("110300", (0, 5)).share is None


amount = st.one_of(st.none(), st.integers(-(10**12), 10**12))


@given(st.lists(st.tuples(amount, amount, amount), min_size=1, max_size=30))
def test_the_residuals_of_municipalities_add_up_to_that_of_the_country(table: list[tuple[int | None, ...]]) -> None:
    codes = tuple(f"{number:04d}00" for number in range(1, len(table) + 1))
    sources = [
        {code: value for code, line in zip(codes, table, strict=True) if (value := line[place]) is not None}
        for place in range(3)
    ]
    where = Places(codes, (), {})
    found = rows(sources, where)
    country = closure(found, where, 3)
    assert country.whole.residual == sum(row.residual for row in found if row.residual is not None)
    assert country.complete == sum(row.residual is not None for row in found)


def test_places_have_every_unit_and_its_group() -> None:
    found = places(2026)
    assert len(found.municipalities) == 357 and len(found.districts) == 15
    assert found.strata["110300"].startswith("EKG") and found.strata["030104"] == "district"
    assert places(2026, districts=False).districts == ()
