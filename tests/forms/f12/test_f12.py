"""Form 12: the municipality's rates for social assistance, and what they cover."""

from __future__ import annotations

import dataclasses

import pytest

from kostra.forms import catalogue
from kostra.forms.f12.rates import MONEY, GuidelineRates
from kostra.model.form import FieldType, FormVersion, Kind, Senders, Status

YEARS = range(2020, 2028)
INCLUDED = (
    "inngaar_mat",
    "inngaar_klaer",
    "inngaar_dagligvarer",
    "inngaar_medier",
    "inngaar_fritid",
    "inngaar_reise",
)
LEFT_OUT = ("utenfor_barnetrygd", "utenfor_barns_inntekter", "utenfor_kontantstotte")
NEEDED = {
    "12131 rates and time of decision": [*MONEY, "vedtaksdato"],
    "12132 what the rates cover": [*INCLUDED, *LEFT_OUT],
    "rates against the state's": ["folger_staten", "gjelder_fra"],
}


def _version(year: int) -> FormVersion:
    return catalogue.form("12").version(year)


def test_years_and_how_firmly_they_are_known() -> None:
    form = catalogue.form("12")
    assert form.kind is Kind.ANSWERS
    assert form.years == YEARS
    assert [_version(year).status for year in YEARS] == [Status.RECONSTRUCTED] * 7 + [Status.DRAFT]
    assert all(_version(year).status_reason for year in YEARS)


def test_oslo_answers_as_one() -> None:
    assert _version(2026).senders is Senders.MUNICIPALITIES


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("table", NEEDED)
def test_what_the_tables_show_is_asked(table: str, year: int) -> None:
    assert [id for id in NEEDED[table] if not _version(year).has(id)] == []


def test_the_six_rates_are_those_of_the_state() -> None:
    asked = [field.id for field in _version(2026).fields if field.field.section == "satser"]
    known = [field.name for field in dataclasses.fields(GuidelineRates) if field.name.startswith("sats_")]
    assert asked == known == list(MONEY)


@pytest.mark.parametrize("id", MONEY)
def test_rates_are_whole_kroner(id: str) -> None:
    field = _version(2026).field(id)
    assert (field.type, field.field.unit, field.field.minimum) == (FieldType.INTEGER, "kr", 0)


def test_only_the_rate_for_shared_housing_may_be_left_open() -> None:
    assert [id for id in MONEY if not _version(2026).field(id).required] == ["sats_bofellesskap"]


@pytest.mark.parametrize("id", ["vedtaksdato", "gjelder_fra"])
def test_days_not_years_since_rates_change_in_mid_year(id: str) -> None:
    field = _version(2026).field(id)
    assert (field.type, field.date_pattern) == (FieldType.DATE, "yyyy-MM-dd")


@pytest.mark.parametrize("id", ["folger_staten", *INCLUDED, *LEFT_OUT])
def test_yes_or_no(id: str) -> None:
    field = _version(2026).field(id)
    assert field.required
    assert {value: text.nb for value, text in field.codes.items()} == {"1": "Ja", "2": "Nei"}


def test_every_question_is_marked_since_no_questionnaire_was_found() -> None:
    for field in catalogue.form("12").fields:
        assert field.reconstructed, field.id
