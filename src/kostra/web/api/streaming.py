"""A raw body on its way in: counted and timed as it comes, in pieces worth writing, and never whole in memory.

It refuses what is compressed, what is larger than it may be (before a byte is read, where the client says so), what comes too slowly, and
what is not as long as it was said to be. A client that is cut off has sent nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from starlette.requests import Request

from kostra.app.receiving.taking import refuse_by_size
from kostra.web.api.pace import Pace
from kostra.web.errors import Wrong


def refuse_before_reading(request: Request, pace: Pace) -> None:
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise Wrong(
            415,
            f"Innholdet er kodet som «{encoding[:40]}» (Content-Encoding). Send filen som den er, uten å komprimere den.",
        )
    if (size := declared(request)) is not None:
        refuse_by_size(size, pace.largest)


def declared(request: Request) -> int | None:
    written = request.headers.get("content-length")
    if written is None:
        return None
    if not (written.isascii() and written.isdigit()):
        raise Wrong(400, f"Content-Length er «{written[:20]}», og det er ikke et tall. La være å sette den selv.")
    return int(written[:20])


async def pieces(request: Request, pace: Pace) -> AsyncIterator[bytes]:
    """All of the body, in pieces of at least `at_once` bytes but the last."""
    waiting = bytearray()
    size, began = 0, time.monotonic()
    stream = request.stream()
    while True:
        try:
            piece = await asyncio.wait_for(anext(stream), pace.patience)
        except StopAsyncIteration:
            break
        except TimeoutError:
            raise _too_slow() from None
        size += len(piece)
        refuse_by_size(size, pace.largest)
        elapsed = time.monotonic() - began
        if elapsed > pace.patience and size < pace.slowest * elapsed:
            raise _too_slow()
        waiting += piece
        if len(waiting) >= pace.at_once:
            yield bytes(waiting)
            waiting.clear()
    said = declared(request)
    if said is not None and said != size:
        raise Wrong(
            400, f"Content-Length sier {said} byte, men det kom {size}. Filen er ikke tatt imot; send den på nytt."
        )
    if waiting:
        yield bytes(waiting)


def _too_slow() -> Wrong:
    return Wrong(408, "Filen kom for sakte, og er ikke tatt imot. Send den på nytt, gjerne fra et raskere nett.")
