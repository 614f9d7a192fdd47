"""Reading what a report is to say. One file for each chapter, in the order of their numbers; an unknown key, figure or place is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kostra.model.content import Table, read
from kostra.model.text import Text
from kostra.reporting.declared import FORM, Bars, Column, Grid, Index, Listing, Part, Section, Sentence, Wanted

FOLDER = Path(__file__).parent / "chapters"
AROUND = frozenset({"year", "before", "next", "form", "title"})
"""What any sentence may name besides its figures: the year, those around it, and the form that it is about."""
NAMED = re.compile(r"\{(\w+)(?:\|([^{}]+))?\}")
"""`{name}` is what the figure says; `{name|words}` are these words, which lead to it."""
_KINDS = ("sentence", "grid", "bars", "listing", "index")


@cache
def sections(folder: Path = FOLDER) -> tuple[Section, ...]:
    found = tuple(section for file in sorted(folder.glob("*.toml")) for section in _of_file(file))
    for one in found:
        if sum(each.id == one.id or each.number == one.number for each in found) > 1:
            raise ValueError(f"two sections of the report are «{one.id}» or {one.number}")
    return found


def _of_file(file: Path) -> Iterator[Section]:
    table = read(file)
    for row in table.rows("sections"):
        number = row.take("number", str)
        hint = Text(row.take("hint", str), row.take("hint_nn", str)) if row.maybe("hint", str) else None
        parts = tuple(_part(part) for part in row.rows("parts"))
        if len({part.id for part in parts}) != len(parts):
            raise row.wrong("parts", f"two parts of section {number} have the same id", "Give each its own.")
        yield Section(row.take("id", str), number, row.text("title"), hint, parts)
        row.done()
    table.done()


def _part(row: Table) -> Part:
    id, kind = row.take("id", str), row.maybe("kind", str) or "sentence"
    found: Part
    match kind:
        case "sentence":
            found = _sentence(id, row)
        case "grid":
            columns = tuple(_column(one) for one in row.rows("columns"))
            found = Grid(id, row.text("caption"), row.text("head"), columns)
        case "bars":
            found = Bars(id, row.text("caption"), _wanted(row))
        case "listing":
            found = _listing(id, row)
        case "index":
            found = Index(id, row.text("caption"))
        case _:
            raise row.wrong("kind", f"the kind of a part is «{kind}»", f"Write one of: {', '.join(_KINDS)}.")
    row.done()
    return found


def _sentence(id: str, row: Table) -> Sentence:
    figures = {}
    for figure in row.rows("figures"):
        figures[figure.take("name", str)] = _wanted(figure)
        figure.done()
    text, none, one, by = row.text("text"), _maybe(row, "none"), _maybe(row, "one"), row.maybe("by", str)
    for said in (text, none, one):
        for form in () if said is None else (said.nb, said.nn):
            for name, _ in NAMED.findall(form):
                if name not in figures and name not in AROUND:
                    raise row.wrong("text", f"the sentence names «{name}», which is no figure", "Add it to figures.")
    if by is not None and by not in figures:
        raise row.wrong("by", f"«{by}» is no figure of the sentence", "Name one of them.")
    return Sentence(id, _each(row), text, figures, by, none, one)


def _listing(id: str, row: Table) -> Listing:
    each, caption, asked = _each(row), row.text("caption"), _wanted(row)
    return Listing(id, each, caption, asked, row.texts("columns"), row.maybe("most", int), _maybe(row, "none"))


def _column(row: Table) -> Column:
    found = Column(row.text("title"), _wanted(row))
    row.done()
    return found


def _wanted(row: Table) -> Wanted:
    query, *given = row.take("figure", str).split()
    return Wanted(query, tuple(given), row.maybe("listed", str))


def _each(row: Table) -> str | None:
    each = row.maybe("each", str)
    if each not in (None, FORM):
        raise row.wrong("each", f"a part is repeated over «{each}»", f"Write «{FORM}», or leave it out.")
    return each


def _maybe(row: Table, key: str) -> Text | None:
    return Text(row.take(key, str), row.take(f"{key}_nn", str)) if row.maybe(key, str) is not None else None
