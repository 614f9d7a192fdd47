"""What every answer of the table bank has: open to pages of any site, known again by its content, packed quickly, and its refusals in the
shape that clients know.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from kostra.app.publication.bank import Bank
from kostra.model.text import Language
from kostra.publication.configuration import LANGUAGE
from kostra.publication.refusals import Unanswerable, not_a_selection
from kostra.publication.writing import File, language_of
from kostra.web.address import address_of
from kostra.web.bodies import SECONDS, TooLarge, TooSlow, Unreadable
from kostra.web.rates import Rate
from kostra.web.settings import Settings

TOP = "/api/pxwebapi/v2"
JSON = "application/json; charset=UTF-8"
LARGEST = 1_000_000
"""Bytes of a selection that is posted."""
_OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Content-Disposition, ETag, Retry-After"}
_BEFORE = _OPEN | {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
_SHORT = "public, max-age=10"
"""A new release is everywhere within this of its hour."""
_WORTH_PACKING = 1000
_PACKED_ALREADY = re.compile("application/(vnd.openxmlformats.*|octet-stream)")
_MAKING = Lock()


@dataclass(frozen=True, slots=True)
class Asking:
    """`given` is by the name of the parameter in lower case; `parameters` are all of them as they came; `body` is what was posted."""

    bank: Bank
    language: Language
    base: str
    id: str
    given: Mapping[str, str]
    parameters: tuple[tuple[str, str], ...]
    posted: bool
    body: object
    rate: Rate


def answered(make: Callable[[Asking], File]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_BEFORE)
        try:
            body = await _body(request) if request.method == "POST" else None
            return await run_in_threadpool(_made, request, make, body)
        except Unanswerable as error:
            content = json.dumps(error.told(_language(request, forgiving=True)), ensure_ascii=False)
            return Response(content, error.status, _OPEN, "application/problem+json")

    return answer


def as_json(told: Mapping[str, Any]) -> File:
    return File(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), JSON, "")


def _made(request: Request, make: Callable[[Asking], File], body: object) -> Response:
    parameters = tuple(request.query_params.multi_items())
    settings: Settings = request.app.state.settings
    asking = Asking(
        bank=_bank(request.app),
        language=_language(request),
        base=address_of(request) + TOP,
        id=str(request.path_params.get("id", "")),
        given={name.lower(): value for name, value in parameters},
        parameters=parameters,
        posted=request.method == "POST",
        body=body,
        rate=settings.rates.anonymous,
    )
    return _sent(request, make(asking))


def _sent(request: Request, file: File) -> Response:
    mark = f'W/"{hashlib.sha256(file.content).hexdigest()[:32]}"'
    headers = _OPEN | {"ETag": mark, "Cache-Control": _SHORT, "Vary": "Accept-Encoding", "Content-Type": file.type}
    if request.method != "POST" and _knows(request.headers.get("if-none-match", ""), mark):
        del headers["Content-Type"]
        return Response(status_code=304, headers=headers)
    if file.name:
        headers["Content-Disposition"] = f'inline; filename="{file.name}"'
    content = file.content
    packs = len(content) >= _WORTH_PACKING and not _PACKED_ALREADY.fullmatch(file.type)
    if packs and "gzip" in request.headers.get("accept-encoding", ""):
        # Tighter takes ten times as long, and what is large is figures.
        content = gzip.compress(content, 1, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(content, headers=headers)


def _knows(said: str, mark: str) -> bool:
    held = {one.strip().removeprefix("W/") for one in said.split(",")}
    return "*" in held or mark.removeprefix("W/") in held


def _language(request: Request, *, forgiving: bool = False) -> Language:
    asked = request.query_params.get("lang", "")
    if not asked:
        return LANGUAGE
    try:
        return language_of(asked[:20])
    except Unanswerable:
        if forgiving:
            return LANGUAGE
        raise


def _bank(app: Starlette) -> Bank:
    """One for the process, from the first question on."""
    with _MAKING:
        if not hasattr(app.state, "bank"):
            app.state.bank = Bank(app.state.system, app.state.settings.data)
        bank: Bank = app.state.bank
        return bank


async def _body(request: Request) -> object:
    """What was posted, as JSON; None where nothing was."""
    read = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for piece in request.stream():
                read += piece
                if len(read) > LARGEST:
                    raise TooLarge(LARGEST)
    except TimeoutError:
        raise TooSlow from None
    except ClientDisconnect:
        raise Unreadable from None
    if not read.strip():
        return None
    try:
        body: object = json.loads(read)
    except (ValueError, RecursionError):
        raise not_a_selection("JSON") from None
    return body
