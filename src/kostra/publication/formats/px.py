"""PX, the file of PC-Axis and of the table bank: keywords with texts, then the cells.

A cell is a number or one of the signs that the format allows, in quotation marks; `:` is not among them, so it is the third, which
is said to be shown as `:`. A text holds no quotation mark and no line end. Lines are short, for the programs that were made for that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from kostra.model.cube import Mark
from kostra.model.text import Language
from kostra.publication import labels, notes
from kostra.publication.figures import written
from kostra.publication.moments import stamp
from kostra.publication.selecting import Selection
from kostra.publication.table import BY_MARK, CONTENTS, REGION, TIME, Axis, Note
from kostra.publication.words import CODES, said

_SYMBOLS = {Mark.NOT_POSSIBLE: ".", Mark.MISSING: "..", Mark.CONFIDENTIAL: "..."}
_LONGEST = 240
_END = "\r\n"


def write(selection: Selection, language: Language) -> bytes:
    lines = _END.join([*_head(selection, language), "DATA=", ""])
    blanks = {mark.value: f'"{sign}"'.encode() for mark, sign in _SYMBOLS.items()}
    across = selection.cells // selection.rows
    data = written(selection, blanks, " ", across).replace(b"\n", b" \r\n")
    return lines.encode() + data.removesuffix(b" \r\n") + b";\r\n"


def _head(selection: Selection, language: Language) -> Iterator[str]:
    table = selection.table
    listing = table.listing
    measures = [table.measure[code] for code in selection.codes(table.contents)]
    decimals = [one.decimals for one in measures]
    title = said(table.title, language)
    yield from ('CHARSET="ANSI";', 'AXIS-VERSION="2013";', 'CODEPAGE="utf-8";', _text("LANGUAGE", CODES[language]))
    yield _text("CREATION-DATE", stamp(table.updated))
    if listing.next_update is not None:
        yield _text("NEXT-UPDATE", stamp(listing.next_update))
    yield from (f"DECIMALS={max(decimals)};", f"SHOWDECIMALS={min(decimals)};", _text("MATRIX", table.id))
    yield from ("AGGREGALLOWED=NO;", "COPYRIGHT=NO;", _text("SUBJECT-CODE", listing.subject.code))
    yield _text("SUBJECT-AREA", said(listing.subject.title, language))
    yield from (_text("DESCRIPTION", labels.title(table, language)), _text("TITLE", title), _text("CONTENTS", title))
    yield _text("UNITS", ", ".join(dict.fromkeys(said(one.unit, language) for one in measures)))
    names = {axis.code: said(axis.title, language) for axis in selection.axes}
    for keyword, axes in (("STUB", labels.stubbed(selection)), ("HEADING", labels.headed(selection))):
        if axes:
            yield _listed(keyword, [names[axis.code] for axis in axes])
    if CONTENTS in names:
        yield _text("CONTVARIABLE", names[CONTENTS])
    for axis in selection.axes:
        yield _listed(f"VALUES({_quoted(names[axis.code])})", labels.titles(axis, language))
    for axis in selection.axes:
        of = f"({_quoted(names[axis.code])})"
        yield _text(f"VARIABLECODE{of}", axis.code)
        if axis.code == TIME:
            yield _listed(f"TIMEVAL{of}", axis.codes, "TLIST(A1),")
        yield _listed(f"CODES{of}", axis.codes)
        kind = {TIME: "Time", REGION: "Geographical", CONTENTS: "Contents"}.get(axis.code, "Ordinary")
        yield _text(f"VARIABLE-TYPE{of}", kind)
        if axis.total is not None:
            yield _text(f"ELIMINATION{of}", labels.titles(axis, language)[axis.place[axis.total]])
        if axis.code == CONTENTS:
            yield from _of_contents(selection, axis, language)
    if listing.contact is not None:
        yield _text("CONTACT", str(listing.contact))
    yield _text("SOURCE", table.source)
    yield from _notes(selection, language)
    for number, mark in enumerate(_SYMBOLS, 1):
        yield _text(f"DATASYMBOL{number}", mark.value)
    yield from _marked(selection, language)


def _of_contents(selection: Selection, axis: Axis, language: Language) -> Iterator[str]:
    measures = [selection.table.measure[code] for code in axis.codes]
    shown = min(one.decimals for one in measures)
    for one, title in zip(measures, labels.titles(axis, language), strict=True):
        yield _text(f"UNITS({_quoted(title)})", said(one.unit, language))
        yield _text(f"LAST-UPDATED({_quoted(title)})", stamp(selection.table.updated))
        if one.decimals > shown:
            yield f"PRECISION({_quoted(said(axis.title, language))},{_quoted(title)})={one.decimals};"


def _notes(selection: Selection, language: Language) -> Iterator[str]:
    """A keyword stands once, so that notes about the same thing are one text, a line for each."""
    told = notes.of(selection)
    axes = {axis.code: axis for axis in selection.axes}
    explained = [f"{mark.value} = {said(meaning, language)}" for mark, meaning in notes.signs(selection)]
    yield from _noted("NOTE", "", told.table, language, explained)
    for code, every in told.of_axis.items():
        yield from _noted("NOTE", f"({_quoted(said(axes[code].title, language))})", every, language)
    for code, values in told.of_value.items():
        texts = labels.titles(axes[code], language)
        for value, every in values.items():
            of = f"({_quoted(said(axes[code].title, language))},{_quoted(texts[axes[code].place[value]])})"
            yield from _noted("VALUENOTE", of, every, language)
    of_cells: dict[str, list[Note]] = {}
    names = _names(selection, language)
    for note in told.of_cells:
        of_cells.setdefault(f"({_where(names, note.at)})", []).append(note)
    for of, every in of_cells.items():
        yield from _noted("CELLNOTE", of, every, language)


def _names(selection: Selection, language: Language) -> dict[str, dict[str | None, str]]:
    """By axis and code, what a value is called; whatever it is, `*`."""
    return {
        axis.code: dict(zip(axis.codes, labels.titles(axis, language), strict=True)) | {None: "*"}
        for axis in selection.axes
    }


def _where(names: Mapping[str, Mapping[str | None, str]], at: Mapping[str, str | None]) -> str:
    """The cells where some values meet, whatever the others are."""
    return ",".join(_quoted(values[at.get(code)]) for code, values in names.items())


def _noted(keyword: str, of: str, every: Sequence[Note], language: Language, more: Sequence[str] = ()) -> Iterator[str]:
    """Those that must be shown, and those that may be."""
    must = [said(note.text, language) for note in every if note.mandatory]
    may = [said(note.text, language) for note in every if not note.mandatory]
    for name, texts in ((f"{keyword}X", must), (keyword, [*may, *more])):
        if texts:
            yield _text(f"{name}{of}", "\n".join(texts))


def _marked(selection: Selection, language: Language) -> Iterator[str]:
    """Values that have a sign beside them: whole years that are provisional, and single cells that are estimated."""
    names, axes = _names(selection, language), selection.axes
    for axis in axes:
        for code in axis.codes if axis.code == TIME else ():
            if code in selection.table.provisional:
                yield _text(f"DATANOTECELL({_where(names, {TIME: code})})", Mark.PROVISIONAL.value)
    for cell in np.argwhere(selection.marks.reshape(selection.shape) == BY_MARK[Mark.ESTIMATED]).tolist():
        at: dict[str, str | None] = {axis.code: axis.codes[place] for axis, place in zip(axes, cell, strict=True)}
        yield _text(f"DATANOTECELL({_where(names, at)})", Mark.ESTIMATED.value)


def _quoted(text: str) -> str:
    return f'"{_plain(text)}"'


def _plain(text: str) -> str:
    """Without what would end the text, or the line."""
    return text.replace('"', "'").replace("\r", "").replace("\n", "#")


def _text(keyword: str, text: str) -> str:
    """Long ones in pieces, each in quotation marks on a line of its own."""
    plain = _plain(text)
    pieces = [plain[at : at + _LONGEST] for at in range(0, len(plain), _LONGEST)] or [""]
    return f"{keyword}=" + _END.join(f'"{one}"' for one in pieces) + ";"


def _listed(keyword: str, texts: Iterable[str], before: str = "") -> str:
    line = f"{keyword}={before}"
    lines: list[str] = []
    for text in texts:
        if len(line) + len(text) > _LONGEST and not line.endswith("="):
            lines.append(line)
            line = ""
        line += f"{_quoted(text)},"
    return _END.join([*lines, line.removesuffix(",")]) + ";"
