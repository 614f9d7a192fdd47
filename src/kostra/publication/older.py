"""The older API of the table bank, which most programs still speak: the tree of tables, what a table has, and what is asked of it.

Its questions become those of the newer one. A variable that is left out is shown by its total, or else whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kostra.model.text import Language
from kostra.publication import labels, refusals
from kostra.publication.asking import Asked, Wanted
from kostra.publication.labels import Naming
from kostra.publication.moments import utc
from kostra.publication.refusals import Unanswerable
from kostra.publication.selecting import MOST_CELLS
from kostra.publication.table import TIME, Axis, Subject, Table
from kostra.publication.words import said
from kostra.publication.writing import Format, Options

FORMATS = {
    "px": (Format.PX, Options()),
    "csv": (Format.CSV, Options()),
    "csv2": (Format.CSV_LONG, Options(Naming.TEXTS)),
    "csv3": (Format.CSV_LONG, Options(Naming.CODES)),
    "json": (Format.JSON_PX, Options()),
    "json-stat": (Format.JSON_STAT_OLDER, Options()),
    "json-stat2": (Format.JSON_STAT, Options()),
    "xlsx": (Format.XLSX, Options()),
}
_EVERY = Wanted(("*",))
_SHAPE = (
    '{"query": [{"code": "Tid", "selection": {"filter": "top", "values": ["1"]}}], '
    '"response": {"format": "json-stat2"}}'
)


def configuration(calls: int, seconds: int) -> dict[str, Any]:
    """`calls` in so many `seconds` are let through."""
    return {
        "maxValues": MOST_CELLS,
        "maxCells": MOST_CELLS,
        "maxCalls": calls,
        "timeWindow": seconds,
        "CORS": True,
    }


def level(subject: Subject, language: Language) -> dict[str, Any]:
    return {"id": subject.code, "type": "l", "text": said(subject.title, language)}


def leaf(table: Table, language: Language) -> dict[str, Any]:
    return {"id": table.id, "type": "t", "text": labels.title(table, language), "updated": _moment(table)}


def found(tables: Iterable[Table], language: Language) -> list[dict[str, Any]]:
    """Those that were searched for, each with where it is."""
    return [
        {
            "id": table.id,
            "path": f"/{table.listing.subject.code}",
            "title": labels.title(table, language),
            "score": 1.0,
            "published": _moment(table),
        }
        for table in tables
    ]


def _moment(table: Table) -> str:
    return utc(table.updated).removesuffix("Z")


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


def wrong(problem: str) -> Unanswerable:
    return refusals.not_a_selection(problem, _SHAPE)


def asked(table: Table, body: object) -> tuple[Asked, Format, Options]:
    """What a posted query asks for. An empty one asks for all that must be chosen."""
    if not isinstance(body, dict) or not isinstance(body.get("query", []), list):
        raise wrong("query")
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
            raise wrong("query")
    match kind.split(":", 1):
        case ["item" | "all"]:
            return code, Wanted(texts)
        case ["top"]:
            return code, Wanted(tuple(f"TOP({one})" for one in texts))
        case ["agg" | "vs", codelist]:
            return code, Wanted(texts, codelist)
        case ["agg_single", codelist]:
            return code, Wanted(texts, codelist, single=True)
    raise refusals.not_a_filter(kind, code)
