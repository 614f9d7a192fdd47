"""A report on its way out: as it is written, in pieces large enough to be worth sending."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from starlette.responses import StreamingResponse

_AT_ONCE = 1 << 18


def streamed(pieces: Iterable[str], kind: str = "application/json") -> StreamingResponse:
    """The report is never whole in memory as text."""
    return StreamingResponse(gathered(pieces), media_type=kind, headers={"Cache-Control": "no-store"})


def gathered(pieces: Iterable[str], at_once: int = _AT_ONCE) -> Iterator[bytes]:
    waiting: list[str] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size > at_once:
            yield "".join(waiting).encode("utf-8", "replace")
            waiting.clear()
            size = 0
    if waiting:
        yield "".join(waiting).encode("utf-8", "replace")
