"""The OpenAPI document, made from the declared operations. Its words are bokmål, as all that the API says."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kostra import __version__
from kostra.app.pages.words import Words
from kostra.model.text import Language
from kostra.web.api.schemas import SCHEMAS, ref

if TYPE_CHECKING:
    from kostra.web.api.declaring import Answer, Operation, Parameter

TEXTS = Path(__file__).parent / "texts.toml"
ROOT = "/api/v1"
ALWAYS = (400, 429, 500, 503)
"""What any operation may answer."""
_LOGIN = (401, 403)


def answer(request: Request) -> Response:
    return JSONResponse(document())


@cache
def document() -> dict[str, Any]:
    from kostra.web.api.operations import OPERATIONS

    words = Words(TEXTS, Language.BOKMAL)
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        for path, id in addresses(operation):
            paths.setdefault(path, {})[operation.method.lower()] = _operation(operation, id, words)
    return {
        "openapi": "3.1.0",
        "info": {"title": words("title"), "version": __version__, "description": words("about")},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "maskinporten": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": words("login"),
                }
            },
        },
    }


def addresses(operation: Operation) -> list[tuple[str, str]]:
    """Where an operation is, with its id there: in the season, and in the vendors' test when it is there too."""
    found = [(f"{ROOT}{operation.path}", operation.id)]
    return [*found, (f"{ROOT}/test{operation.path}", f"test-{operation.id}")] if operation.seasons else found


def errors(operation: Operation) -> tuple[int, ...]:
    """All that an operation may refuse with."""
    login = _LOGIN if operation.demands_login else ()
    return tuple(sorted({*login, *operation.errors, *ALWAYS}))


def _operation(operation: Operation, id: str, words: Words) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": id,
        "summary": words(f"{operation.id}_summary"),
        "description": words(f"{operation.id}_about"),
        "tags": [words("tag_test") if id != operation.id else words("tag_season")],
        "parameters": [_parameter(one, words) for one in operation.parameters],
        "responses": {
            **{str(one.status): _answer(one, words) for one in operation.answers},
            **{str(status): _error(status, words) for status in errors(operation)},
        },
        "security": [{"maskinporten": []}] if operation.demands_login else [],
    }
    if operation.body:
        content: dict[str, Any] = {kind: {"schema": {}} for kind in operation.body}
        told["requestBody"] = {"required": True, "description": words("body"), "content": content}
    return told


def _parameter(parameter: Parameter, words: Words) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.required,
        "description": words(f"parameter_{parameter.name}"),
        "schema": parameter.schema,
    }
    return told if parameter.example is None else told | {"example": parameter.example}


def _answer(one: Answer, words: Words) -> dict[str, Any]:
    named = ref(one.schema) if one.schema else {"type": "object"}
    schemas = {"application/json": named, "text/event-stream": named}
    told: dict[str, Any] = {
        "description": words(f"answer_{one.word}"),
        "content": {kind: {"schema": schemas.get(kind, {"type": "string"})} for kind in one.kinds},
    }
    if one.headers:
        told["headers"] = {
            name: {"description": words(f"header_{name}"), "schema": {"type": "string"}} for name in one.headers
        }
    return told


def _error(status: int, words: Words) -> dict[str, Any]:
    return {"description": words(f"error_{status}"), "content": {"application/json": {"schema": ref("Error")}}}
