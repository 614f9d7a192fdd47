"""The pages about places, as they are answered: figures as they are released, in three languages, and what became of old numbers."""

from __future__ import annotations

import gzip
import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped,unused-ignore]

from integration.places.open_bank import open_bank
from integration.web.visiting import Visitor
from kostra.publication.table import Table
from unit.publication.nation import key_figures

PLACE = "/nb/kommuner/5501"
LANGUAGES = ("nb", "nn", "en")
WEIGHT = 150_000


@pytest.fixture(scope="module")
def nation() -> Table:
    return key_figures()


@pytest.fixture
def visitor(tmp_path: Path, nation: Table) -> Visitor:
    return Visitor(open_bank(tmp_path, nation))


def pictures(page: str) -> list[str]:
    return [one.replace("&amp;", "&") for one in re.findall(r'<img src="([^"]+)"', page)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "/5501", "/kart", "/sammenlign?sted=5501&sted=EAK", "/1129"])
def test_every_page_is_there_in_three_languages(visitor: Visitor, language: str, path: str) -> None:
    answer = visitor.get(f"/{language}/kommuner{path}")
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text
    assert all(f'href="http://site.test/{each}/kommuner' in answer.text for each in LANGUAGES)


def test_the_figures_are_those_of_the_table(visitor: Visitor, nation: Table) -> None:
    page = visitor.get(PLACE).text
    at = nation.axes[0].place["5501"], nation.axes[1].place["stonad"]
    for whole, mark in zip(nation.values[at].tolist(), nation.marks[at].tolist(), strict=True):
        assert (f"{whole:,}".replace(",", "\u00a0") if not mark else ":") + "</td>" in page
    assert "2026*</th>" in page and "Foreløpige tall" in page
    assert "Tall som ikke vises" in page and "kjent igjen" in page


def test_the_rank_is_there_for_those_who_ask(visitor: Visitor) -> None:
    page = visitor.get(PLACE).text
    before, opened, after = page.partition("Sammenlign: plasseringen i 2026")
    assert opened and not re.search(r"\d+ av \d+</td>", before) and re.search(r"\d+ av \d+</td>", after)
    assert before.rstrip().endswith("<details><summary>")


def test_an_old_number_leads_to_the_new_or_is_explained(visitor: Visitor) -> None:
    answer = visitor.get("/en/kommuner/1902")
    assert (answer.status_code, answer.headers["location"]) == (301, "/en/kommuner/5501")
    page = visitor.get("/nn/kommuner/1129").text
    assert "Forsand" in page and 'href="/nn/kommuner/1108"' in page
    for code in ("9999", "EAK", "EKG01", "x"):
        answer = visitor.get(f"/en/kommuner/{code}")
        assert answer.status_code == 404 and f"No place is called “{code}”" in answer.text


def test_the_first_load_is_light(visitor: Visitor) -> None:
    page = visitor.get(PLACE).text
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    others = [visitor.get(path).content for path in (*styles, *pictures(page))]
    assert len(pictures(page)) == 4 and len(styles) == 4
    assert sum(len(gzip.compress(one)) for one in (page.encode(), *others)) < WEIGHT


def test_a_picture_is_known_again_and_never_in_another_language(visitor: Visitor) -> None:
    address = pictures(visitor.get(PLACE).text)[0]
    first = visitor.get(address)
    assert first.headers["content-type"] == "image/svg+xml" and "Syntetiske tall" in first.text
    again = visitor.get(address, **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "Synthetic figures" in visitor.get(address.replace("/nb/", "/en/")).text
    assert visitor.get(address.replace(".svg", ".png")).content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nb/figur/99999.svg?valuecodes[Region]=EAK", 404),
        ("/nb/figur/92001.svg?valuecodes[Region]=0000&valuecodes[ContentsCode]=stonad&valuecodes[Tid]=*", 400),
        ("/nb/figur/92001.svg", 400),
        ("/nb/figur/92001.svg?valuecodes[Region]=*&valuecodes[ContentsCode]=stonad&valuecodes[Tid]=*", 404),
        ("/nb/figur/92001.gif?valuecodes[Region]=EAK&valuecodes[ContentsCode]=stonad&valuecodes[Tid]=*", 404),
        ("/nb/kommuner/kart.gif", 404),
        ("/nb/kommuner/5501/presentasjon.doc", 404),
        ("/nb/kommuner/9999/presentasjon.pdf", 404),
    ],
)
def test_what_makes_no_picture_is_told(visitor: Visitor, address: str, status: int) -> None:
    answer = visitor.get(address)
    assert answer.status_code == status and answer.text


def test_comparing_tells_of_a_name_that_several_have(visitor: Visitor) -> None:
    page = visitor.get(
        "/nb/kommuner/sammenlign?sted=Troms%C3%B8&sted=Tjeld&sted=Atlantis&tall=stonad&tall=mottakere"
    ).text
    assert "Flere steder passer til «Tjeld»" in page and "Ingen steder heter «Atlantis»" in page
    assert len(pictures(page)) == 2
    assert 'value="Tromsø (5501)"' in page


def test_the_paper_is_two_pages_and_the_same_bytes(visitor: Visitor, nation: Table, tmp_path: Path) -> None:
    paper = visitor.get(f"{PLACE}/presentasjon.pdf").content
    assert paper.startswith(b"%PDF") and len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 2
    assert b"pdfuaid" in paper and b"/StructTreeRoot" in paper
    again = Visitor(open_bank(tmp_path, key_figures())).get(f"{PLACE}/presentasjon.pdf").content
    assert again == paper


def test_the_spreadsheet_has_every_figure_and_the_footnotes(visitor: Visitor, nation: Table) -> None:
    sheet = load_workbook(BytesIO(visitor.get(f"{PLACE}/presentasjon.xlsx").content)).active
    assert sheet is not None
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    first = [row[0] for row in rows if row]
    assert {one.title.nb for one in nation.measures} <= set(first)
    assert "Fotnoter" in first and "Syntetiske tall: oppdiktet." in first
    assert any(":" in row[1:] for row in rows)


def test_before_the_first_release_there_is_nothing_to_see(tmp_path: Path) -> None:
    visitor = Visitor(open_bank(tmp_path))
    for path in ("", "/5501", "/kart", "/sammenlign"):
        answer = visitor.get(f"/nb/kommuner{path}")
        assert answer.status_code == 404 and "ikke publisert nøkkeltall ennå" in answer.text
    assert visitor.get(f"{PLACE}/presentasjon.pdf").status_code == 404
