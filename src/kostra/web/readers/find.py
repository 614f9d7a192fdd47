"""The search of readers: one question, and the figure that answers it, the places it names, and tables, key figures and topics. Nothing is
remembered of what was searched for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.publication.finder import Found
from kostra.publication.newest import newest
from kostra.web.readers.asked import Asked, asked, finder_of
from kostra.web.readers.figures import address, card, place_address
from kostra.web.readers.front import listed

LONGEST = 100


def find(request: Request) -> Response:
    one = asked(request)
    query = " ".join(request.query_params.get("q", "").split())
    if len(query) > LONGEST:
        return _shown(one, query[:LONGEST], None, one.say("too_long", count=len(query), longest=LONGEST))
    found = finder_of(request.app).find(query) if query else None
    return _shown(one, query, found, None)


def _shown(one: Asked, query: str, found: Found | None, problem: str | None) -> Response:
    title = one.say("find") if found is None else one.say("find_for", query=query)
    context: dict[str, Any] = {
        "query": query,
        "longest": LONGEST,
        "problem": problem,
        "found": None if found is None else _told(one, found),
        "nothing_yet": one.nothing_yet() if found is not None and not one.bank.tables() else None,
        "in_forms": f"/veiledning/sok?{urlencode({'q': query})}" if query else "/veiledning/sok",
    }
    return one.page("find", title, "/finn", context, section="find", status=422 if problem else 200)


def _told(one: Asked, found: Found) -> dict[str, Any]:
    place = found.place
    region = None if place is None else place.code
    return {
        "nothing": found.nothing,
        "places": [
            {"name": each.name, "was": each.was, "address": place_address(one, each.code)} for each in found.places
        ],
        "answers": [card(one, each.figure, each.question.text) for each in found.answers],
        "more": None if place is None or (more := place_address(one, place.code)) is None else (place.name, more),
        "tables": [
            listed(one, each) | ({"address": address(one, each, region)} if region in each.axes[0].place else {})
            for each in found.tables
        ],
        "figures": [
            card(one, figure)
            for table, measure in found.figures
            if (figure := newest(table, measure.id, region) if region else newest(table, measure.id)) is not None
        ],
        "topics": [
            {"title": one.say.of(each.title), "about": one.say.of(each.about), "address": f"{one.top}/tema/{each.id}"}
            for each in found.topics
        ],
    }
