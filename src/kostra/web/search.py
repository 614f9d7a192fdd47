"""The search page. Nothing is remembered of what was searched for."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kostra.model.text import Language
from kostra.web.folding import fold
from kostra.web.index import find
from kostra.web.pages import Page, show
from kostra.web.words import Words

_SHORTEST, _LONGEST, _SHOWN = 2, 100, 50


def search(request: Request) -> Response:
    language: Language = request.path_params["language"]
    word = Words(language)
    query = " ".join(request.query_params.get("q", "").replace("\x00", " ").split())
    problem = _problem(query, word)
    hits = find(query, language) if query and not problem else ()
    context = {
        "query": query[:_LONGEST],
        "problem": problem,
        "hits": hits[:_SHOWN],
        "total": len(hits),
        "longest": _LONGEST,
    }
    title = word("search_for", query=query) if query and not problem else word("search")
    page = Page("search.html", title, language, section="search", status=422 if problem else 200, context=context)
    return show(request, page)


def _problem(query: str, word: Words) -> str | None:
    if len(query) > _LONGEST:
        return word("query_long", count=len(query), longest=_LONGEST)
    if query and max(len(part) for part in fold(query).split() or [""]) < _SHORTEST:
        return word("query_short", query=query)
    return None
