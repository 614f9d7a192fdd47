"""One page of many rows: which of them it shows, and the links to the rest. What else the address asks for stays in the links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

from kostra.app.pages.numbers import written

PER_PAGE = 50
_AROUND = 2
_NAME = "side"
_SAID_ONCE = ("sendt", "hoppet")
"""What is said after something was done, and not on the next page."""
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Paged(Generic[_Row]):
    """`first`, `last` and `total` as they are written, from 1. `links` are page numbers with addresses; a gap between them has none."""

    rows: Sequence[_Row]
    number: int
    first: str
    last: str
    total: str
    links: tuple[tuple[int, str | None], ...]


def paged(request: Request, rows: Sequence[_Row]) -> Paged[_Row]:
    """A page that is not there, because rows have gone since, is the last one."""
    pages = max(1, -(-len(rows) // PER_PAGE))
    number = min(max(1, _asked_for(request)), pages)
    start = (number - 1) * PER_PAGE
    shown = rows[start : start + PER_PAGE]
    links = tuple(_links(request, number, pages)) if pages > 1 else ()
    first, last, total = (written(count) for count in (start + 1, start + len(shown), len(rows)))
    return Paged(shown, number, first, last, total, links)


def _asked_for(request: Request) -> int:
    number = request.query_params.get(_NAME, "1")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1


def _links(request: Request, number: int, pages: int) -> Iterator[tuple[int, str | None]]:
    """The first and the last, and those around this one."""
    before = 0
    for one in range(1, pages + 1):
        if one in (1, pages) or abs(one - number) <= _AROUND:
            if one - before > 1:
                yield before, None
            query = request.query_params.multi_items()
            kept = [(name, value) for name, value in query if name not in (_NAME, *_SAID_ONCE)]
            yield one, "?" + urlencode([*kept, (_NAME, str(one))])
            before = one
