"""The guide site, open to everybody: its front, what is new, the words, the search, and the own page of every question."""

from __future__ import annotations

import pytest

from integration.web.conftest import Reader
from integration.web.test_forms import Page, whole
from kostra.app.guide import news
from kostra.app.guide.questions import questions
from kostra.app.pages.markdown import markdown
from kostra.forms import catalogue
from kostra.forms.terms import terms
from kostra.model.text import Language

LANGUAGES = (Language.BOKMAL, Language.NYNORSK)
languages = pytest.mark.parametrize("language", LANGUAGES)


@languages
def test_the_front_leads_to_the_forms_of_the_newest_year(reader: Reader, language: Language) -> None:
    page, year = whole(reader, f"/{language}/veiledning", language), news.newest()
    of_year = {f"/{language}/veiledning/{form.id}/{year}" for form in catalogue.all_forms() if year in form.years}
    assert of_year and of_year <= set(page.links)
    assert {f"/{language}/veiledning/aar/{each}" for each in news.years()} <= set(page.links)
    assert f"/{language}/veiledning/ord" in page.links


@languages
def test_every_year_says_what_is_new(reader: Reader, language: Language) -> None:
    for year in news.years():
        path = f"/{language}/veiledning/aar/{year}"
        page = whole(reader, path, language)
        assert {one.form.id for one in news.of_year(year)} <= set(page.ids)
        assert reader.get(f"{path}.md").text == markdown(news.as_document(year, language))


@languages
def test_every_question_of_the_newest_year_has_a_page_whose_links_lead_somewhere(
    reader: Reader, language: Language
) -> None:
    of_terms = set(whole(reader, f"/{language}/veiledning/ord", language).ids)
    assert {term.id for term in terms()} <= of_terms
    known: dict[str, int] = {}
    for id in ("11F", "7", "KRISE-S"):
        for one in questions(id, catalogue.form(id).newest_year()):
            page = whole(reader, f"/{language}/veiledning/{id}/{one.version.year}/{one.id}", language)
            for link in page.links:
                path, _, place = link.partition("#")
                if path.endswith("/veiledning/ord") and place:
                    assert place in of_terms
                elif path.startswith(f"/{language}/"):
                    if path not in known:
                        known[path] = reader.get(path).status_code
                    assert known[path] == 200, f"{one.id} leads to {path}"


def test_a_question_tells_what_the_year_has_of_it(reader: Reader) -> None:
    text = reader.get("/nb/veiledning/11F/2026/trygdesit").text
    for told in ("Koder i 2026", "Barnetrygd", "K23C", "Vanlig feil", "Tips om dette spørsmålet", "Historikk"):
        assert told in text
    assert 'href="/nb/veiledning/ord#uforetrygd"' in text and 'href="/nb/veiledning/11F/2026/vklo"' in text
    older = reader.get("/nb/veiledning/11F/2022/trygdesit").text
    assert "kontroller/K23C" in text and "kontroller/K23C" not in older[: older.index('id="historikk"')]
    assert "<code>13</code>" not in older[: older.index('id="historikk"')]
    assert "Var dette til hjelp" not in text, "nothing can be given where nothing is kept"


def test_a_field_leads_to_its_question_however_it_is_typed(reader: Reader) -> None:
    for typed in ("TRYGDESIT", "Trygdesit"):
        answer = reader.get(f"/nb/veiledning/11F/2026/{typed}")
        assert (answer.status_code, answer.headers["location"]) == (303, "/nb/veiledning/11F/2026/trygdesit")
    shared = reader.get("/nb/veiledning/11F/2026/laan_des")
    assert shared.status_code == 200 and "LAAN_DES" in shared.text


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/nb/veiledning/11F/2026/distriktsnr", ("«distriktsnr»", "/nb/veiledning/11F/2023/distriktsnr")),
        ("/nn/veiledning/11F/2026/finst-ikkje", ("«finst-ikkje»", "/nn/veiledning/11F/2026")),
        ("/nb/veiledning/11F/2016", ("2016", "2017")),
        ("/nb/veiledning/99/2026", ("«99»", "11F")),
        ("/nn/veiledning/aar/1990", ("«1990»", "1998")),
        ("/nb/veiledning/aar/x", ("«x»", "1998")),
    ],
)
def test_what_is_not_there_says_what_is(reader: Reader, path: str, told: tuple[str, ...]) -> None:
    answer = reader.get(path)
    assert answer.status_code == 404
    for each in told:
        assert each in answer.text


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("K22", "/nb/skjema/11F/kontroller/K22"),
        ("fødselsnumer", "/nb/veiledning/11F/2026/person_fodselsnr"),
        ("PERSON_FODSELSNR", "/nb/veiledning/11F/2026/person_fodselsnr"),
        ("sosialpenger", "/nb/veiledning/ord#okonomisksosialhjelp"),
        ("Omstillingsstønad", "/nb/veiledning/11F/2026/trygdesit"),
        ("distriktsnr", "/nb/veiledning/11F/2023/distriktsnr"),
    ],
)
def test_search_leads_there(reader: Reader, query: str, wanted: str) -> None:
    page = Page(reader.get(f"/nb/veiledning/sok?q={query}").text)
    assert wanted in page.links


def test_the_search_marks_what_it_found_and_says_how_much(reader: Reader) -> None:
    text = reader.get("/nn/veiledning/sok?q=overgangsstønad").text
    assert "<mark>overgangsstønad</mark>" in text and "treff på «overgangsstønad»" in text
    answer = reader.get("/nb/veiledning/sok?q=%C3%A6%C3%B8%C3%A5xyzq")
    assert answer.status_code == 200
    assert "Ingen treff på «æøåxyzq»" in answer.text and "Prøv færre" in answer.text


def test_without_a_query_there_is_only_the_form(reader: Reader) -> None:
    for path in ("/nb/veiledning/sok", "/nb/veiledning/sok?q=", "/nb/veiledning/sok?q=%20%20"):
        answer = reader.get(path)
        assert answer.status_code == 200 and "treff" not in answer.text


def test_the_search_is_found_where_it_was(reader: Reader) -> None:
    answer = reader.get("/nn/sok?q=st%C3%B8nad%20l%C3%A5n")
    assert answer.status_code == 301
    assert answer.headers["location"] == "/nn/veiledning/sok?q=st%C3%B8nad+l%C3%A5n"
    assert reader.get("/nb/sok").headers["location"] == "/nb/veiledning/sok"
