"""Pictures and papers, made when somebody first asks for them and kept while there is room. They are of what is public at the moment of
asking: a table that has changed is another table, and what was drawn of the old one is never found again.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from weakref import ref

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kostra.publication import asking
from kostra.publication.charts import drawing
from kostra.publication.charts.chart import chart
from kostra.publication.refusals import Unanswerable
from kostra.publication.selecting import select
from kostra.publication.table import Table
from kostra.publication.words import said
from kostra.web.places.words import Words
from kostra.web.rates import Rate
from kostra.web.statbank.answering import bank_of

ROOM = 32_000_000
"""Bytes that are kept in a process."""
PACE = Rate(2, 60)
"""Of what nobody has asked for before, from one address: making takes a tenth of a second, and the process does little else meanwhile."""
_SHORT = "public, max-age=10"
KINDS = {"svg": "image/svg+xml", "png": "image/png"}


class Kept:
    """The newest that were asked for."""

    def __init__(self, room: int = ROOM) -> None:
        self._room, self._size = room, 0
        self._lock = Lock()
        self._made: OrderedDict[Hashable, bytes] = OrderedDict()

    def find(self, key: Hashable) -> bytes | None:
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
            return self._made.get(key)

    def keep(self, key: Hashable, content: bytes) -> None:
        with self._lock:
            self._size += len(content) - len(self._made.pop(key, b""))
            self._made[key] = content
            while self._size > self._room:
                _, oldest = self._made.popitem(last=False)
                self._size -= len(oldest)


_KEPT = Kept()


def made(request: Request, table: Table, what: tuple[Hashable, ...], make: Callable[[], bytes]) -> bytes:
    """From what is kept, or made now."""
    key = (ref(table), *what)
    content = _KEPT.find(key)
    if content is None:
        host = request.client.host if request.client else "nowhere"
        request.app.state.buckets.take(host, PACE)
        content = make()
        _KEPT.keep(key, content)
    return content


def sent(request: Request, content: bytes, kind: str, name: str) -> Response:
    mark = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": mark, "Cache-Control": _SHORT}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'inline; filename="{name}"'
    return Response(content, headers=headers, media_type=kind)


def figure(request: Request) -> Response:
    """A picture of the selection in the address."""
    language, id, kind = (request.path_params[name] for name in ("language", "id", "kind"))
    parameters = tuple(sorted(request.query_params.multi_items()))
    try:
        table = bank_of(request.app).table(id)
        found = chart(select(table, asking.of_address(parameters)), language)
    except Unanswerable as error:
        return PlainTextResponse(said(error.detail, language), error.status)
    if found is None or kind not in KINDS:
        return PlainTextResponse(Words(language)("no_figure"), 404)

    def draw() -> bytes:
        return drawing.svg(found).encode() if kind == "svg" else drawing.png(drawing.plain_svg(found))

    content = made(request, table, (language, kind, parameters), draw)
    return sent(request, content, KINDS[kind], f"{id}.{kind}")
