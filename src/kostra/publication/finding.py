"""A list of tables, page by page, and those that somebody searches for.

Every word that is searched for must begin a word of the table, in any of its languages: of its title, of what it is divided by, of a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from kostra.model.text import Language, Text
from kostra.publication import refusals
from kostra.publication.entries import entry
from kostra.publication.table import Table, once
from kostra.publication.words import CODES

PAGE_SIZE = 20
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_FIELD = re.compile(r"\b[a-z]+:", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_KEPT = ("query", "pastDays", "includeDiscontinued", "pageSize")


def listed(
    tables: Iterable[Table], asked: Mapping[str, str], language: Language, now: datetime, base: str = ""
) -> dict[str, Any]:
    """As the API answers it. `asked` is by the name of the parameter in lower case."""
    size, number = _number(asked, "pageSize", PAGE_SIZE), _number(asked, "pageNumber", 1)
    found = holding(_wanted(tables, asked, now), asked.get("query", ""))
    pages = max(1, -(-len(found) // size))
    if number > pages:
        raise refusals.no_page(number, pages)
    href = f"{base}/tables?" + urlencode(
        {"lang": CODES[language]} | {name: asked[name.lower()] for name in _KEPT if asked.get(name.lower())}
    )
    ways = {"first": 1, "previous": number - 1, "next": number + 1, "last": pages}
    page = {
        "pageNumber": number,
        "pageSize": size,
        "totalElements": len(found),
        "totalPages": pages,
        "links": [_link(rel, language, f"{href}&pageNumber={to}") for rel, to in ways.items() if 1 <= to <= pages],
    }
    shown = found[(number - 1) * size : number * size]
    return {
        "language": CODES[language],
        "tables": [entry(one, language, base) for one in shown],
        "page": page,
        "links": [_link("self", language, f"{href}&pageNumber={number}")],
    }


def holding(tables: Iterable[Table], query: str) -> list[Table]:
    return [one for one in tables if _holds(one, query)]


def _link(rel: str, language: Language, href: str) -> dict[str, str]:
    return {"rel": rel, "hreflang": CODES[language], "href": href}


def _wanted(tables: Iterable[Table], asked: Mapping[str, str], now: datetime) -> Iterable[Table]:
    discontinued = asked.get("includediscontinued", "").lower() == "true"
    since = now - timedelta(days=_number(asked, "pastDays", 0)) if asked.get("pastdays") else None
    for one in tables:
        if (discontinued or not one.discontinued) and (since is None or one.updated >= since):
            yield one


def _number(asked: Mapping[str, str], name: str, otherwise: int) -> int:
    written = asked.get(name.lower(), "")
    if not written:
        return otherwise
    if not _NUMBER.fullmatch(written):
        raise refusals.not_a_number(written, name)
    return int(written)


def _holds(table: Table, query: str) -> bool:
    """`AND` and the name of a field, as `title:`, are let be: everything is searched for everywhere."""
    sought = [one.casefold() for one in _WORD.findall(_FIELD.sub(" ", query)) if one != "AND"]
    return all(any(word.startswith(one) for word in _words(table)) for one in sought)


@once
def _words(table: Table) -> frozenset[str]:
    texts = [table.title, table.population, table.listing.subject.title, Text(table.id, table.source)]
    for axis in table.axes:
        texts += [axis.title, *axis.texts]
    said = (one for text in texts for one in (text.nb, text.nn, text.en) if one)
    return frozenset(word for text in said for word in _WORD.findall(text.casefold()))
