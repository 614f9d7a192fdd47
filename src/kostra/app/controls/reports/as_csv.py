"""Findings as CSV: every one that was kept, one row each, with the names of the JSON contract.

Semicolons, a byte-order mark and CRLF, so that a spreadsheet set up for Norwegian opens it by a double click. A cell that a spreadsheet
would take for a formula gets an apostrophe in front: journal numbers and case workers are written by others.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from kostra.app.controls.check import Report
from kostra.app.controls.told import rows_of, told
from kostra.model.text import Language

COLUMNS = ("control", "severity", "line", "field", "journal", "caseworker", "message")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ROWS_AT_ONCE = 5_000


def as_csv(report: Report, language: Language) -> Iterator[str]:
    """The whole file, in pieces."""
    yield heading(COLUMNS)
    yield from findings(report, language)


def heading(columns: tuple[str, ...]) -> str:
    return "\ufeff" + ";".join(columns) + "\r\n"


def findings(report: Report, language: Language, file: str | None = None) -> Iterator[str]:
    """The rows of one report; `file` comes first where there are several."""
    first = () if file is None else (safe(file),)
    waiting: list[tuple[str | int, ...]] = []
    for one in told(report, language):
        constant = (*first, one.control.id, str(one.severity))
        field = one.field or ""
        for row in rows_of(one):
            waiting.append((*constant, row.line, field, safe(row.journal), safe(row.caseworker), safe(row.message)))
            if len(waiting) >= _ROWS_AT_ONCE:
                yield written(waiting)
                waiting.clear()
    if waiting:
        yield written(waiting)


def safe(text: str) -> str:
    """A text that no spreadsheet reads as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def written(rows: list[tuple[str | int, ...]]) -> str:
    out = StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return out.getvalue()
