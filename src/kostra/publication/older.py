"""The older API of the table bank, which most programs still speak: what a table has, what is asked of it, and how it refuses.

Its questions become those of the newer one. A variable that is left out is shown by its total, or else whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kostra.model.text import Language
from kostra.publication import labels, refusals
from kostra.publication.asking import Asked, Wanted
from kostra.publication.labels import Naming
from kostra.publication.refusals import Unanswerable
from kostra.publication.table import TIME, Axis, Table
from kostra.publication.words import said
from kostra.publication.writing import Format, Options

FORMATS = {
    "px": (Format.PX, Options()),
    "csv": (Format.CSV, Options()),
    "csv2": (Format.CSV_LONG, Options(Naming.TEXTS)),
    "csv3": (Format.CSV_LONG, Options(Naming.CODES)),
    "json": (Format.JSON_PX, Options()),
    "json-stat2": (Format.JSON_STAT, Options()),
    "xlsx": (Format.XLSX, Options()),
}
_EVERY = Wanted(("*",))


def metadata(table: Table, language: Language) -> dict[str, Any]:
    return {
        "title": labels.title(table, language),
        "variables": [_variable(axis, language) for axis in table.axes],
    }


def _variable(axis: Axis, language: Language) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": axis.code,
        "text": said(axis.title, language),
        "values": list(axis.codes),
        "valueTexts": labels.titles(axis, language),
    }
    if axis.total is not None:
        found["elimination"] = True
    if axis.code == TIME:
        found["time"] = True
    return found


def asked(table: Table, body: object) -> tuple[Asked, Format, Options]:
    """What a posted query asks for. An empty one asks for all that must be chosen."""
    if not isinstance(body, dict) or not isinstance(body.get("query", []), list):
        raise refusals.not_a_selection("query")
    wanted = {axis.code: _EVERY for axis in table.axes if axis.total is None}
    for one in body.get("query", []):
        code, picked = _picked(one)
        place = table.by_code.get(code.casefold())
        if place is None:
            raise refusals.no_variable(code, (axis.code for axis in table.axes))
        wanted[table.axes[place].code] = picked
    response = body.get("response") or {}
    name = response.get("format", "px") if isinstance(response, dict) else response
    if not isinstance(name, str) or name.lower() not in FORMATS:
        raise refusals.no_format(str(name), FORMATS)
    return Asked(wanted), *FORMATS[name.lower()]


def _picked(one: object) -> tuple[str, Wanted]:
    match one:
        case {"code": str(code), "selection": {"filter": str(kind), "values": list(values)}}:
            texts = tuple(str(value) for value in values)
        case _:
            raise refusals.not_a_selection("query")
    match kind.split(":", 1):
        case ["item" | "all"]:
            return code, Wanted(texts)
        case ["top"]:
            return code, Wanted(tuple(f"TOP({one})" for one in texts))
        case ["agg" | "vs", codelist]:
            return code, Wanted(texts, codelist)
        case ["agg_single", codelist]:
            return code, Wanted(texts, codelist, single=True)
    raise refusals.not_an_expression(kind, code)


def refused(problem: Unanswerable, language: Language) -> tuple[int, Mapping[str, str]]:
    """The status and the body of the answer. Too much is forbidden here, and a mistake in the newer API."""
    if problem.title == refusals.TOO_MANY:
        return 403, {"error": f"Too many values selected. {said(problem.detail, language)}"}
    return problem.status, {"error": f"Parameter error. {said(problem.detail, language)}"}
