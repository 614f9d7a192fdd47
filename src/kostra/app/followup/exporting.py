"""What the desk sees, as files: CSV for anything, XLSX for a spreadsheet. Cells are text or numbers, never formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path

from kostra.app.controls.reports.as_csv import safe
from kostra.app.followup import list_sheets
from kostra.app.followup.errorlists import Opened
from kostra.app.followup.watching import Inflow, MissingList
from kostra.app.followup.working import Chase
from kostra.app.pages.words import Words
from kostra.app.people import units
from kostra.followup.described import STATES
from kostra.followup.worklist import Row
from kostra.model.text import Language

TEXTS = Path(__file__).parent / "exports.toml"
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` are keys of the texts."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def worklist(rows: Sequence[Row], language: Language) -> Table:
    words = Words(TEXTS, language)
    return Table(
        "worklist",
        ("unit", "name", "form", "period", "state", "action", "due", "days", "open_errors", "influence"),
        tuple(
            (
                row.standing.expected.unit,
                units.name(row.standing.expected.unit, row.standing.expected.period.year),
                row.standing.expected.form,
                str(row.standing.expected.period),
                STATES[row.standing.state].name[language],
                words(f"action.{row.action}"),
                row.due.isoformat(),
                row.days,
                row.open_errors,
                round(100 * row.influence, 3),
            )
            for row in rows
        ),
    )


def chasing(rows: Sequence[Chase], language: Language) -> Table:
    return Table(
        "chasing",
        ("unit", "name", "form", "period", "state", "due", "arrived", "prepared", "reminders", "tries", "open_errors"),
        tuple(
            (
                one.standing.expected.unit,
                units.name(one.standing.expected.unit, one.standing.expected.period.year),
                one.standing.expected.form,
                str(one.standing.expected.period),
                STATES[one.standing.state].name[language],
                one.due.isoformat(),
                None if one.standing.arrived is None else one.standing.arrived.isoformat(timespec="seconds"),
                int(one.prepared),
                one.reminders,
                one.attempts,
                one.open_errors,
            )
            for one in rows
        ),
    )


def missing(found: MissingList) -> Table:
    rows = tuple((unit, found.names[unit], found.form, str(found.period)) for unit in found.found.units)
    return Table("missing", ("unit", "name", "form", "period"), rows)


def inflow(found: Inflow) -> Table:
    """By day from the deadline; a year that had nothing by a day is empty there."""
    here = {point.days: point.count for point in found.this_year}
    then = {point.days: point.count for point in found.last_year}
    days = range(min([*here, *then], default=0), max([*here, *then], default=-1) + 1)
    return Table("inflow", ("days", "this_year", "last_year"), tuple((at, here.get(at), then.get(at)) for at in days))


def error_lists(opened: Iterable[Opened], language: Language) -> Table:
    """The lines of many lists, for counting and looking; `list_sheets` writes the one that is answered."""
    words = Words(list_sheets.TEXTS, language)
    about = ("unit", "form", "period", "round", "line_id", "control", "line", "field", "journal", "message")
    return Table(
        "lists",
        (*about, "answer", "explanation", "fate"),
        tuple(
            (
                one.list.expected.unit,
                one.list.expected.form,
                str(one.list.expected.period),
                one.list.round,
                line.id,
                line.control,
                line.line,
                line.field,
                line.journal,
                line.message[language],
                None if line.answer is None else words(f"answer.{line.answer}"),
                line.explanation,
                words(f"fate.{line.fate}"),
            )
            for one in opened
            for line in one.lines
        ),
    )


def as_csv(table: Table, language: Language) -> str:
    """Semicolons and a byte order mark, as spreadsheets here expect."""
    words = Words(TEXTS, language)
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([words(f"column.{name}") for name in table.columns])
    for row in table.rows:
        writer.writerow([_plain(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def as_xlsx(table: Table, language: Language) -> bytes:
    from xlsxwriter import Workbook  # type: ignore[import-untyped,unused-ignore]

    words = Words(TEXTS, language)
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, options)
    bold, marked = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
    sheet = book.add_worksheet(words(f"title.{table.title}")[:31])
    for at, name in enumerate(table.columns):
        sheet.write_string(0, at, words(f"column.{name}"), bold)
        sheet.set_column(at, at, 18)
    sheet.freeze_panes(1, 0)
    for at, row in enumerate(table.rows, start=1):
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
