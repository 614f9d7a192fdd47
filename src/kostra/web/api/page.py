"""A page that tells of the API: every operation with what it takes, what it answers and when it refuses."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.pages.words import Words
from kostra.model.text import Language
from kostra.web.api.declaring import Operation
from kostra.web.api.openapi import TEXTS, addresses, errors
from kostra.web.api.operations import OPERATIONS
from kostra.web.pages import Page, show


def page(request: Request) -> Response:
    language: Language = request.path_params["language"]
    words = Words(TEXTS, language)
    context = {"say": words, "operations": tuple(_told(one, words) for one in OPERATIONS)}
    return show(request, Page("api/operations.html", words("title"), language, (), "api", context=context))


def _told(operation: Operation, words: Words) -> dict[str, Any]:
    return {
        "id": operation.id,
        "method": operation.method,
        "paths": tuple(path for path, _ in addresses(operation)),
        "summary": words(f"{operation.id}_summary"),
        "about": words(f"{operation.id}_about"),
        "login": operation.demands_login,
        "parameters": tuple((one.name, words(f"parameter_{one.name}")) for one in operation.parameters),
        "answers": (
            *((one.status, words(f"answer_{one.word}")) for one in operation.answers),
            *((status, words(f"error_{status}")) for status in errors(operation)),
        ),
    }
