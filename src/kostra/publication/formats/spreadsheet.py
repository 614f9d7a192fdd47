"""XLSX: the table with its title above, and below it, in plain sight, the footnotes, the signs, the units and the source. No cell is merged
or hidden, and none is a formula, so that the sheet can be sorted and copied.
"""

from __future__ import annotations

from io import BytesIO
from itertools import islice
from typing import Any

from kostra.model.text import Language
from kostra.publication import labels
from kostra.publication.formats import rows
from kostra.publication.labels import Naming
from kostra.publication.selecting import Selection
from kostra.publication.table import IS_BLANK, SIGN
from kostra.publication.words import said

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_SIDE, _CELL = 30, 14


def write(selection: Selection, language: Language, naming: Naming = Naming.TEXTS) -> bytes:
    from xlsxwriter import Workbook  # type: ignore[import-untyped,unused-ignore]

    out = BytesIO()
    book = Workbook(out, _OPTIONS)
    # The moment of publishing, so that the same cells are the same bytes.
    book.set_properties(
        {"title": labels.title(selection.table, language), "created": selection.table.updated.replace(tzinfo=None)}
    )
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(selection.table.id)
    sheet.write_string(0, 0, labels.title(selection.table, language), bold)
    at = _head(sheet, selection, language, naming, 2, bold)
    sheet.freeze_panes(at, len(selection.stub))
    at = _cells(book, sheet, selection, language, naming, at)
    for heading, lines in rows.below(selection, language):
        at += 1
        sheet.write_string(at, 0, heading, bold)
        for line in lines:
            at += 1
            sheet.write_string(at, 0, line)
        at += 1
    book.close()
    return out.getvalue()


def _head(sheet: Any, selection: Selection, language: Language, naming: Naming, at: int, bold: Any) -> int:
    stub = labels.stubbed(selection)
    above = rows.across(selection, language, naming)
    if not above:
        above = [[rows.Span(said(selection.table.title, language), 1)]]
    for line in above:
        column = len(stub)
        for span in line:
            for _ in range(span.columns):
                sheet.write_string(at, column, span.text, bold)
                column += 1
        at += 1
    for column, axis in enumerate(stub):
        sheet.write_string(at - 1, column, labels.variable(axis, language, naming), bold)
    sheet.set_column(0, max(len(stub) - 1, 0), _SIDE)
    sheet.set_column(len(stub), len(stub) + selection.cells // selection.rows - 1, _CELL)
    return at


def _cells(book: Any, sheet: Any, selection: Selection, language: Language, naming: Naming, at: int) -> int:
    decimals = selection.decimals
    values = (selection.taken(selection.table.values) / 10.0**decimals).tolist()
    marks = selection.marks.tolist()
    shapes = [book.add_format({"num_format": _shape(one)}) for one in range(int(decimals.max()) + 1)]
    right, blank = book.add_format({"align": "right"}), IS_BLANK.tolist()
    cells = zip(values, marks, decimals.tolist(), strict=True)
    across = selection.cells // selection.rows
    for side in rows.down(selection, language, naming):
        for column, text in enumerate(side):
            sheet.write_string(at, column, text)
        for column, (value, mark, shown) in enumerate(islice(cells, across), len(side)):
            if blank[mark]:
                sheet.write_string(at, column, SIGN[mark], right)
            else:
                sheet.write_number(at, column, value, shapes[shown])
        at += 1
    return at


def _shape(decimals: int) -> str:
    return f"0.{'0' * decimals}" if decimals else "0"
