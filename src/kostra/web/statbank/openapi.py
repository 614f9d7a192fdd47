"""The newer API of the table bank, described for programs: `/api/pxwebapi/v2/openapi.json`.

The addresses and their parameters are those of PxWebApi; here is which of its answers to count on, also where real servers and the
specification they share disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kostra import __version__
from kostra.publication.writing import TYPES, File
from kostra.web.statbank.answering import Asking, as_json
from kostra.web.statbank.schemas import PARAMETERS, SCHEMAS, ref


@dataclass(frozen=True, slots=True)
class _Operation:
    """`answers` is the name of a schema; without one it is a file in any of the formats. `posts` is that of what is sent."""

    id: str
    path: str
    about: str
    answers: str | None
    parameters: tuple[str, ...] = ("lang",)
    errors: tuple[int, ...] = (400, 404)
    posts: str | None = None
    made: bool = False


_FORMATTED = ("lang", "outputFormat", "outputFormatParams")
_PLACED = ("heading", "stub")
_OPERATIONS = (
    _Operation("config", "/config", "What the table bank can do, and how much may be asked for.", "Config", (), ()),
    _Operation(
        "tables",
        "/tables",
        "The tables that are public, page by page.",
        "Tables",
        ("lang", "query", "pastDays", "includeDiscontinued", "pageNumber", "pageSize"),
    ),
    _Operation("table", "/tables/{id}", "One table.", "Table"),
    _Operation(
        "metadata",
        "/tables/{id}/metadata",
        "What there is to choose among: a data set without cells.",
        "Dataset",
        ("lang", "defaultSelection", "savedQuery", "codelist"),
    ),
    _Operation(
        "defaultselection",
        "/tables/{id}/defaultselection",
        "What is answered to one who chooses nothing.",
        "SelectionResponse",
    ),
    _Operation(
        "data",
        "/tables/{id}/data",
        "Figures, as chosen in the address.",
        None,
        (*_FORMATTED, *_PLACED, "valuecodes", "codelist"),
    ),
    _Operation(
        "post-data",
        "/tables/{id}/data",
        "Figures, as chosen in what is sent.",
        None,
        _FORMATTED,
        (400, 404, 408, 413),
        posts="Selection",
    ),
    _Operation("codelist", "/codelists/{id}", "Values that belong together, and what each holds.", "CodeList"),
    _Operation(
        "save",
        "/savedqueries",
        "Keeps a query. The same query has the same id; what says TOP or FROM has the newest years whenever it is asked.",
        "SavedQueryResponse",
        ("lang",),
        (400, 404, 408, 413),
        posts="SavedQuery",
        made=True,
    ),
    _Operation("saved", "/savedqueries/{id}", "What a saved query holds.", "SavedQueryResponse"),
    _Operation("saved-data", "/savedqueries/{id}/data", "Its figures as they are now.", None, _FORMATTED),
    _Operation("saved-selection", "/savedqueries/{id}/selection", "What it chooses.", "SelectionResponse"),
)
_ALWAYS = (429, 500, 503)
"""What any of them may answer."""
_ERRORS = {
    400: "Something in the question cannot be answered; `detail` says what, and what there is instead.",
    404: "It is not there, or not public.",
    408: "What was sent came too slowly.",
    413: "What was sent is too large.",
    429: "Asked too often. Wait as long as `Retry-After` says.",
    500: "A fault of ours.",
    503: "Not just now. Nothing is lost; try again.",
}


def answer(asked: Asking) -> File:
    """GET /openapi.json"""
    return as_json(document(asked.base))


def document(base: str) -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for one in _OPERATIONS:
        paths.setdefault(one.path, {})["post" if one.posts else "get"] = _described(one)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Table bank: PxWebApi 2",
            "version": __version__,
            "description": "Public figures. Nothing is added up on request: only what is registered is answered.",
        },
        "servers": [{"url": base}],
        "paths": paths,
        "components": {"schemas": SCHEMAS},
    }


def _described(one: _Operation) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": one.id,
        "summary": one.about,
        "parameters": [_parameter(name) for name in one.parameters],
        "responses": {
            "201" if one.made else "200": {"description": one.about, "content": _content(one.answers)},
            **{str(status): _error(status) for status in sorted({*one.errors, *_ALWAYS})},
        },
    }
    if "{id}" in one.path:
        told["parameters"].insert(0, {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}})
    if one.posts:
        told["requestBody"] = {"content": {"application/json": {"schema": ref(one.posts)}}, "required": one.made}
    return told


def _parameter(name: str) -> dict[str, Any]:
    schema = PARAMETERS[name]
    told: dict[str, Any] = {"name": name, "in": "query", "schema": schema}
    match schema["type"]:
        case "array":  # a,b,c
            return told | {"style": "form", "explode": False}
        case "object":  # name[variable]=...
            return told | {"style": "deepObject", "explode": True}
    return told


def _content(answers: str | None) -> dict[str, Any]:
    if answers is not None:
        return {"application/json": {"schema": ref(answers)}}
    kinds = {type.partition(";")[0] for type, _ in TYPES.values()}
    return {kind: {} for kind in sorted(kinds)}


def _error(status: int) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": ref("Problem")}}
    return {"description": _ERRORS[status], "content": content}
