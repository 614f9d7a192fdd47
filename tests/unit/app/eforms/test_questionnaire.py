"""Every e-form, in every year and both languages, becomes questions on a page: all of its fields, once, with help and a way to answer."""

from __future__ import annotations

from typing import Any

import pytest

from kostra.app.eforms import starting
from kostra.app.eforms.found import found, report
from kostra.app.eforms.questionnaire import Input, Question, Questionnaire, questionnaire
from kostra.forms import catalogue
from kostra.model.finding import Severity
from kostra.model.form import Kind
from kostra.model.period import Period
from kostra.model.submission import Expected
from kostra.model.text import Language

FORMS = [form for form in catalogue.all_forms() if form.kind is Kind.ANSWERS]
YEARS = [(form.id, year) for form in FORMS for year in form.years]
WRITTEN = (Language.BOKMAL, Language.NYNORSK)
SEVEN = catalogue.form("7").version(2026)
STAVANGER = Expected("7", Period(2026), "110300")


def of_seven(typed: dict[str, str], **given: Any) -> Questionnaire:
    return questionnaire(SEVEN, "110300", Language.BOKMAL, typed, **given)


def question(page: Questionnaire, id: str) -> Question:
    return next(one for one in page.questions if one.id == id)


def test_there_are_the_three_forms_of_the_season() -> None:
    assert {"7", "7B", "12"} <= {form.id for form in FORMS}


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize(("form", "year"), YEARS)
def test_every_field_is_asked_once_with_help_and_a_way_to_answer(form: str, year: int, language: Language) -> None:
    version = catalogue.form(form).version(year)
    page = questionnaire(version, "110300", language, {})
    assert [one.id for one in page.questions] == [field.id for field in version.fields_for("1103")]
    places = [section.id for section in page.sections] + [one.id for one in page.questions]
    assert len(set(places)) == len(places)
    for one in page.questions:
        assert one.label
        assert "{" not in one.label
        assert one.help.asked
        assert bool(one.choices) == (one.input in (Input.CHOICE, Input.LIST, Input.TICK))


@pytest.mark.parametrize(("form", "year"), YEARS)
def test_the_controls_of_every_year_can_be_told_by_question(form: str, year: int) -> None:
    """With nothing but the number of the municipality, what is mandatory waits; the keys are the same in both languages."""
    version = catalogue.form(form).version(year)
    expected = Expected(form, Period(year), "110300")
    typed = starting.first_answers(expected, version) or {version.fields[0].id: "1103"}
    came = report(expected, version, typed, None)
    told = {language: found(came, language) for language in WRITTEN}
    waiting = {one.field for one in told[Language.BOKMAL] if one.missing}
    assert [one.key for one in told[Language.BOKMAL]] == [one.key for one in told[Language.NYNORSK]]
    assert waiting <= {field.id for field in version.fields}
    if version.form.mechanical is not None:
        required = {field.id for field in version.fields if field.required and field.field.asked_when is None}
        assert waiting == required - set(typed)


def test_a_question_has_its_last_year_told_as_it_was_answered() -> None:
    page = of_seven({}, last_year={"aarsverk_242_sum": "4", "reglement_flyktninger": "1"})
    assert question(page, "aarsverk_242_sum").last_year == "4,0"
    assert question(page, "reglement_flyktninger").last_year == "Ja"
    assert question(page, "saker_raadgivning").last_year == ""
    assert question(of_seven({}), "saker_raadgivning").last_year is None


def test_a_follow_up_opens_with_the_answer_before_it_and_says_when_it_is_asked() -> None:
    closed = question(of_seven({"reglement_flyktninger": "2"}), "reglement_flyktninger_belop")
    assert not closed.open
    assert closed.asked is not None
    assert "«Ja»" in closed.asked.note
    assert question(of_seven({"reglement_flyktninger": "1"}), "reglement_flyktninger_belop").open


def test_what_is_answered_is_never_hidden() -> None:
    typed = {"reglement_flyktninger": "2", "reglement_flyktninger_belop": "5000"}
    assert question(of_seven(typed), "reglement_flyktninger_belop").open


def test_sums_are_added_as_they_are_typed() -> None:
    typed = {"aarsverk_242_sosionom": "4,5", "aarsverk_242_kontor": "1.0", "aarsverk_242_sum": "5"}
    (total,) = question(of_seven(typed), "aarsverk_242_sum").totals
    assert (total.sum, total.fits) == ("5,5", False)
    (total,) = question(of_seven(typed | {"aarsverk_242_sum": "5,5"}), "aarsverk_242_sum").totals
    assert total.fits is True


def test_a_sum_with_a_part_that_is_no_number_is_not_known() -> None:
    typed = {"aarsverk_242_sosionom": "fire", "aarsverk_242_sum": "5"}
    (total,) = question(of_seven(typed), "aarsverk_242_sum").totals
    assert (total.sum, total.fits) == (None, None)


def test_a_total_of_two_sums_has_both() -> None:
    assert len(question(of_seven({}), "aarsverk_243_sum").totals) == 2


def test_a_wrong_sum_is_found_at_its_total() -> None:
    typed = {"aarsverk_242_sosionom": "4", "aarsverk_242_sum": "5"}
    findings = found(report(STAVANGER, SEVEN, typed, None), Language.BOKMAL)
    page = of_seven(typed, found=findings)
    wrong = [one for one in question(page, "aarsverk_242_sum").found if one.control == "K10"]
    assert [one.severity for one in wrong] == [Severity.ERROR]
    assert question(page, "aarsverk_242_sum").wrong
    assert not wrong[0].missing


def test_the_key_of_a_warning_changes_with_what_was_found() -> None:
    """Whoever said that 60 cases with no posts is right, has said nothing of 61."""
    keys = set()
    for cases in ("60", "61"):
        came = report(STAVANGER, SEVEN, {"saker_raadgivning": cases, "aarsverk_raadgivning": "0"}, None)
        keys |= {one.key for one in found(came, Language.BOKMAL) if one.control == "K20"}
    assert len(keys) == 2


def test_whoever_answers_is_filled_in_beforehand() -> None:
    frogner = starting.first_answers(Expected("7", Period(2026), "030105"), SEVEN)
    assert frogner["kommunenr"] == "0301"
    assert (frogner["bydelsnr"], frogner["bydelsnavn"]) == ("05", "Frogner")
    stavanger = starting.first_answers(STAVANGER, SEVEN)
    assert stavanger == {"kommunenr": "1103", "kommunenavn": "Stavanger"}


def test_last_year_is_that_of_the_same_municipality_also_when_it_got_a_new_number() -> None:
    assert starting.unit_before("110300", 2026) == "110300"
    assert starting.unit_before("030105", 2026) == "030105"
    assert starting.unit_before("550100", 2024) == "540100"


def test_a_municipality_made_of_others_has_no_last_year_of_its_own() -> None:
    assert starting.unit_before("460200", 2020) is None
    assert starting.unit_before("150800", 2024) is None


def test_units_are_said_in_nynorsk() -> None:
    version = catalogue.form("7B").version(2026)
    units = {
        language: question(questionnaire(version, "110300", language, {}), "dagbrukere").unit for language in WRITTEN
    }
    assert units == {Language.BOKMAL: "personer", Language.NYNORSK: "personar"}
