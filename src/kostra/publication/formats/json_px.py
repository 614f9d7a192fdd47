"""JSON as the older API writes it: columns, comments, and a line for each combination of all but what is counted. Every value is text."""

from __future__ import annotations

import json
from typing import Any

from kostra.model.text import Language
from kostra.publication import labels, notes
from kostra.publication.figures import written
from kostra.publication.moments import utc
from kostra.publication.selecting import Selection
from kostra.publication.table import CONTENTS, SIGNS, TIME
from kostra.publication.words import said

_BETWEEN = '","'


def write(selection: Selection, language: Language) -> bytes:
    table = selection.table
    turned = selection.placed((one for one in selection.shown if one != table.contents), (table.contents,))
    told = notes.of(turned)
    columns: list[dict[str, Any]] = []
    for axis in labels.stubbed(turned):
        kind = "t" if axis.code == TIME else "d"
        own: dict[str, Any] = {"code": axis.code, "text": said(axis.title, language), "type": kind}
        columns.append(own | _comment([said(one.text, language) for one in told.of_axis.get(axis.code, [])]))
    contents = turned.axes[-1]
    for code, title in zip(contents.codes, labels.titles(contents, language), strict=True):
        own = {"code": code, "text": title, "type": "c", "unit": said(table.measure[code].unit, language)}
        every = told.of_value.get(CONTENTS, {}).get(code, [])
        columns.append(own | _comment([said(one.text, language) for one in every]))
    comments = [
        {"variable": code, "value": value, "comment": "\n".join(said(one.text, language) for one in every)}
        for code, values in told.of_value.items()
        if code != CONTENTS
        for value, every in values.items()
    ]
    infos = [said(one.text, language) for one in told.table]
    infos += [f"{about}: {text}" for about, text in notes.described(told.of_cells, turned, language)]
    about = {
        "infofile": "\n".join(infos),
        "updated": utc(table.updated),
        "label": labels.title(table, language),
        "source": table.source,
    }
    head = json.dumps({"columns": columns, "comments": comments, "metadata": [about]}, ensure_ascii=False)
    return b'%s,"data":[%s]}' % (head[:-1].encode(), _data(turned))


def _data(turned: Selection) -> bytes:
    across = len(turned.axes[-1])
    lines = written(turned, SIGNS, ",", across).decode().splitlines()
    keys = [""]
    for axis in labels.stubbed(turned):
        own = [json.dumps(code, ensure_ascii=False) for code in axis.codes]
        keys = [f"{before},{one}" if before else one for before in keys for one in own]
    found = (
        f'{{"key":[{key}],"values":["{line.replace(",", _BETWEEN)}"]}}' for key, line in zip(keys, lines, strict=True)
    )
    return ",".join(found).encode()


def _comment(texts: list[str]) -> dict[str, str]:
    return {"comment": "\n".join(texts)} if texts else {}
