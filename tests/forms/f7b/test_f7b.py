"""Form 7B: the plan against violence in close relations, and the crisis-centre service of the municipality."""

from __future__ import annotations

import pytest

from kostra.forms import catalogue
from kostra.model.form import FieldType, FormVersion, Kind, Senders, Status

YEARS = range(2020, 2028)
COOPERATION = ("samarbeid_helse", "samarbeid_barnevern", "samarbeid_nav", "samarbeid_bolig")
FOUND = ("kommunenr", "ansvarlig", "epost", "telefon", "plan")
NEEDED = {
    "12130 crisis centres and violence in close relations": [
        "plan",
        "utgift",
        "dogn_voksne",
        "dogn_kvinner",
        "dogn_menn",
        "dogn_barn",
        "dagbrukere",
        *COOPERATION,
    ],
    "11678 costs and nights by centre": ["krisesenter", "utgift", "dogn_voksne", "dogn_barn", "dogn_sum"],
}


def _version(year: int) -> FormVersion:
    return catalogue.form("7B").version(year)


def test_years_and_how_firmly_they_are_known() -> None:
    form = catalogue.form("7B")
    assert form.kind is Kind.ANSWERS
    assert form.years == YEARS
    assert [_version(year).status for year in YEARS] == [Status.RECONSTRUCTED] * 7 + [Status.DRAFT]
    assert all(_version(year).status_reason for year in YEARS)


def test_oslo_answers_as_one_and_no_district_is_asked_for() -> None:
    assert _version(2026).senders is Senders.MUNICIPALITIES
    assert not _version(2026).has("bydelsnr")


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("table", NEEDED)
def test_what_the_tables_show_is_asked(table: str, year: int) -> None:
    assert [id for id in NEEDED[table] if not _version(year).has(id)] == []


@pytest.mark.parametrize("year", YEARS)
def test_nights_add_up(year: int) -> None:
    assert [(total.total, total.parts) for total in _version(year).sums] == [
        ("dogn_voksne", ("dogn_kvinner", "dogn_menn")),
        ("dogn_sum", ("dogn_voksne", "dogn_barn")),
    ]


@pytest.mark.parametrize("id", ["plan_fra", "plan_til"])
@pytest.mark.parametrize("year", YEARS)
def test_the_period_of_the_plan_is_asked_when_there_is_one(id: str, year: int) -> None:
    version = _version(year)
    condition = version.field(id).field.asked_when
    assert condition is not None
    assert version.field(condition.field).codes[condition.equals].nb == "Ja"
    assert version.field(id).type is FieldType.DATE
    ids = [field.id for field in version.fields]
    assert ids.index(condition.field) < ids.index(id)


@pytest.mark.parametrize("id", ["plan", *COOPERATION])
def test_yes_or_no(id: str) -> None:
    field = _version(2026).field(id)
    assert field.required
    assert {value: text.nb for value, text in field.codes.items()} == {"1": "Ja", "2": "Nei"}


@pytest.mark.parametrize(
    ("id", "unit"), [("utgift", "kr"), ("dogn_sum", "døgn"), ("dogn_menn", "døgn"), ("dagbrukere", "personer")]
)
def test_numbers_have_a_unit_and_are_never_negative(id: str, unit: str) -> None:
    field = _version(2026).field(id)
    assert (field.type, field.field.unit, field.field.minimum) == (FieldType.INTEGER, unit, 0)


def test_what_was_not_found_word_for_word_is_marked() -> None:
    for field in catalogue.form("7B").fields:
        assert (field.reconstructed is not None) == (field.id not in FOUND), field.id
        assert field.reconstructed or field.source, field.id
