"""The page that checks a file, in both language forms: the report on the page or as a file, and a sentence for whatever is wrong."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped,unused-ignore]

from integration.doors.conftest import FINE, WRONG, Vendor, vendor_of


def sent(vendor: Vendor, content: bytes | None, language: str = "nb", **changed: str) -> httpx.Response:
    form = {"form": "11F", "year": "2026", "quarter": "", "region": "110300", "answer": "page"} | changed
    files = {} if content is None else {"file": ("Uttrekk <b>.dat", content)}
    return vendor.ask("POST", f"/{language}/kontroller-fil", data=form, files=files or {"none": ("", b"")})


@pytest.mark.parametrize(("language", "words"), [("nb", "Filen blir ikke lagret"), ("nn", "Fila blir ikkje lagra")])
def test_the_page_asks_for_what_is_needed(vendor: Vendor, language: str, words: str) -> None:
    answer = vendor.ask("GET", f"/{language}/kontroller-fil")
    assert answer.status_code == 200 and words in answer.text and f'lang="{language}"' in answer.text
    for name in ("form", "year", "quarter", "region", "file", "answer"):
        assert f'name="{name}"' in answer.text


def test_the_report_is_shown_on_the_page(vendor: Vendor) -> None:
    answer = sent(vendor, WRONG, "nn")
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    assert "KJONN er «x»" in answer.text and "Fila kan ikkje sendast" in answer.text
    assert "Uttrekk &lt;b&gt;.dat" in answer.text and "Uttrekk <b>" not in answer.text
    assert "<style" not in answer.text and 'href="/nn/kontroller-fil"' in answer.text
    assert 'href="/nn/veiledning/11F/2026/kjonn"' in answer.text


@pytest.mark.parametrize(
    ("kind", "starts"), [("html", b"<!doctype html>"), ("csv", b"\xef\xbb\xbfcontrol;"), ("json", b'{"form": "11F"')]
)
def test_the_report_can_be_had_as_a_file(vendor: Vendor, kind: str, starts: bytes) -> None:
    answer = sent(vendor, WRONG, answer=kind)
    assert answer.status_code == 200 and answer.content.startswith(starts)
    assert answer.headers["content-disposition"] == f'attachment; filename="11F_2026_110300.{kind}"'


def test_the_spreadsheet_opens(vendor: Vendor) -> None:
    book = load_workbook(BytesIO(sent(vendor, WRONG, answer="xlsx").content))
    cells = [str(cell.value) for sheet in book for row in sheet for cell in row]
    assert any("KJONN er «x»" in cell for cell in cells)


def test_the_blank_of_a_case_system_is_nothing_to_report(vendor: Vendor) -> None:
    assert "ikke noe å rapportere" in sent(vendor, b" ").text


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"region": "1103"}, "region", "«1103» er ikke seks siffer"),
        ({"region": "999900"}, "region", "9999"),
        ({"form": "11X"}, "form", "Valget finnes ikke"),
        ({"year": "x"}, "year", "Valget finnes ikke"),
        ({"year": "1999"}, "year", "finnes ikke for 1999"),
        ({"quarter": "2"}, "quarter", "sendes ikke for et kvartal"),
        ({"quarter": "9"}, "quarter", "Valget finnes ikke"),
    ],
)
def test_what_is_wrong_stands_at_its_field(vendor: Vendor, changed: dict[str, str], field: str, sentence: str) -> None:
    answer = sent(vendor, FINE, **changed)
    assert answer.status_code == 422 and sentence in answer.text
    assert f'href="#{field}"' in answer.text and f'id="{field}-problem"' in answer.text
    assert 'value="110300"' in answer.text or "region" in changed


def test_no_file_and_too_large_a_file(tmp_path: Path) -> None:
    vendor = vendor_of(tmp_path, largest=1 << 20)
    assert "Velg en fil" in sent(vendor, None).text
    large = sent(vendor, FINE * 12_000)
    assert large.status_code == 413 and "større enn 1 MiB" in large.text


def test_an_upload_that_is_no_form(vendor: Vendor) -> None:
    answer = vendor.ask(
        "POST",
        "/nb/kontroller-fil",
        content=b"--x\r\nhalf",
        headers={"content-type": "multipart/form-data; boundary=y"},
    )
    assert answer.status_code == 400 and "Velg filen på nytt" in answer.text


def test_a_page_of_another_site_cannot_use_it(vendor: Vendor) -> None:
    answer = vendor.ask("POST", "/nb/kontroller-fil", data={}, headers={"origin": "http://other.test"})
    assert answer.status_code == 403


def test_health_is_answered_without_a_system(vendor: Vendor) -> None:
    assert vendor.ask("GET", "/helse").json()["status"] == "ok"
    assert vendor.ask("GET", "/api/v1/expected").status_code == 404
