"""Comma-separated values: as the table bank's servers lay them out, with a column for each combination across the top; and long, with a
line for each cell, its codes and its sign.

Only the first form may have a title before it and notes after it, when that is asked for: programs read the rest as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl

from kostra.model.text import Language
from kostra.publication import labels, notes, words
from kostra.publication.figures import written
from kostra.publication.labels import Naming
from kostra.publication.selecting import Selection
from kostra.publication.table import SIGN, SIGNS
from kostra.publication.words import said

_BOM = "\ufeff"
_END = "\r\n"


def wide(
    selection: Selection,
    language: Language,
    naming: Naming = Naming.TEXTS,
    apart: str = ",",
    *,
    title: bool = False,
    footnotes: bool = False,
    comma: bool = False,
) -> bytes:
    """What has no value is its sign. With `comma`, numbers have that for a point."""
    stub, heading = labels.stubbed(selection), labels.headed(selection)
    across = labels.combined(heading, language, naming) if heading else [said(selection.table.title, language)]
    head = apart.join(_quoted([*(labels.variable(axis, language, naming) for axis in stub), *across]))
    before = f"{_quoted([labels.title(selection.table, language)])[0]}{_END}{_END}" if title else ""
    cells = written(selection, SIGNS, apart, len(across), comma=comma)
    side = _side(selection, language, naming, apart)
    lines = [first + cell for first, cell in zip(side, cells.decode().splitlines(), strict=True)]
    after = "".join(_END + line for line in _below(selection, language)) if footnotes else ""
    return (_BOM + before + head + _END + _END.join(lines) + _END + after).encode()


def _side(selection: Selection, language: Language, naming: Naming, apart: str) -> list[str]:
    """What each line begins with, up to its first cell."""
    found = [""]
    for axis in labels.stubbed(selection):
        own = [one + apart for one in _quoted(labels.values(axis, language, naming))]
        found = [before + one for before in found for one in own]
    return found


def _below(selection: Selection, language: Language) -> Iterable[str]:
    for about, text in notes.lines(selection, language):
        yield _quoted([f"{about}: {text}" if about else text])[0]
    for mark, meaning in notes.signs(selection):
        yield _quoted([f"{mark.value} = {said(meaning, language)}"])[0]
    yield _quoted([f"{said(words.SOURCE, language)}: {selection.table.source}"])[0]


def _quoted(texts: Iterable[str]) -> list[str]:
    return ['"' + text.replace('"', '""') + '"' for text in texts]


def long(
    selection: Selection, language: Language, naming: Naming = Naming.CODES, apart: str = ",", *, comma: bool = False
) -> bytes:
    """With texts too, each variable has two columns. A cell without a value is empty, and has a sign."""
    columns = keys(selection, language, naming)
    signs = pl.Series([sign or "" for sign in SIGN], dtype=pl.String)
    numbers = written(selection, dict.fromkeys(SIGNS, b""), ";", comma=comma).decode()[:-1].split(";")
    columns["value"] = pl.Series(numbers, dtype=pl.String)
    columns["value_symbol"] = signs[selection.marks]
    text = pl.DataFrame(columns).write_csv(
        separator=apart, line_terminator=_END, quote_style="necessary", null_value=""
    )
    return (_BOM + text).encode()


def keys(selection: Selection, language: Language, naming: Naming) -> dict[str, pl.Series]:
    """A column for each variable, or two, with the value of each cell."""
    found: dict[str, pl.Series] = {}
    shape = selection.shape
    for place, axis in enumerate(selection.axes):
        inner = int(np.prod(shape[place + 1 :], dtype=np.int64))
        own = np.tile(np.repeat(np.arange(shape[place]), inner), selection.cells // (inner * shape[place]))
        if naming is not Naming.TEXTS:
            found[axis.code] = _column(axis.codes, own)
        if naming is not Naming.CODES:
            name = said(axis.title, language)
            found[name if naming is Naming.TEXTS else f"{axis.code}_text"] = _column(labels.titles(axis, language), own)
    return found


def _column(values: Sequence[str], places: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pl.Series:
    return pl.Series(values, dtype=pl.String)[places]
