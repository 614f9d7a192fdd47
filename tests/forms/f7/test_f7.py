"""Form 7: posts by function and education, economic advice, payments to refugees under municipal rules."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kostra.forms import catalogue
from kostra.model.form import FieldType, FormVersion, Kind, Senders, Status

YEARS = range(2020, 2028)
FUNCTIONS = ("242", "243", "273", "276")
EDUCATIONS = ("sosionom", "barnevernspedagog", "hogskole", "kontor", "annen")
SIZES = ("heltid", "deltid_stor", "deltid_liten")
ACROSS = ("aarsverk_kommunale_paa_statlig", "aarsverk_statlige_paa_kommunal")
IDENTIFICATION = ("kommunenr", "kommunenavn", "bydelsnr", "bydelsnavn", "ansvarlig", "epost", "telefon")
NEEDED = {
    "10509 årsverk by education": [f"aarsverk_{f}_{e}" for f in FUNCTIONS for e in EDUCATIONS],
    "12221 social services": [
        "aarsverk_raadgivning",
        "saker_raadgivning",
        *(f"aarsverk_{f}_sum" for f in FUNCTIONS),
        "aarsverk_sum",
    ],
    "posts by size of post": [f"aarsverk_243_{size}" for size in SIZES],
    "function 281 against forms 11 and 7": ["reglement_flyktninger", "reglement_flyktninger_belop"],
}


def _version(year: int) -> FormVersion:
    return catalogue.form("7").version(year)


def _sums(year: int) -> list[tuple[str, tuple[str, ...]]]:
    return [(total.total, total.parts) for total in _version(year).sums]


def test_years_and_how_firmly_they_are_known() -> None:
    form = catalogue.form("7")
    assert form.kind is Kind.ANSWERS
    assert form.years == YEARS
    assert [_version(year).status for year in YEARS] == [Status.RECONSTRUCTED] * 7 + [Status.DRAFT]
    assert all(_version(year).status_reason for year in YEARS)


@pytest.mark.parametrize("year", YEARS)
def test_each_oslo_district_answers_for_itself(year: int) -> None:
    assert _version(year).senders is Senders.MUNICIPALITIES_AND_DISTRICTS


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("table", NEEDED)
def test_what_the_tables_show_is_asked(table: str, year: int) -> None:
    assert [id for id in NEEDED[table] if not _version(year).has(id)] == []


def test_begins_with_who_answers_as_the_guidance_does() -> None:
    assert tuple(field.id for field in _version(2026).fields[:7]) == IDENTIFICATION


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_adds_up_over_every_education_once(function: str, year: int) -> None:
    parts = tuple(f"aarsverk_{function}_{education}" for education in EDUCATIONS)
    assert (f"aarsverk_{function}_sum", parts) in _sums(year)


@pytest.mark.parametrize("year", YEARS)
def test_the_total_adds_up_over_every_function_once(year: int) -> None:
    assert ("aarsverk_sum", tuple(f"aarsverk_{function}_sum" for function in FUNCTIONS)) in _sums(year)


@pytest.mark.parametrize("year", YEARS)
def test_function_243_adds_up_over_the_sizes_of_posts_too(year: int) -> None:
    assert ("aarsverk_243_sum", tuple(f"aarsverk_243_{size}" for size in SIZES)) in _sums(year)


def test_no_other_sums() -> None:
    assert len(_sums(2026)) == len(FUNCTIONS) + 2


@pytest.mark.parametrize("year", YEARS)
def test_posts_are_given_with_one_decimal(year: int) -> None:
    posts = [field for field in _version(year).fields if field.id.startswith("aarsverk_") and field.id not in ACROSS]
    assert len(posts) == 1 + len(FUNCTIONS) * (len(EDUCATIONS) + 1) + len(SIZES) + 1
    for field in posts:
        assert (field.type, field.field.decimals, field.step) == (FieldType.DECIMAL, 1, Decimal("0.1")), field.id
        assert (field.field.unit, field.field.minimum) == ("årsverk", 0), field.id


@pytest.mark.parametrize("id", ACROSS)
def test_question_4_is_asked_to_2022_and_gone_from_2023(id: str) -> None:
    assert [year for year in YEARS if _version(year).has(id)] == [2020, 2021, 2022]
    assert "nferred" in (catalogue.form("7").version(2022).field(id).field.remark or "")


@pytest.mark.parametrize("id", ACROSS)
@pytest.mark.parametrize(("year", "step"), [(2020, "0.1"), (2021, "0.5"), (2022, "0.5")])
def test_posts_across_state_and_municipality_go_to_the_nearest_half_from_2021(id: str, year: int, step: str) -> None:
    assert _version(year).field(id).step == Decimal(step)


@pytest.mark.parametrize("year", YEARS)
def test_the_amount_follows_a_yes(year: int) -> None:
    amount = _version(year).field("reglement_flyktninger_belop")
    condition = amount.field.asked_when
    assert condition is not None
    question = _version(year).field(condition.field)
    assert question.codes[condition.equals].nb == "Ja"
    assert (amount.type, amount.field.unit) == (FieldType.INTEGER, "kr")


def test_what_was_not_found_word_for_word_is_marked() -> None:
    found = {*IDENTIFICATION, "aarsverk_raadgivning", "saker_raadgivning"}
    for field in catalogue.form("7").fields:
        assert (field.reconstructed is not None) == (field.id not in found), field.id
        assert field.reconstructed or field.source, field.id
