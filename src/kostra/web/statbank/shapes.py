"""How the table bank says no: each of its two APIs in the shape that its clients read, whoever in the house it was that refused.

Pages of any site may read the answer, also when it is a refusal.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from kostra.model.text import Language
from kostra.publication.refusals import Unanswerable

TOP, OLDER = "/api/pxwebapi/v2", "/api/v0"
_PROBLEM = "application/problem+json"
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Link, Retry-After",
}


def refused(path: str, error: Unanswerable, language: Language) -> Response:
    """What the bank itself cannot answer."""
    if _within(path, OLDER):
        return _answer(*error.told_older(language), "application/json")
    return _answer(error.status, error.told(language), _PROBLEM)


def failed(path: str, status: int, sentence: str) -> Response | None:
    """What went wrong before the bank was asked, or while it answered; None of an address that is not the bank's."""
    title = HTTPStatus(status).phrase
    if _within(path, OLDER):
        return _answer(status, {"error": f"{title}. {sentence}"}, "application/json")
    if _within(path, TOP):
        told = {"type": "about:blank", "title": title, "status": status, "detail": sentence}
        return _answer(status, told, _PROBLEM)
    return None


def _within(path: str, top: str) -> bool:
    return path == top or path.startswith(f"{top}/")


def _answer(status: int, told: Mapping[str, Any], kind: str) -> Response:
    return Response(json.dumps(told, ensure_ascii=False), status, OPEN, kind)
