"""The questions of a year: which fields they are, which controls look at them, and how they have changed."""

from __future__ import annotations

import pytest

from kostra.app.controls.catalogue import in_year
from kostra.app.guide import addresses, news, questions
from kostra.app.guide.written import as_document
from kostra.app.pages.markdown import markdown
from kostra.forms import catalogue
from kostra.forms.comparison import What
from kostra.model.text import Language

FORMS = catalogue.ids()


@pytest.mark.parametrize("id", FORMS)
def test_every_field_of_every_year_is_in_one_question(id: str) -> None:
    form = catalogue.form(id)
    for year in form.years:
        told = [field.id for one in questions.questions(id, year) for field in one.fields]
        assert told == [field.id for field in form.version(year).fields]


@pytest.mark.parametrize("id", FORMS)
def test_every_control_with_a_field_is_told_at_its_questions(id: str) -> None:
    year = catalogue.form(id).newest_year()
    told = {each.id for one in questions.questions(id, year) for each in questions.controls(one)}
    assert told == {each.id for each in in_year(id, year) if each.fields}


def test_months_share_a_question() -> None:
    one = questions.question("11F", 2026, "bidrag_mai")
    assert one is not None and one.id == "bidrag_jan" and len(one.fields) == 24
    assert questions.places("11F", 2026)["laan_des"] == "bidrag_jan"


def test_a_field_is_found_by_its_name_and_only_in_its_years() -> None:
    one = questions.question("11F", 2023, "DISTRIKTSNR")
    assert one is not None and one.id == "distriktsnr"
    assert questions.question("11F", 2024, "distriktsnr") is None
    assert next((gone.id, gone.last_year) for gone in questions.former("11F", 2024)) == ("distriktsnr", 2023)


def test_the_history_of_a_question_tells_fields_and_controls() -> None:
    one = questions.question("11F", 2026, "trygdesit")
    assert one is not None
    turns = {turn.year: turn for turn in questions.turns(one)}
    assert [change.code for change in turns[2024].changes if change.what is What.CODE_ADDED] == ["13"]
    assert {each.id for each in turns[2026].controls} >= {"K23A", "K23B", "K23C"}
    assert list(turns) == sorted(turns, reverse=True)
    assert questions.years(one)[-1] == 2017


def test_a_control_that_merely_names_the_year_has_not_changed() -> None:
    assert not [each for each in questions.new_controls("7B", 2025) if each.before and each.after and each.id == "K10"]


def test_what_is_new_for_a_question_is_told_in_its_own_year_alone() -> None:
    one = questions.question("11F", 2026, "kommune_nr")
    assert one is not None
    (turn,) = [turn for turn in questions.turns(one) if turn.year == 2026]
    assert turn.controls and not turn.is_of_its_own, "all fields got the same new control"


def test_tips_are_those_that_name_the_question() -> None:
    one = questions.question("11F", 2026, "vklo")
    assert one is not None
    assert any("VKLO" in tip for tip in questions.tips(one, Language.BOKMAL))
    assert not questions.tips(questions.questions("7", 2026)[0], Language.BOKMAL)


def test_news_counts_what_the_comparison_finds() -> None:
    of_form = {one.form.id: one for one in news.of_year(2024)}
    assert of_form["11F"].counts["news_gone"] == 1
    assert of_form["11F"].counts["news_codes"] >= 1
    assert {one.form.id for one in news.of_year(2016) if one.has_ended} == {"KRISE-B", "KRISE-D", "KRISE-S"}
    assert all(one.is_new for one in news.of_year(1998))
    assert "`TRYGDESIT`" in markdown(news.as_document(2024, Language.NYNORSK))


def test_the_guide_of_a_year_is_the_same_each_time_and_of_that_year() -> None:
    older, newer = (catalogue.form("11F").version(year) for year in (2022, 2026))
    assert markdown(as_document(older, Language.BOKMAL)) == markdown(as_document(older, Language.BOKMAL))
    assert "K23C" not in markdown(as_document(older, Language.BOKMAL)).split("## Avsender")[1].split("> ")[0]
    assert "K23C" in markdown(as_document(newer, Language.BOKMAL))


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ((Language.BOKMAL, "11F", 2026, "TRYGDESIT"), "/nb/veiledning/11F/2026/trygdesit"),
        ((Language.NYNORSK, "11F", 2026, "laan_des"), "/nn/veiledning/11F/2026/bidrag_jan"),
        ((Language.ENGLISH, "11F", 2026, None), "/nb/veiledning/11F/2026"),
        ((Language.BOKMAL, "11F", 2026, "distriktsnr"), "/nb/veiledning/11F/2026"),
    ],
)
def test_where_a_finding_leads(given: tuple[Language, str, int, str | None], wanted: str) -> None:
    assert addresses.of_field(*given) == wanted
