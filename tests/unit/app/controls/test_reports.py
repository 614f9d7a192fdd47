"""The reports that people work through: what they say, that nothing in a file can break out of them, and that they stay small."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from io import BytesIO, StringIO
from zipfile import ZipFile

import numpy as np
import pytest

from kostra.app.controls.check import Report, check
from kostra.app.controls.reports.as_csv import as_csv
from kostra.app.controls.reports.as_html import as_html
from kostra.app.controls.reports.as_text import as_text
from kostra.app.controls.reports.as_xlsx import as_xlsx
from kostra.app.controls.reports.entries import entries
from kostra.app.controls.reports.head import Named
from kostra.app.controls.reports.words import FILE, Words, plain, spans
from kostra.controls.kernel import Hits, Outcome, Shown
from kostra.controls.reading import READING
from kostra.model.content import read_texts
from kostra.model.finding import Severity
from kostra.model.text import Language
from unit.app.controls.made import question, report

NB, NN, EN = Language.BOKMAL, Language.NYNORSK, Language.ENGLISH
NAMED = Named("11F.dat", "Stavanger")
ATTACKS = ["=cmd|x", "+1+1", "-2+3", "@SUM(1)", '"><i>"', "<script>", "a;b\"c'", "&amp;"]


def people(*changes: dict[str, str]) -> Report:
    return report(*changes, for_people=True, keep=20)


def html(found: Report, language: Language = NB, named: Named = NAMED) -> str:
    return "".join(as_html(found, language, named))


def text(found: Report, language: Language = NB, named: Named = NAMED) -> str:
    return "".join(as_text(found, language, named))


def workbook(found: Report, language: Language = NB, room: int = 1000) -> dict[str, list[list[str]]]:
    """The sheets as rows of texts, read from the file itself."""
    out = BytesIO()
    as_xlsx(out, [(Named("11F.dat"), found)], language, room)
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with ZipFile(out) as book:
        names = [
            one.attrib["name"] for one in ET.fromstring(book.read("xl/workbook.xml")).iterfind(".//m:sheet", space)
        ]
        sheets = [ET.fromstring(book.read(f"xl/worksheets/sheet{at}.xml")) for at in range(1, len(names) + 1)]
    for sheet in sheets:
        assert not list(sheet.iterfind(".//m:f", space)), "a cell holds a formula"
    return {
        name: [["".join(cell.itertext()) for cell in row] for row in sheet.iterfind(".//m:row", space)]
        for name, sheet in zip(names, sheets, strict=True)
    }


class Seen(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        assert not any(name.startswith("on") for name in given)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(str(given["href"]))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_text_says_how_many_on_which_lines_whose_and_what_to_do() -> None:
    said = text(people({}, {"kjonn": "x", "saksbehandler": "ANNE"}, {"kjonn": "y", "saksbehandler": "BJORN"}))
    assert "Filen kan ikke sendes" in said
    assert re.search(r"^K08, K02 KJONN .*: 2$", said, re.MULTILINE)
    assert "Linjer: 2–3" in said
    assert "Saksbehandler ANNE: 1" in said and "Saksbehandler BJORN: 1" in said
    assert "Linje 2, journalnummer J0000002: KJONN er «x»." in said


def test_the_gravest_come_first() -> None:
    said = text(people({"bidrag_jan": "1"}, {"kjonn": "x"}))
    assert 0 < said.index("FEIL") < said.index("ADVARSLER")


def test_the_number_of_errors_is_that_of_the_entries() -> None:
    """The machine's counts hold both of two controls that found the same fault; a person has one thing to mend."""
    found = people({"kjonn": "x"}, {"kjonn": "", "bidrag_jan": "1"})
    told = found.told_by_severity()
    assert told == {Severity.ERROR: 2, Severity.WARNING: 1}
    assert found.by_severity() == {Severity.ERROR: 4, Severity.WARNING: 1}
    by_entry = {severity: sum(e.count for e in entries(found, NB) if e.severity is severity) for severity in told}
    assert by_entry == told


def test_an_accepted_file_is_told_so_with_its_figures() -> None:
    for said in (text(people({}, {})), html(people({}, {}))):
        assert "Filen er i orden og kan sendes." in said
        assert "Ingen funn." in said or "FEIL" not in said
        assert "Foreløpige tall" in said and "40\u00a0000" in said and "10\u00a0000–49\u00a0999" in said


def test_nothing_to_report_is_told_so() -> None:
    assert report(for_people=True, keep=20).severity is Severity.FATAL
    found = check(None, question(nil=True, for_people=True, keep=20))
    assert "Det er ikke noe å rapportere, og det er i orden." in text(found)


@pytest.mark.parametrize("language", list(Language))
def test_every_word_is_in_every_language(language: Language) -> None:
    for key, said in read_texts(FILE).items():
        assert said[language].strip(), key
    page = html(people({"kjonn": "x"}, {}), language)
    assert f'<html lang="{language}">' in page
    assert not re.search(r"\{[a-z_]+\}", re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL))


def test_english_holds_no_norwegian_labels() -> None:
    assert "Mottakerens" not in html(people({"kjonn": "x"}), EN)
    assert "Errors" in html(people({"kjonn": "x"}), EN) and "Feil" not in html(people({"kjonn": "x"}), EN)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_in_a_file_becomes_a_part_of_the_page(attack: str) -> None:
    journal = attack[:8]
    page = html(
        people({"kjonn": "<", "person_journalnr": journal, "saksbehandler": attack[:10]}), named=Named(attack, attack)
    )
    seen, clean = Seen(page), Seen(html(people({"kjonn": "<", "person_journalnr": "J1", "saksbehandler": "S1"})))
    assert seen.tags == clean.tags
    assert attack in "".join(seen.text) and journal in seen.text


def test_the_page_needs_no_network_and_runs_no_script() -> None:
    page = html(people({"kjonn": "x"}))
    assert "script" not in page and "default-src 'none'" in page
    assert not re.search(r"(src|href)=\"(?!#)", page) and "url(" not in page and "@import" not in page


def test_findings_lead_to_their_question_where_a_site_tells_the_report() -> None:
    found = people({"kjonn": "x"})
    place = "/veiledning/11F/2026/kjonn"
    assert f'<a href="https://kostra.test/nb{place}">Se veiledningen: KJONN</a>' in html(
        found, NB, Named(site="https://kostra.test")
    )
    assert f'<a href="/nn{place}">Sjå rettleiinga: KJONN</a>' in html(found, NN, Named(site=""))
    assert f'href="/nb{place}"' in html(found, EN, Named(site="")), "guides are in Norwegian"
    assert "veiledning/" not in html(found), "a report that opens without a network leads nowhere"


def test_the_page_can_be_walked() -> None:
    """One heading of the page, a way past it, links that lead somewhere, tables with captions and headings."""
    seen = Seen(html(people({"kjonn": "x"}, {"bosit": "x"}, {"bidrag_jan": "1"})))
    assert seen.tags.count("h1") == 1 and seen.tags.count("main") == 1
    assert {link[1:] for link in seen.links} <= set(seen.ids) and len(set(seen.ids)) == len(seen.ids)
    assert "#top" in seen.links and seen.links[0] == "#findings"
    assert seen.tags.count("table") == seen.tags.count("caption") > 0
    assert "@media print" in html(people({})) and "prefers-color-scheme: dark" in html(people({}))


def many(count: int, places: int) -> Report:
    """A report on so many findings of so many controls, with characters that grow when they are escaped."""
    asked = question(for_people=True, keep=20)
    table = asked.table()
    first = len(READING)
    chosen = range(first, len(asked.controls.controls))[:places]
    at = asked.version.fields[7].id
    for block in range(0, count, 10_000):
        lines = np.arange(block + 1, block + 10_001, dtype=np.int64) * 2
        odd = np.full(10_000, b"<&\"'<&\"'", dtype="S8")
        workers = np.array([b"<&%07d" % (number % 5000) for number in range(10_000)], dtype="S10")
        shown = (Shown(at, np.full(10_000, b'"', dtype="S1")),)
        hits = tuple(Hits(place, lines, at, odd, workers, shown) for place in chosen)
        table.add(Outcome(10_000, hits, (), {}))
    return Report(asked, table, None, Severity.ERROR)


def test_a_million_findings_are_a_page_of_less_than_5_mb_that_says_what_it_leaves_out() -> None:
    found = many(10_000, 100)
    assert found.table.total == 1_000_000
    page = html(found)
    assert len(page.encode()) < 5_000_000
    assert "9\u00a0980 av funnene er ikke vist her" in page
    assert sum(len(part.lines) for parts in found.table.hits.values() for part in parts) <= 20 * 100


def test_what_is_held_does_not_grow_with_the_findings() -> None:
    small, large = many(10_000, 3), many(100_000, 3)
    assert large.table.total == 10 * small.table.total
    sizes = [sum(len(part.lines) for parts in one.table.hits.values() for part in parts) for one in (small, large)]
    assert sizes[0] == sizes[1]
    assert abs(len(html(large)) - len(html(small))) < 5_000


def test_csv_opens_in_a_norwegian_spreadsheet() -> None:
    written = "".join(as_csv(report({}, {"kjonn": "x"}), NB))
    assert written.startswith("\ufeffcontrol;severity;line;field;journal;caseworker;message\r\n")
    rows = list(csv.reader(StringIO(written.removeprefix("\ufeff")), delimiter=";"))
    assert [row[:6] for row in rows[1:]] == [
        ["K02", "error", "2", "kjonn", "J0000002", "S12"],
        ["K08", "error", "2", "kjonn", "J0000002", "S12"],
    ]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_of_csv_is_a_formula_and_every_value_can_be_read_back(attack: str) -> None:
    written = "".join(as_csv(report({"kjonn": "x", "person_journalnr": attack[:8], "saksbehandler": attack[:10]}), NB))
    rows = list(csv.reader(StringIO(written.removeprefix("\ufeff")), delimiter=";"))
    for row in rows[1:]:
        assert len(row) == 7
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
        assert row[4].removeprefix("'") == attack[:8] and row[5].removeprefix("'") == attack[:10]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_of_a_workbook_is_a_formula(attack: str) -> None:
    sheets = workbook(report({"kjonn": "x", "person_journalnr": attack[:8], "saksbehandler": attack[:10]}))
    for row in sheets["Funn"][1:]:
        assert row[5] == attack[:8] and row[6] == attack[:10]


def test_a_workbook_has_a_summary_and_every_finding() -> None:
    sheets = workbook(report({}, {"kjonn": "x"}, {"bidrag_jan": "1"}))
    assert list(sheets) == ["Sammendrag", "Funn"]
    assert sheets["Sammendrag"][1][:6] == ["11F.dat", "11F", "2026", "110300", "3", "feil"]
    assert {tuple(row[1:5]) for row in sheets["Funn"][1:]} == {
        ("K02", "feil", "2", "KJONN"),
        ("K08", "feil", "2", "KJONN"),
        ("K36", "advarsel", "3", "BIDRAG"),
    }
    assert len(sheets["Funn"]) == 4


def test_a_workbook_says_what_it_has_no_room_for() -> None:
    sheets = workbook(report(*[{"kjonn": "x"}] * 4), NN, room=5)
    assert len(sheets["Funn"]) == 6
    assert sheets["Samandrag"][-1] == ["Reknearket har plass til 5 funn. 3 er ikkje med; heile lista finst som CSV."]


def test_lines_in_short() -> None:
    assert spans([3, 4, 5, 7, 9, 10]) == "3–5, 7, 9–10"
    assert spans([]) == ""


def test_a_terminal_is_sent_nothing_that_moves_the_cursor() -> None:
    assert plain("a\x1b[2Jb\u202ec\nd") == "a\ufffd[2Jb\ufffdc\ufffdd"
    assert plain("1\u00a0000 æøå") == "1\u00a0000 æøå"
    assert "\x1b" not in text(people({"kjonn": "x"}), named=Named("a\x1b[2J.dat"))


def test_a_value_is_never_taken_for_a_name_in_a_sentence() -> None:
    assert Words(NB)("same", ids="{count}") == "Samme feil er også talt som {count}. Den rettes én gang."
