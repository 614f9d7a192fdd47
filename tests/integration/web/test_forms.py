"""Every page of every form in both languages: it answers, it is titled, it is the use case's own answer."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser

import pytest

from integration.web.conftest import Reader
from kostra import __version__
from kostra.app.forms import changes, guidance, listing, specification
from kostra.app.guide import written
from kostra.app.guide.addresses import of_field
from kostra.app.pages.document import Document
from kostra.app.pages.markdown import markdown
from kostra.forms import catalogue
from kostra.model.form import FormVersion
from kostra.model.text import Language

LANGUAGES = (Language.BOKMAL, Language.NYNORSK)
FORMS = catalogue.ids()

forms_and_languages = pytest.mark.parametrize(("id", "language"), [(id, lang) for id in FORMS for lang in LANGUAGES])


class Page(HTMLParser):
    """The headings, ids, links and language of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.levels: list[int] = []
        self.language = ""
        self.feed(text)
        self.title = unescape(re.findall(r"<title>(.*?)</title>", text, re.DOTALL)[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "html":
            self.language = found["lang"] or ""
        if tag == "a":
            self.links.append(found["href"] or "")
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if found.get("id"):
            self.ids.append(found["id"] or "")


def whole(reader: Reader, path: str, language: Language) -> Page:
    """The page at a path, after what holds for every page is seen to hold."""
    answer = reader.get(path)
    assert answer.status_code == 200, f"{path}: {answer.text[:300]}"
    page = Page(answer.text)
    assert f"kostra-sosial {__version__}. S" in answer.text[answer.text.index("<footer") :]
    assert "Version(" not in answer.text and "{" not in re.sub(r"<code>.*?</code>", "", answer.text)
    assert page.language == language.value
    assert page.levels[0] == 1 and page.levels.count(1) == 1
    assert all(next <= level + 1 for level, next in zip(page.levels, page.levels[1:], strict=False)), page.levels
    assert len(page.ids) == len(set(page.ids))
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_names_every_form(reader: Reader, language: Language) -> None:
    page = whole(reader, f"/{language}/skjema", language)
    assert {f"/{language}/skjema/{id}" for id in FORMS} <= set(page.links)
    listed = reader.get(f"/{language}/skjema.json")
    assert listed.json() == json.loads(json.dumps(listing.as_json(catalogue.all_forms(), language)))


@forms_and_languages
def test_a_form_leads_to_its_years_its_guide_and_its_changes(reader: Reader, id: str, language: Language) -> None:
    form, root = catalogue.form(id), f"/{language}/skjema/{id}"
    page = whole(reader, root, language)
    assert f"Skjema {id}" in page.title
    guide = f"/{language}/veiledning/{id}/{form.newest_year()}"
    wanted = {f"{root}/{year}" for year in form.years} | {guide, f"{root}/endringer"}
    assert wanted <= set(page.links)


@forms_and_languages
def test_every_year_has_its_specification(reader: Reader, id: str, language: Language) -> None:
    form = catalogue.form(id)
    for year in form.years:
        version, path = form.version(year), f"/{language}/skjema/{id}/{year}"
        page = whole(reader, path, language)
        assert page.title.startswith(specification.as_document(version, language).title)
        assert {field.id for field in version.fields} <= set(page.ids)
        explained = [link for link in page.links if link.startswith(f"/{language}/veiledning/{id}/{year}/")]
        assert explained == [of_field(language, id, year, field.id) for field in version.fields]
        same_as_use_case(reader, path, version, language)


def same_as_use_case(reader: Reader, path: str, version: FormVersion, language: Language) -> None:
    as_json = reader.get(f"{path}.json")
    assert as_json.headers["content-type"] == "application/json"
    assert as_json.text == json.dumps(specification.as_json(version, language), ensure_ascii=False, indent=2) + "\n"
    assert reader.get(f"{path}.md").text == markdown(specification.as_document(version, language))


@forms_and_languages
def test_every_year_of_a_guide_has_every_field_of_the_year(reader: Reader, id: str, language: Language) -> None:
    form = catalogue.form(id)
    for year in form.years:
        path = f"/{language}/veiledning/{id}/{year}"
        page = whole(reader, path, language)
        document = written.as_document(form.version(year), language)
        assert page.title.startswith(document.title)
        inner = {link.removeprefix("#") for link in page.links if link.startswith("#")}
        assert inner <= set(page.ids)
        assert {field.id for field in form.version(year).fields} <= set(page.ids)
        assert reader.get(f"{path}.md").text == markdown(document)


@forms_and_languages
def test_a_guide_is_found_where_it_was(reader: Reader, id: str, language: Language) -> None:
    """With its place on the page: fields that have left are on the page of the newest year too, among those of before."""
    form = catalogue.form(id)
    answer = reader.get(f"/{language}/skjema/{id}/veiledning")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/{language}/veiledning/{id}")
    answer = reader.get(answer.headers["location"])
    assert answer.headers["location"] == f"/{language}/veiledning/{id}/{form.newest_year()}"
    ids = set(Page(reader.get(answer.headers["location"]).text).ids)
    assert {field.id for field in form.fields if field.since <= form.newest_year()} <= ids
    document = guidance.as_document(form, language)
    assert reader.get(f"/{language}/skjema/{id}/veiledning.md").text == markdown(document)


@forms_and_languages
def test_the_history_and_any_two_years(reader: Reader, id: str, language: Language) -> None:
    form, root = catalogue.form(id), f"/{language}/skjema/{id}/endringer"
    page = whole(reader, root, language)
    assert page.title.startswith(changes.history(form, language).title)
    assert {str(year) for year in form.years[1:]} <= set(page.ids)
    if len(form.years) > 1:
        before, after = form.version(form.first_year), form.version(form.last_year)
        path = f"{root}/{before.year}/{after.year}"
        document: Document = changes.as_document(before, after, language)
        assert whole(reader, path, language).title.startswith(document.title)
        assert reader.get(f"{path}.json").json() == changes.as_json(before, after, language)
        assert reader.get(f"{path}.md").text == markdown(document)


def test_a_known_field_stands_where_a_file_has_it(reader: Reader) -> None:
    text = reader.get("/nb/skjema/11F/2026").text
    row = text[text.index('<tr id="person_fodselsnr">') :]
    row = row[: row.index("</tr>")]
    assert "PERSON_FODSELSNR" in row and "25–35" in row
    fields = {field["id"]: field for field in reader.get("/nb/skjema/11F/2026.json").json()["fields"]}
    assert (fields["person_fodselsnr"]["from"], fields["person_fodselsnr"]["to"]) == (25, 35)


def test_the_small_form_leads_to_the_two_years(reader: Reader) -> None:
    answer = reader.get("/nn/skjema/11F/endringer?fra=2024&til=2026")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/nn/skjema/11F/endringer/2024/2026"
