"""Reading what a page sends: with a limit on its size and on its time, held in memory alone.

A form is small and comes at once. What is larger is sent as a raw body, which the endpoint reads piece by piece itself.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing

from python_multipart.exceptions import FormParserError
from starlette.datastructures import FormData
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive

SECONDS = 30.0
"""How long a whole form may take to arrive."""
_MOST_FIELDS = 5000
_URLENCODED, _MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"


class TooLarge(Exception):
    """The body is larger than this page takes. `largest` is in bytes."""

    def __init__(self, largest: int) -> None:
        super().__init__(f"more than {largest} bytes")
        self.largest = largest


class TooSlow(Exception):
    """The body did not arrive within the time there is."""


class Unreadable(Exception):
    """The body is not a form."""


class _InMemory(MultiPartParser):
    """Files that come with a form are never put on the disk in plain."""

    spool_max_size = 1 << 40


async def form_of(request: Request, largest: int, seconds: float = SECONDS) -> FormData:
    """The form that was sent; an empty one when nothing was."""
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared) > largest:
        raise TooLarge(largest)
    limited = Request(request.scope, _limited(request.receive, largest))
    try:
        async with asyncio.timeout(seconds):
            form = await _parsed(limited, largest)
    except TimeoutError:
        raise TooSlow from None
    except (MultiPartException, FormParserError, ClientDisconnect):
        raise Unreadable from None
    if any("\0" in text for pair in form.multi_items() for text in pair if isinstance(text, str)):
        raise Unreadable  # No database takes it, and no browser sends it.
    return form


async def _parsed(request: Request, largest: int) -> FormData:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    async with aclosing(request.stream()) as stream:
        if kind == _MULTIPART:
            return await _InMemory(
                request.headers, stream, max_files=10, max_fields=_MOST_FIELDS, max_part_size=largest
            ).parse()
        if kind == _URLENCODED:
            return await FormParser(request.headers, stream, max_fields=_MOST_FIELDS, max_part_size=largest).parse()
        async for piece in stream:
            if piece:
                raise Unreadable
    return FormData()


def _limited(receive: Receive, largest: int) -> Receive:
    size = 0

    async def receive_limited() -> Message:
        nonlocal size
        message = await receive()
        if message["type"] == "http.request":
            size += len(message.get("body", b""))
            if size > largest:
                raise TooLarge(largest)
        return message

    return receive_limited
