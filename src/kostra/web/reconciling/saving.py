"""A comparison as a file: CSV for anything, XLSX for a spreadsheet. The headings are the sources' own names, and no cell is a formula."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from starlette.responses import Response

from kostra.app.controls.reports.as_csv import safe
from kostra.app.reconciling.told import Cell
from kostra.web.exports import sheet

Rows = Sequence[Sequence[Cell]]


def saved(kind: str, name: str, heads: Sequence[str], rows: Rows) -> Response:
    if kind == "xlsx":
        return sheet(_as_xlsx(heads, rows), name)
    return Response(
        _as_csv(heads, rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _as_csv(heads: Sequence[str], rows: Rows) -> str:
    """Semicolons, commas in numbers and a byte order mark, as spreadsheets here expect."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    return safe(cell) if isinstance(cell, str) else str(cell).replace(".", ",")


def _as_xlsx(heads: Sequence[str], rows: Rows) -> bytes:
    from xlsxwriter import Workbook  # type: ignore[import-untyped,unused-ignore]

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, options)
    bold, marked = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
    made = book.add_worksheet()
    made.freeze_panes(1, 0)
    made.set_column(0, len(heads) - 1, 18)
    for column, head in enumerate(heads):
        made.write_string(0, column, head, bold)
    for at, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                made.write_string(at, column, cell, None if safe(cell) is cell else marked)
            elif cell is not None:
                made.write_number(at, column, cell)
    book.close()
    return out.getvalue()
