"""A page with the table and nothing else: headings that a screen reader knows, and the footnotes below."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from kostra.model.text import Language
from kostra.publication import labels
from kostra.publication.figures import written
from kostra.publication.formats import rows
from kostra.publication.labels import Naming
from kostra.publication.selecting import Selection
from kostra.publication.table import SIGNS
from kostra.publication.words import said

_TAB, _BETWEEN = "\t", "</td><td>"


def write(selection: Selection, language: Language, naming: Naming = Naming.TEXTS) -> bytes:
    name = escape(labels.title(selection.table, language))
    caption = f"<caption>{name}</caption>"
    head = f'<!doctype html>\n<html lang="{language.value}"><head><meta charset="utf-8"><title>{name}</title></head><body>\n'
    table = "\n".join([f"<table>{caption}", *_head(selection, language, naming), *_body(selection, language, naming)])
    told = "\n".join(
        f"<h2>{escape(heading)}</h2>\n<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
        for heading, lines in rows.below(selection, language)
    )
    return f"{head}{table}\n</table>\n{told}\n</body></html>\n".encode()


def _head(selection: Selection, language: Language, naming: Naming) -> Iterator[str]:
    yield "<thead>"
    above = rows.across(selection, language, naming)
    stub = labels.stubbed(selection)
    corner = "".join(f'<th scope="col">{escape(labels.variable(axis, language, naming))}</th>' for axis in stub)
    if not above:
        yield f'<tr>{corner}<th scope="col">{escape(said(selection.table.title, language))}</th></tr>'
    for at, line in enumerate(above):
        last = at == len(above) - 1
        before = corner if last else f'<td colspan="{len(stub)}"></td>' if stub else ""
        cells = (
            f'<th scope="col">{escape(one.text)}</th>'
            if last
            else f'<th scope="colgroup" colspan="{one.columns}">{escape(one.text)}</th>'
            for one in line
        )
        yield f"<tr>{before}{''.join(cells)}</tr>"
    yield "</thead>"


def _body(selection: Selection, language: Language, naming: Naming) -> Iterator[str]:
    yield "<tbody>"
    comma = language is not Language.ENGLISH
    lines = written(selection, SIGNS, "\t", selection.cells // selection.rows, comma=comma).decode().splitlines()
    for side, line in zip(rows.down(selection, language, naming), lines, strict=True):
        first = "".join(f'<th scope="row">{escape(one)}</th>' for one in side)
        yield f"<tr>{first}<td>{line.replace(_TAB, _BETWEEN)}</td></tr>"
    yield "</tbody>"
