"""A table as a file to save: CSV for anything, XLSX for a spreadsheet. Cells are text or numbers, never formulas."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from kostra.app.controls.reports.as_csv import safe

Cell = str | int | float | None
Rows = Sequence[Sequence[Cell]]


def as_csv(heads: Sequence[str], rows: Rows) -> str:
    """Semicolons, commas in numbers and a byte order mark, as spreadsheets here expect."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def as_xlsx(heads: Sequence[str], rows: Rows, title: str | None = None) -> bytes:
    from xlsxwriter import Workbook  # type: ignore[import-untyped,unused-ignore]

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, options)
    bold, marked = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
    sheet = book.add_worksheet(title)
    for at, head in enumerate(heads):
        sheet.write_string(0, at, head, bold)
        sheet.set_column(at, at, 18)
    sheet.freeze_panes(1, 0)
    for at, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(at, column, cell, None if safe(cell) is cell else marked)
            elif cell is not None:
                sheet.write_number(at, column, cell)
    book.close()
    return out.getvalue()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    return safe(cell) if isinstance(cell, str) else str(cell).replace(".", ",")
