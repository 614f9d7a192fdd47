"""An error list from the desk to the municipality and back: line by line, by workbook, and held against the next file."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl  # type: ignore[import-untyped]
import pytest

from integration.followup.desk import warned_file
from integration.portal.asking import posted, text_of, token, upload
from integration.portal.house import BERIT, KARI, OLA, SIRI, SISSEL, STAVANGER, House
from integration.receiving.sending import STATISTICIAN
from integration.web.visiting import Visitor
from kostra.app.followup import errorlists
from kostra.followup.errorlists import Answer
from kostra.model.period import Period
from kostra.model.submission import Expected, State

ONE = Expected("11F", Period(2026), STAVANGER)
MINE = "/nb/mine-innsendinger"
PAGE = f"{MINE}/11F/2026/{STAVANGER}"


@pytest.fixture
def place(there: House) -> str:
    """A list of three lines, to be answered by 1 February."""
    upload(there.visit(OLA), PAGE, warned_file(6, 3))
    there.work()
    until = there.clock.now().date().replace(month=2, day=1)
    return f"/nb/feilliste/{errorlists.send_list(there.system, STATISTICIAN, ONE, until).list.id}"


def sheet_of(ola: Visitor, place: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(ola.get(f"{place}/regneark").content))


def send_sheet(ola: Visitor, place: str, content: bytes) -> str:
    """The page that comes back."""
    files = {"regneark": ("svar.xlsx", content)}
    return ola.ask("POST", f"{place}/regneark/inn", data={"csrf": token(ola)}, files=files).text


def saved(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_list_that_waits_stands_first_and_on_its_delivery(there: House, place: str) -> None:
    for who in (OLA, KARI, SISSEL):
        page = there.visit(who).get(MINE)
        assert f'href="{place}"' in page.text
        assert "3 linjer uten svar, svar innen 1. februar 2027" in text_of(page.text)
    assert "Runde 1 : svar innen 1. februar 2027" in text_of(there.visit(OLA).get(PAGE).text)
    assert "3 linjer utan svar" in text_of(there.visit(OLA).get("/nn/mine-innsendinger").text)


def test_each_line_leads_to_its_question(there: House, place: str) -> None:
    for who, page in ((OLA, place), (SIRI, place.replace("/nb/feilliste/", "/nb/skrivebord/feillister/"))):
        text = there.visit(who).get(page).text
        led = re.findall(r'href="(/nb/veiledning/11F/2026/\w+)"><code>', text)
        assert led and {there.visit(who).get(one).status_code for one in set(led)} == {200}, page


def test_answers_line_by_line_and_what_is_typed_stays(there: House, place: str) -> None:
    ola = there.visit(OLA)
    assert "Ingen linjer er besvart" in text_of(posted(ola, f"{place}/svar").text)
    wrong = posted(ola, f"{place}/svar", **{"svar-1": "right", "svar-2": "corrected", "hvorfor-2": "I morgen"})
    assert wrong.status_code == 422 and "Linje 1: skriv hvorfor" in text_of(wrong.text)
    assert 'value="I morgen"' in wrong.text
    secret = posted(ola, f"{place}/svar", **{"svar-1": "right", "hvorfor-1": "Gjelder 158590 10123"})
    assert "ser ut til å ha et fødselsnummer" in text_of(secret.text)
    answered = {f"svar-{number}": str(Answer.RIGHT) for number in (1, 2, 3)}
    reasons = {f"hvorfor-{number}": "Etterbetalt for flere år" for number in (1, 2, 3)}
    assert posted(ola, f"{place}/svar", **answered, **reasons).headers["location"] == place
    assert "Linjer uten svar 0" in text_of(ola.get(place).text)
    assert "Venter på svar" not in text_of(ola.get(MINE).text)
    assert there.standing(ONE).state is State.CORRECTION_RECEIVED


def test_answers_by_workbook_with_the_rows_that_cannot_be_read(there: House, place: str) -> None:
    ola = there.visit(OLA)
    book = sheet_of(ola, place)
    sheet = book.active
    assert sheet is not None
    headings = [cell.value for cell in sheet[1]]
    answer, why = headings.index("Svar") + 1, headings.index("Forklaring") + 1
    sheet.cell(2, answer, "Riktig som det er")
    sheet.cell(2, why, "Etterbetalt")
    sheet.cell(3, answer, "Kanskje")
    page = text_of(send_sheet(ola, place, saved(book)))
    assert "1 linje er besvart fra regnearket." in page and "Rad 3" in page and "«Kanskje»" in page
    assert "Linjer uten svar 2" in page
    assert "Velg en fil" in text_of(send_sheet(ola, place, b""))
    assert "Det gikk ikke" in text_of(send_sheet(ola, place, b"no workbook"))


def test_the_next_file_is_held_against_the_list(there: House, place: str) -> None:
    ola = there.visit(OLA)
    there.clock.move(hours=1)
    upload(ola, PAGE, warned_file(6, 1))
    there.work()
    page = text_of(ola.get(place).text)
    assert page.count("Rettet i ny innsending") == 2 and page.count("Står fortsatt") == 1
    assert "Feillisten holdt opp mot den nye innsendingen" in text_of(ola.get(PAGE).text)
    there.clock.move(hours=1)
    upload(ola, PAGE, warned_file(6, 0))
    there.work()
    assert "Runde 1 : avsluttet 12. januar 2027" in text_of(ola.get(PAGE).text)


def test_one_who_may_only_see_cannot_answer_and_another_municipality_sees_nothing(there: House, place: str) -> None:
    sissel, berit = there.visit(SISSEL), there.visit(BERIT)
    assert "Lagre svarene" not in sissel.get(place).text
    assert posted(sissel, f"{place}/svar", **{"svar-1": "corrected"}).status_code == 403
    for below in ("", "/regneark"):
        assert berit.get(f"{place}{below}").status_code == 404
    assert posted(berit, f"{place}/svar", **{"svar-1": "corrected"}).status_code == 404


def test_a_closed_list_is_read_only(there: House, place: str) -> None:
    errorlists.close_list(there.system, STATISTICIAN, place.rpartition("/")[2], "as_it_is")
    ola = there.visit(OLA)
    assert "Feillisten er avsluttet 12. januar 2027." in text_of(ola.get(place).text)
    assert "Lagre svarene" not in ola.get(place).text
    assert "er avsluttet" in text_of(posted(ola, f"{place}/svar", **{"svar-1": "corrected"}).text)
