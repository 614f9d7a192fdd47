"""What became of what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra import regions
from kostra.model.errors import Refused
from kostra.model.region import ChangeKind, RegionChange

YEARS = st.integers(2017, 2027)


@pytest.mark.parametrize(
    ("code", "year", "in_year", "expected"),
    [
        ("1567", 2018, 2019, ("5061",)),
        ("0219", 2019, 2026, ("3201",)),
        ("5012", 2019, 2026, ("5055", "5056", "5059")),
        ("1613", 2017, 2026, ("5055", "5056", "5059")),
        ("1507", 2023, 2024, ("1508", "1580")),
        ("1508", 2024, 2019, ("1504", "1523", "1529", "1534", "1546")),
        ("1103", 2019, 2020, ("1103",)),
    ],
)
def test_a_municipality_is_followed_through_its_changes(
    code: str, year: int, in_year: int, expected: tuple[str, ...]
) -> None:
    assert regions.successors(code, year, in_year) == expected


def test_predecessors_are_those_that_went_into_it() -> None:
    assert regions.predecessors("1103", 2020, 2019) == ("1103", "1141", "1142")
    assert regions.predecessors("5055", 2026, 2019) == ("1571", "5011", "5012")


def test_a_code_of_another_year_is_refused() -> None:
    with pytest.raises(Refused, match="1507 finnes ikke i 2024"):
        regions.successors("1507", 2024, 2026)


@given(YEARS, YEARS)
def test_every_municipality_comes_from_somewhere_and_goes_somewhere(one: int, other: int) -> None:
    relation = regions.relation(one, other)
    assert set(relation) == {region.code for region in regions.municipalities(one)}
    assert all(relation.values())
    assert set().union(*relation.values()) == {region.code for region in regions.municipalities(other)}


@given(YEARS, YEARS)
def test_back_is_the_opposite_of_forth(one: int, other: int) -> None:
    forth, back = regions.relation(one, other), regions.relation(other, one)
    assert {(old, new) for old, news in forth.items() for new in news} == {
        (old, new) for new, olds in back.items() for old in olds
    }


def test_the_changes_of_2024_are_one_split_renumberings_and_names() -> None:
    changes = regions.changes(2023, 2024)
    assert RegionChange(2024, ChangeKind.SPLIT, ("1507",), ("1508", "1580")) in changes
    assert sum(one.kind is ChangeKind.RENUMBER for one in changes) == 113
    assert not [one for one in changes if one.kind is ChangeKind.MERGE]


def test_a_merger_says_who_gave_only_a_part() -> None:
    (heim,) = [one for one in regions.changes(2019, 2020) if one.after == ("5055",)]
    assert heim == RegionChange(2020, ChangeKind.MERGE, ("1571", "5011", "5012"), ("5055",), ("5012",))


def test_the_names_of_2026_are_the_only_changes_since_2024() -> None:
    assert [(one.year, one.kind, one.after) for one in regions.changes(2024, 2027)] == [
        (2026, ChangeKind.NAME, (code,)) for code in ("0301", "5006", "5536")
    ]


def test_nothing_changed_from_2020_to_2023() -> None:
    assert regions.changes(2020, 2023) == ()
