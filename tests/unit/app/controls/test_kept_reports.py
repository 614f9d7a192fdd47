"""The report as it was kept, told again: the same rows as when it was made, in every kind, and nothing in it is taken for code."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped,unused-ignore]

from kostra.app.controls.check import Report
from kostra.app.controls.reports import kept
from kostra.app.controls.reports.writing import Format, write
from kostra.model.finding import Severity
from kostra.model.text import Language
from unit.app.controls import made


def written(report: Report, format: Format) -> BytesIO:
    out = BytesIO()
    write(report, format, Language.BOKMAL, out, None, None)
    out.seek(0)
    return out


@pytest.fixture(scope="module")
def report() -> Report:
    changes = [{"kjonn": "x", "person_journalnr": "=1+1"}, {"kjonn": "<", "saksbehandler": "<b>"}, {}]
    return made.report(*changes)


def test_the_head_tells_what_the_report_did(report: Report) -> None:
    head = kept.head_of(written(report, Format.JSON))
    assert (head.form, head.period, head.region, head.records) == ("11F", "2026", "110300", 3)
    assert head.severity is Severity.ERROR and head.counts["error"] == report.by_severity()[Severity.ERROR]


def test_csv_is_that_of_the_check(report: Report) -> None:
    told = "".join(kept.as_csv(written(report, Format.JSON)))
    assert told.encode() == written(report, Format.CSV).getvalue()


def test_the_workbook_has_every_finding_and_no_formula(report: Report) -> None:
    out = BytesIO()
    kept.as_xlsx(written(report, Format.JSON), out, Language.NYNORSK)
    sheet = load_workbook(out).worksheets[0]
    rows = list(csv.reader(StringIO(written(report, Format.CSV).getvalue().decode("utf-8-sig")), delimiter=";"))
    assert sheet.max_row == len(rows) and sheet.title == "Funn"
    assert not any(cell.data_type == "f" for row in sheet for cell in row)
    assert sheet["E2"].value.strip() == "=1+1"


def test_the_page_escapes_what_others_wrote(report: Report) -> None:
    page = "".join(kept.as_page(written(report, Format.JSON), Language.NYNORSK, "https://kostra.test"))
    assert page.startswith("<!doctype html>") and page.rstrip().endswith("</html>")
    assert "KJONN er «&lt;»" in page and "<b>" not in page
    assert "Fila kan ikkje sendast" in page
    assert '<a href="https://kostra.test/nn/veiledning/11F/2026/kjonn">kjonn</a>' in page


def test_a_report_without_findings() -> None:
    fine = made.report({})
    assert not list(kept.findings_of(written(fine, Format.JSON)))
    assert "Ingen funn." in "".join(kept.as_page(written(fine, Format.JSON), Language.BOKMAL, "https://kostra.test"))


def test_the_page_shows_the_first_and_counts_the_rest(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_SHOWN", 1)
    count = len(list(kept.findings_of(written(report, Format.JSON))))
    assert f"og {count - 1} til" in "".join(
        kept.as_page(written(report, Format.JSON), Language.BOKMAL, "https://kostra.test")
    )
