"""Findings as a workbook: a summary, and every finding in a sheet that can be filtered by control and case worker.

Every cell is written as a text or a number, never as a formula, and a text that looks like one is marked as text, so that editing the cell
does not make it one. A sheet holds about a million rows; what there is no room for is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from xlsxwriter import Workbook  # type: ignore[import-untyped,unused-ignore]

from kostra.app.controls.check import Report
from kostra.app.controls.reports import head
from kostra.app.controls.reports.as_csv import safe
from kostra.app.controls.reports.head import Named
from kostra.app.controls.reports.words import Words
from kostra.app.controls.told import Row, Told, rows_of, told
from kostra.model.text import Language

ROOM = 1_048_575
"""Rows of a sheet below its heading."""

_LONGEST = 32_767
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def as_xlsx(out: BinaryIO, reports: Iterable[tuple[Named, Report]], language: Language, room: int = ROOM) -> None:
    """The workbook of one report or many. Reports are taken one by one, and none is held."""
    book = _Book(out, Words(language), room)
    for named, report in reports:
        book.add(named, report)
    book.close()


class _Book:
    def __init__(self, out: BinaryIO, words: Words, room: int) -> None:
        self.words = words
        self.room = room
        self.book = Workbook(out, _OPTIONS)
        self.bold = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.text = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.marked = self.book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        self.summary = self._sheet(words("summary"), _summary_columns(words))
        self.findings = self._sheet(words("findings"), _finding_columns(words))
        self.files = 0
        self.rows = 0
        self.left_out = 0

    def _sheet(self, name: str, columns: Sequence[tuple[str, int]]) -> Any:
        sheet = self.book.add_worksheet(name)
        for at, (heading, width) in enumerate(columns):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, heading, self.bold)
        sheet.freeze_panes(1, 0)
        return sheet

    def add(self, named: Named, report: Report) -> None:
        words = self.words
        self.files += 1
        counts = {str(severity): count for severity, count in report.by_severity().items()}
        values: tuple[str | int, ...] = (
            named.file or "",
            report.asked.version.form.id,
            head.period(report),
            head.sender(report, named),
            report.table.records,
            words(str(report.severity)),
            *(counts.get(grade, 0) for grade in ("fatal", "error", "warning", "info")),
            head.result(report, words),
        )
        self._row(self.summary, self.files, values)
        for one in told(report, words.language):
            for row in rows_of(one):
                self._finding(named, one, row)

    def _finding(self, named: Named, one: Told, row: Row) -> None:
        if self.rows >= self.room:
            self.left_out += 1
            return
        self.rows += 1
        severity, field = self.words(str(one.severity)), (one.field or "").upper()
        self._row(
            self.findings,
            self.rows,
            (named.file or "", one.control.id, severity, row.line, field, row.journal, row.caseworker, row.message),
        )

    def _row(self, sheet: Any, at: int, values: Sequence[str | int]) -> None:
        for column, value in enumerate(values):
            if isinstance(value, int):
                sheet.write_number(at, column, value, self.text)
            elif value:
                text = value[:_LONGEST]
                sheet.write_string(at, column, text, self.text if safe(text) is text else self.marked)

    def close(self) -> None:
        if self.left_out:
            said = self.words("too_many", room=self.room, count=self.left_out)
            self.summary.write_string(self.files + 2, 0, said, self.bold)
        self.findings.autofilter(0, 0, max(self.rows, 1), len(_finding_columns(self.words)) - 1)
        self.summary.activate()
        self.book.close()


def _summary_columns(words: Words) -> list[tuple[str, int]]:
    grades = [(words(f"all.{grade}"), 12) for grade in ("fatal", "error", "warning", "info")]
    return [
        *((words("file"), 30), (words("form"), 9), (words("period"), 10), (words("sender"), 24)),
        *((words("records"), 12), (words("severity"), 18), *grades, (words("result"), 70)),
    ]


def _finding_columns(words: Words) -> list[tuple[str, int]]:
    widths = {
        "file": 24,
        "control": 10,
        "severity": 12,
        "line": 9,
        "field": 24,
        "journal": 16,
        "caseworker": 16,
        "message": 90,
    }
    return [(words(name), width) for name, width in widths.items()]
