"""SDMX-CSV 2.0, for those who move figures between statistical offices: a line for each cell, and why it has no value, in their codes."""

from __future__ import annotations

import polars as pl

from kostra.model.cube import Mark
from kostra.model.text import Language
from kostra.publication.figures import written
from kostra.publication.formats.separated import keys
from kostra.publication.labels import Naming
from kostra.publication.selecting import Selection
from kostra.publication.table import CONTENTS, MARKS, SIGNS, TIME
from kostra.publication.words import said

_STATUS = {
    Mark.NOT_POSSIBLE: "M",
    Mark.MISSING: "O",
    Mark.CONFIDENTIAL: "Q",
    Mark.PROVISIONAL: "P",
    Mark.ESTIMATED: "E",
}
"""By the code list of SDMX: cannot exist, missing, suppressed, provisional, estimated. All else is `A`, normal."""
_INFORMATION = "I"
_NAMES = {CONTENTS: "MEASURE", TIME: "TIME_PERIOD"}


def write(selection: Selection, language: Language) -> bytes:
    """What is not shown is not a column: it is its total in every line."""
    table = selection.table
    every = {"STRUCTURE": "dataflow", "STRUCTURE_ID": f"KOSTRA:{table.id}(1.0.0)", "ACTION": _INFORMATION}
    columns = {name: pl.Series([one]).new_from_index(0, selection.cells) for name, one in every.items()}
    columns |= {
        _NAMES.get(code, code.upper()): column for code, column in keys(selection, language, Naming.CODES).items()
    }
    numbers = written(selection, dict.fromkeys(SIGNS, b"")).decode()[:-1].split(",")
    columns["OBS_VALUE"] = pl.Series(numbers, dtype=pl.String)
    columns["OBS_STATUS"] = pl.Series([_STATUS.get(mark, "A") if mark else "A" for mark in MARKS])[selection.marks]
    units = {code: said(table.measure[code].unit, language) for code in selection.codes(table.contents)}
    if "MEASURE" in columns:
        columns["UNIT_MEASURE"] = columns["MEASURE"].replace_strict(units, return_dtype=pl.String)
    return pl.DataFrame(columns).write_csv(line_terminator="\r\n").encode()
