"""Parquet: a line for each combination of all but what is counted, with codes, the year as a moment, and for each thing that is counted its
value and its sign. What a reader must know of the figures lies in the file's own metadata, as JSON.
"""

from __future__ import annotations

import io
import json
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from kostra.model.text import Language
from kostra.publication import labels, notes
from kostra.publication.formats.separated import keys
from kostra.publication.labels import Naming
from kostra.publication.moments import utc
from kostra.publication.selecting import Selection
from kostra.publication.table import CONTENTS, IS_BLANK, SIGN, TIME
from kostra.publication.words import said

_UTC = ZoneInfo("UTC")


def write(selection: Selection, language: Language) -> bytes:
    table = selection.table
    stub = [one for one in selection.shown if one != table.contents]
    turned = selection.placed(stub, (table.contents,))
    contents = turned.axes[-1]
    across = len(contents)
    columns: dict[str, pl.Series] = {}
    for name, column in keys(turned, language, Naming.CODES).items():
        if name == CONTENTS:
            continue
        columns[name] = column.gather_every(across)
        if name == TIME:
            years = [datetime(int(code), 1, 1, tzinfo=_UTC) for code in turned.codes(table.time)]
            numbers = {code: at for at, code in enumerate(turned.codes(table.time))}
            places = columns[name].replace_strict(numbers, return_dtype=pl.Int64)
            columns["timestamp"] = pl.Series(years, dtype=pl.Datetime("ms", "UTC"))[places]
    values = (turned.taken(table.values) / 10.0**turned.decimals).reshape(-1, across)
    marks = turned.marks.reshape(-1, across)
    signs = pl.Series(SIGN, dtype=pl.String)
    for place, code in enumerate(contents.codes):
        name = "value" if across == 1 else f"{CONTENTS}_{code}"
        own = np.ascontiguousarray(values[:, place])
        own[IS_BLANK[marks[:, place]]] = np.nan
        columns[name] = pl.Series(own, nan_to_null=True)
        columns[f"{name}_symbol"] = signs[np.ascontiguousarray(marks[:, place])]
    out = io.BytesIO()
    pl.DataFrame(columns).write_parquet(out, compression="zstd", statistics=False, metadata=_about(turned, language))
    return out.getvalue()


def _about(selection: Selection, language: Language) -> dict[str, str]:
    table = selection.table
    measures = [table.measure[code] for code in selection.codes(table.contents)]
    told = {
        "table": table.id,
        "title": labels.title(table, language),
        "source": table.source,
        "updated": utc(table.updated),
        "units": {one.id: [said(one.unit, language), one.decimals] for one in measures},
        "notes": [f"{about}: {text}" if about else text for about, text in notes.lines(selection, language)],
        "signs": {mark.value: said(meaning, language) for mark, meaning in notes.signs(selection)},
    }
    return {"kostra": json.dumps(told, ensure_ascii=False)}
