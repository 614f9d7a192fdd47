"""An error list as a workbook: written for the one who answers, and read back by its headings and line ids.

What is read is somebody's file: bounded before it is opened, read for values alone, and told row by row where it cannot be understood.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from kostra.app.controls.reports.as_csv import safe
from kostra.app.pages.words import Words
from kostra.followup.errorlists import Answer, Line
from kostra.model.errors import Refused
from kostra.model.text import Language

TEXTS = Path(__file__).parent / "lists.toml"
LARGEST, LARGEST_OPENED, MOST_ROWS = 5_000_000, 60_000_000, 20_000
_COLUMNS = {
    "id": 18,
    "control": 10,
    "severity": 12,
    "line": 12,
    "field": 20,
    "journal": 18,
    "message": 80,
    "answer": 18,
    "explanation": 50,
}
_READ = ("id", "answer", "explanation")


@dataclass(frozen=True, slots=True)
class Row:
    """An answered row, and where it stands in the sheet."""

    at: int
    id: str
    answer: Answer
    explanation: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that could not be taken: where, what is wrong and what to do, and the value found."""

    at: int
    what: str
    value: str

    def __str__(self) -> str:
        found = f" (fant «{self.value}»)" if self.value else ""
        return f"Rad {self.at}: {self.what}{found}"


def write_sheet(lines: tuple[Line, ...], language: Language) -> bytes:
    from xlsxwriter import Workbook  # type: ignore[import-untyped,unused-ignore]

    words = Words(TEXTS, language)
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, options)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    marked = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    sheet = book.add_worksheet(words("sheet"))
    for at, (name, width) in enumerate(_COLUMNS.items()):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, words(f"column.{name}"), bold)
    sheet.freeze_panes(1, 0)
    for row, line in enumerate(lines, start=1):
        for at, value in enumerate(_values(line, words)):
            if isinstance(value, int):
                sheet.write_number(row, at, value, text)
            else:
                sheet.write_string(row, at, value, text if safe(value) is value else marked)
    answers = [words(f"answer.{one}") for one in Answer]
    at = list(_COLUMNS).index("answer")
    sheet.data_validation(1, at, max(len(lines), 1), at, {"validate": "list", "source": answers})
    book.close()
    return out.getvalue()


def _values(line: Line, words: Words) -> tuple[str | int, ...]:
    return (
        line.id,
        line.control,
        words(f"severity.{line.severity}"),
        line.line,
        (line.field or "").upper(),
        line.journal or "",
        words.of(line.message),
        "" if line.answer is None else words(f"answer.{line.answer}"),
        line.explanation,
    )


def read_sheet(content: bytes) -> tuple[list[Row], list[Wrong]]:
    """The answered rows, and those that are not understood. Refused when it is no such workbook at all."""
    rows = _rows(content)
    headings = [str(value or "").strip().casefold() for value in (rows[0] if rows else ())]
    places = {}
    for name in _READ:
        wanted = {words(f"column.{name}").casefold() for words in _both()}
        found = [at for at, heading in enumerate(headings) if heading in wanted]
        if not found:
            heading = Words(TEXTS, Language.BOKMAL)(f"column.{name}")
            raise Refused(
                f"Regnearket har ingen kolonne «{heading}» i første rad. Last ned feillisten på nytt, og fyll ut svarene i den."
            )
        places[name] = found[0]
    answered: list[Row] = []
    wrong: list[Wrong] = []
    for at, row in enumerate(rows[1:], start=2):
        _take(at, {name: _text(row, place) for name, place in places.items()}, answered, wrong)
    return answered, wrong


def _take(at: int, cells: dict[str, str], answered: list[Row], wrong: list[Wrong]) -> None:
    written = cells["answer"]
    if not written and not cells["explanation"]:
        return
    answer = _answers().get(written.casefold())
    if answer is None:
        choices = ", ".join(Words(TEXTS, Language.BOKMAL)(f"answer.{one}") for one in Answer)
        what = f"svaret kan ikke brukes. Skriv ett av disse: {choices}."
        wrong.append(Wrong(at, what, written[:60]))
    else:
        answered.append(Row(at, cells["id"], answer, cells["explanation"]))


def _answers() -> dict[str, Answer]:
    return {words(f"answer.{one}").casefold(): one for words in _both() for one in Answer}


def _both() -> tuple[Words, Words]:
    return Words(TEXTS, Language.BOKMAL), Words(TEXTS, Language.NYNORSK)


def _text(row: tuple[Any, ...], at: int) -> str:
    value = row[at] if at < len(row) else None
    return "" if value is None else str(value).strip()


def _rows(content: bytes) -> list[tuple[Any, ...]]:
    from openpyxl import load_workbook  # type: ignore[import-untyped,unused-ignore]

    if len(content) > LARGEST:
        raise Refused(f"Regnearket er på {len(content) // 1_000_000} MB. Send bare feillisten, høyst 5 MB.")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            opened = sum(one.file_size for one in archive.infolist())
        if opened > LARGEST_OPENED:
            raise Refused("Regnearket er for stort når det pakkes ut. Send bare feillisten.")
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            return list(sheet.iter_rows(max_row=MOST_ROWS, max_col=50, values_only=True))
        finally:
            book.close()
    except Refused:
        raise
    except Exception:
        raise Refused(
            "Filen er ikke et regneark av typen xlsx, eller den er skadet. Last ned feillisten på nytt, og fyll ut svarene i den."
        ) from None
