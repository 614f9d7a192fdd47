"""Form 11CF against what is known of it, and the changes over the years that a reader may stumble on."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from forms import facts
from kostra.forms import catalogue
from kostra.forms.guide import guide
from kostra.model.errors import Refused
from kostra.model.form import FormVersion, Status
from kostra.model.text import Language

FACTS = facts.read(Path(__file__).with_name("facts.tsv"))
LENGTHS = {
    2017: 233,
    2018: 167,
    2019: 167,
    2020: 167,
    2021: 139,
    2022: 139,
    2023: 138,
    2024: 136,
    2025: 152,
    2026: 152,
    2027: 152,
}
SLOTS_2017 = ["01", "02", "03", "04", "05", "18", *(f"{code:02d}" for code in range(6, 18))]


def version(year: int) -> FormVersion:
    return catalogue.form("11CF").version(year)


def test_facts_cover_every_year_but_the_draft() -> None:
    assert list(FACTS) == list(range(2017, 2027))


@pytest.mark.parametrize("year", FACTS)
def test_every_field_is_as_known(year: int) -> None:
    fields = version(year).fields
    known = FACTS[year]
    assert [field.name for field in fields] == [fact.name for fact in known]
    assert [line for fact, field in zip(known, fields, strict=True) for line in fact.differences(field)] == []


@pytest.mark.parametrize("year", range(2022, 2027))
def test_published_years_are_known_to_the_last_cell(year: int) -> None:
    silent = [fact.name for fact in FACTS[year] if None in (fact.type, fact.required, fact.date_pattern, fact.codes)]
    assert silent == (["KVP_OSLO"] if year == 2022 else [])


@pytest.mark.parametrize(("year", "length"), LENGTHS.items())
def test_record_length(year: int, length: int) -> None:
    assert version(year).record_length == length


@pytest.mark.parametrize("year", LENGTHS)
def test_fields_fill_the_record_without_a_gap(year: int) -> None:
    fields = version(year).fields
    assert fields[0].first == 1
    assert all(after.first == before.last + 1 for before, after in pairwise(fields))


def test_status_by_year() -> None:
    form = catalogue.form("11CF")
    assert {year: form.version(year).status for year in form.years} == {
        **dict.fromkeys(range(2017, 2022), Status.PARTIAL),
        **dict.fromkeys(range(2022, 2027), Status.PUBLISHED),
        2027: Status.DRAFT,
    }


@pytest.mark.parametrize("year", [2017, 2018, 2019, 2020, 2021, 2027])
def test_an_uncertain_year_says_why(year: int) -> None:
    assert version(year).status_reason


@pytest.mark.parametrize("year", [2016, 2028])
def test_other_years_are_refused(year: int) -> None:
    with pytest.raises(Refused):
        version(year)


def test_the_draft_is_last_year_until_something_is_decided() -> None:
    shapes = [
        [(f.id, f.name, f.first, f.last, f.type, f.required, f.codes) for f in version(year).fields]
        for year in (2026, 2027)
    ]
    assert shapes[0] == shapes[1]


def test_code_13_is_two_codes() -> None:
    assert version(2020).field("avsl_ingen_akt").codes["13"].nb.startswith("Ingen spesiell aktivitet")
    assert version(2021).field("avsl_ufore").codes["13"].nb == "Uføretrygd"
    codes = catalogue.form("11CF").code_lists["kvp_situasjon"]
    before, after = codes.code("13", 2020), codes.code("13", 2021)
    assert before is not None
    assert after is not None
    assert before.id != after.id


@pytest.mark.parametrize(
    ("id", "year", "name"),
    [
        ("ytelse_individstonad", 2025, "YTELSE_INDIVIDSTONAD"),
        ("ytelse_individstonad", 2026, "YTELSE_TILTAKSPENGER"),
        ("kvp_med_husbank", 2021, "KVP_MED_HUSBANK"),
        ("kvp_med_husbank", 2022, "KVP_MED_HUSBANKBOS"),
    ],
)
def test_renamed_fields_keep_their_id(id: str, year: int, name: str) -> None:
    assert version(year).field(id).name == name


def test_measures_of_2017_stand_in_their_slots() -> None:
    fields = version(2017).fields
    start = [field.first for field in fields].index(64)
    assert [list(field.codes) for field in fields[start : start + 18]] == [[code] for code in SLOTS_2017]
    assert (fields[start + 18].first, fields[start + 18].last) == (100, 129)


@pytest.mark.parametrize(("year", "codes"), [(2017, "123456"), (2022, "123456"), (2023, "1234567"), (2026, "1234567")])
def test_status_codes(year: int, codes: str) -> None:
    assert list(version(year).field("status").codes) == list(codes)


def test_the_year_is_filled_in_where_it_is_asked_for() -> None:
    field = version(2026).field("kvp_stonad")
    assert "2026" in field.label.nb
    assert "2026" in field.label.nn


@pytest.mark.parametrize("year", LENGTHS)
def test_no_label_is_left_with_a_blank_to_fill(year: int) -> None:
    assert [f.id for f in version(year).fields if "{" in f.label.nb + f.label.nn] == []


@pytest.mark.parametrize("language", [Language.BOKMAL, Language.NYNORSK])
def test_guide_serves_every_field(language: Language) -> None:
    assert set(guide("11CF", language).fields) == {field.id for field in catalogue.form("11CF").fields}
    assert 6 <= len(guide("11CF", language).tips) <= 10
