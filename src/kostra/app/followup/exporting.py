"""What the desk sees, as tables to save."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kostra.app.followup import list_sheets
from kostra.app.followup.errorlists import Opened
from kostra.app.followup.watching import Inflow, MissingList
from kostra.app.followup.working import Chase
from kostra.app.pages import sheets
from kostra.app.pages.sheets import Cell
from kostra.app.pages.words import Words
from kostra.app.people import units
from kostra.followup.described import STATES
from kostra.followup.worklist import Row
from kostra.model.text import Language

TEXTS = Path(__file__).parent / "exports.toml"


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
    return sheets.as_csv(_heads(table, language), table.rows)


def as_xlsx(table: Table, language: Language) -> bytes:
    title = Words(TEXTS, language)(f"title.{table.title}")
    return sheets.as_xlsx(_heads(table, language), table.rows, title[:31])


def _heads(table: Table, language: Language) -> list[str]:
    words = Words(TEXTS, language)
    return [words(f"column.{name}") for name in table.columns]
