"""The pages and the JSON of a form."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest

from kostra.app.forms import changes, guidance, listing, specification
from kostra.app.pages.document import Bullets, Definitions, Document, Heading, Note, Paragraph, Table
from kostra.app.pages.html import fragment, whole
from kostra.app.pages.markdown import markdown
from kostra.forms import catalogue
from kostra.model.text import Language

AWKWARD = 'a <b> | * [x](y) & "æøå" `KODE_1 <i>`'
EVERYTHING = Document(
    "Tittel & mer",
    "nb",
    (
        Heading("Overskrift", 2, "her"),
        Paragraph(AWKWARD),
        Note(AWKWARD),
        Bullets((AWKWARD, "to")),
        Definitions((("ord", AWKWARD),)),
        Table("Tabell <1>", ("a", "b"), ((AWKWARD, "1"), ("2", ""))),
    ),
)


class Balanced(HTMLParser):
    """Every tag that is opened is closed, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_escapes_everything_and_closes_what_it_opens() -> None:
    page = Balanced(whole(EVERYTHING))
    assert page.open == []
    assert not {"b", "i"} & set(page.seen)
    assert "KODE_1 <i>" in page.text and 'a <b> | * [x](y) & "æøå"' in page.text


def test_markdown_keeps_a_cell_in_its_cell() -> None:
    lines = markdown(EVERYTHING).splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert len(rows) == 4
    assert rows[2] == '| a \\<b\\> \\| \\* \\[x\\](y) & "æøå" `KODE_1 <i>` | 1 |'


@pytest.mark.parametrize("language", [Language.BOKMAL, Language.NYNORSK])
@pytest.mark.parametrize("id", catalogue.ids())
def test_every_form_has_its_pages_in_both_languages(id: str, language: Language) -> None:
    form = catalogue.form(id)
    pages = [specification.as_document(form.version(year), language) for year in form.years]
    pages += [changes.history(form, language), guidance.as_document(form, language)]
    for page in pages:
        assert page.language == language.value
        assert Balanced(fragment(page)).open == []
        assert markdown(page).startswith("# ")


def test_the_specification_as_json_is_the_contract() -> None:
    version = catalogue.form("11F").version(2026)
    written = json.loads(json.dumps(specification.as_json(version)))
    assert list(written) == ["form", "year", "status", "record_length", "fields"]
    assert (written["form"], written["year"], written["status"], written["record_length"]) == (
        "11F",
        2026,
        "published",
        338,
    )
    by_name = {field["name"]: field for field in written["fields"]}
    keys = ["id", "name", "label", "from", "to", "width", "type", "required", "date_pattern", "codes"]
    assert all(list(field) == keys for field in written["fields"])
    assert by_name["PERSON_FODSELSNR"]["from"] == 25 and by_name["PERSON_FODSELSNR"]["to"] == 35
    assert by_name["FODSELSDATO"]["date_pattern"] == "ddMMyyyy" and by_name["FODSELSDATO"]["type"] == "date"
    assert by_name["KJONN"]["codes"] == {"1": "Mann", "2": "Kvinne"}
    assert by_name["BIDRAG"]["type"] == "integer" and by_name["BIDRAG"]["required"] is True


def test_an_e_form_has_no_positions() -> None:
    written = specification.as_json(catalogue.form("7").version(2026))
    assert written["record_length"] == 0
    assert {field["from"] for field in written["fields"]} == {None}


def test_the_list_says_how_firmly_each_year_is_known() -> None:
    listed = {row["form"]: row for row in listing.as_json(catalogue.all_forms())}
    assert listed["11F"]["years"]["2021"] == "partial"
    assert listed["11F"]["years"]["2022"] == "published"
    assert list(listed["11F"]["years"].values())[-1] == "draft"
    assert listed["KRISE-B"]["received_for"] == "Bufdir"


def test_a_history_tells_every_year() -> None:
    form = catalogue.form("11CF")
    page = changes.history(form, Language.NYNORSK)
    headings = [block.text for block in page.blocks if isinstance(block, Heading)]
    assert headings == [f"{year - 1} → {year}" for year in reversed(form.years[1:])]
