"""The search of the guide site. Nothing is remembered of what was searched for."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.guide.addresses import of_field, of_form
from kostra.app.guide.finding import Entry, Kind, finder
from kostra.model.text import Language
from kostra.web.guide.form_pages import SECTION
from kostra.web.guide.words import Words
from kostra.web.pages import Page, show

_SHORTEST, _LONGEST, _SHOWN = 2, 100, 50


def search(request: Request) -> Response:
    language: Language = request.path_params["language"]
    say = Words(language)
    query = " ".join(request.query_params.get("q", "").split())
    problem = _problem(query, say)
    hits = finder(language).find(query) if query and not problem else ()
    context = {
        "say": say,
        "query": query[:_LONGEST],
        "problem": problem,
        "hits": [
            {"entry": hit.entry, "snippet": hit.snippet, "address": _address(hit.entry, language)}
            for hit in hits[:_SHOWN]
        ],
        "total": len(hits),
        "longest": _LONGEST,
    }
    title = say("search_for", query=query) if query and not problem else say("search")
    crumbs = ((say("guide"), f"/{language}/veiledning"),)
    return show(
        request, Page("guide/search.html", title, language, crumbs, SECTION, 422 if problem else 200, context=context)
    )


def moved(request: Request) -> Response:
    """From the address that the search had before."""
    language: Language = request.path_params["language"]
    query = request.query_params.get("q", "")
    return RedirectResponse(f"/{language}/veiledning/sok" + (f"?{urlencode({'q': query})}" if query else ""), 301)


def _address(entry: Entry, language: Language) -> str:
    match entry.kind:
        case Kind.TERM:
            return f"/{language}/veiledning/ord#{entry.id}"
        case Kind.CONTROL:
            return f"/{language}/skjema/{entry.form}/kontroller/{entry.id}"
    assert entry.form is not None and entry.year is not None
    if entry.kind is Kind.FORM:
        return of_form(language, entry.form, entry.year)
    return of_field(language, entry.form, entry.year, entry.id)


def _problem(query: str, say: Words) -> str | None:
    if len(query) > _LONGEST:
        return say("query_long", count=len(query), longest=_LONGEST)
    if query and max(len(part) for part in query.split()) < _SHORTEST:
        return say("query_short", query=query)
    return None
