"""What every answer of the table bank has: open to pages of any site, known again by its content, and packed quickly. What is posted is
read with a limit on its size and on its time.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import math
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from kostra.app.publication.bank import Bank
from kostra.app.system import System
from kostra.model.text import Language
from kostra.publication.configuration import LANGUAGE
from kostra.publication.refusals import Unanswerable
from kostra.publication.writing import File, language_of
from kostra.web.address import address_of
from kostra.web.bodies import SECONDS, TooLarge, TooSlow, Unreadable
from kostra.web.rates import Buckets, Rate
from kostra.web.settings import Settings
from kostra.web.statbank.ready import Packed, Ready
from kostra.web.statbank.shapes import OPEN, TOP, refused

JSON = "application/json; charset=UTF-8"
LARGEST = 1_000_000
"""Bytes of a selection that is posted."""
LARGEST_KEPT = 32_000
"""Of one that is to be kept."""
_BEFORE = OPEN | {
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
    """`id` is the last part of the address. `given` is by the name of the parameter in lower case; `parameters` are all of them as they
    came; `body` is what was posted."""

    system: System
    bank: Bank
    language: Language
    base: str
    id: str
    given: Mapping[str, str]
    parameters: tuple[tuple[str, str], ...]
    posted: bool
    body: bytes
    rate: Rate

    @property
    def window(self) -> tuple[int, int]:
        """So many questions are let through in so many seconds."""
        return self.rate.burst, math.ceil(self.rate.burst / self.rate.per_second)

    def read(self, wrong: Callable[[str], Unanswerable]) -> object:
        """What was posted, as JSON; None where nothing was."""
        if not self.body.strip():
            return None
        try:
            body: object = json.loads(self.body)
        except (ValueError, RecursionError):
            raise wrong("JSON") from None
        return body


def answered(
    make: Callable[[Asking], File], *, keeps: bool = False, of_table: bool = False
) -> Callable[[Request], Awaitable[Response]]:
    """`keeps`: something of what is posted stays here, so that it must be small, and is not taken often from the same place. `of_table`: an
    address has the same answer for as long as the table with its id is the same.
    """

    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_BEFORE)
        if keeps:
            _count(request)
        try:
            body = await _body(request, LARGEST_KEPT if keeps else LARGEST) if request.method == "POST" else b""
            response = await run_in_threadpool(_made, request, make, body, of_table)
        except Unanswerable as error:
            return refused(request.scope["path"], error, _language(request, forgiving=True))
        if keeps:
            response.status_code = 201
        return response

    return answer


def as_json(told: Mapping[str, Any] | Sequence[Any]) -> File:
    return File(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), JSON, "")


def _made(request: Request, make: Callable[[Asking], File], body: bytes, of_table: bool) -> Response:
    parameters = tuple(request.query_params.multi_items())
    settings: Settings = request.app.state.settings
    asking = Asking(
        system=request.app.state.system,
        bank=bank_of(request.app),
        language=_language(request),
        base=address_of(request) + TOP,
        id=str(request.path_params.get("id", "")),
        given={name.lower(): value for name, value in parameters},
        parameters=parameters,
        posted=request.method == "POST",
        body=body,
        rate=settings.rates.anonymous,
    )
    gzipped = "gzip" in request.headers.get("accept-encoding", "")

    def packed() -> Packed:
        return _packed(make(asking), gzipped=gzipped)

    if not of_table or asking.posted:
        return _sent(request, packed())
    said = (request.scope["path"], parameters, asking.base, gzipped)
    return _sent(request, ready_of(request.app).answer(said, asking.bank.table(asking.id), packed))


def _packed(file: File, *, gzipped: bool) -> Packed:
    mark = f'W/"{hashlib.sha256(file.content).hexdigest()[:32]}"'
    headers = OPEN | {"ETag": mark, "Cache-Control": _SHORT, "Vary": "Accept-Encoding", "Content-Type": file.type}
    if file.name:
        headers["Content-Disposition"] = f'inline; filename="{file.name}"'
    if file.about:
        headers["Link"] = f'<{file.about}>; rel="describedby"; type="application/json"'
    if not gzipped or len(file.content) < _WORTH_PACKING or _PACKED_ALREADY.fullmatch(file.type):
        return Packed(headers, file.content)
    # Tighter takes ten times as long, and what is large is figures.
    return Packed(headers | {"Content-Encoding": "gzip"}, gzip.compress(file.content, 1, mtime=0))


def _sent(request: Request, packed: Packed) -> Response:
    if request.method != "POST" and _knows(request.headers.get("if-none-match", ""), packed.headers["ETag"]):
        of_both = {name: packed.headers[name] for name in (*OPEN, "ETag", "Cache-Control", "Vary")}
        return Response(status_code=304, headers=of_both)
    return Response(packed.content, headers=packed.headers)


def _knows(said: str, mark: str) -> bool:
    held = {one.strip().removeprefix("W/") for one in said.split(",")}
    return "*" in held or mark.removeprefix("W/") in held


def _language(request: Request, *, forgiving: bool = False) -> Language:
    asked = request.path_params.get("lang") or request.query_params.get("lang", "")
    if not asked:
        return LANGUAGE
    try:
        return language_of(asked[:20])
    except Unanswerable:
        if forgiving:
            return LANGUAGE
        raise


def bank_of(app: Starlette) -> Bank:
    """One for the process, from the first question on."""
    with _MAKING:
        if not hasattr(app.state, "bank"):
            app.state.bank = Bank(app.state.system, app.state.settings.data)
        bank: Bank = app.state.bank
        return bank


def ready_of(app: Starlette) -> Ready:
    with _MAKING:
        if not hasattr(app.state, "ready"):
            app.state.ready = Ready()
        ready: Ready = app.state.ready
        return ready


def _count(request: Request) -> None:
    settings: Settings = request.app.state.settings
    buckets: Buckets = request.app.state.buckets
    buckets.take(f"keeps {request.client.host if request.client else 'nowhere'}", settings.rates.keeping)


async def _body(request: Request, largest: int) -> bytes:
    read = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for piece in request.stream():
                read += piece
                if len(read) > largest:
                    raise TooLarge(largest)
    except TimeoutError:
        raise TooSlow from None
    except ClientDisconnect:
        raise Unreadable from None
    return bytes(read)
