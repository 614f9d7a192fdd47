"""An office that several municipalities share: who works there, and what it has been given."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.people import offices, units
from kostra.app.system import System
from kostra.model.text import Language
from kostra.web.access import asker_of
from kostra.web.pages import Page, show
from kostra.web.rights.asked import done, field, tried
from kostra.web.rights.words import Words


def page(request: Request) -> Response:
    return _page(request)


def put(request: Request) -> Response:
    id = request.path_params["office"]
    system, asker = request.app.state.system, asker_of(request)
    administers = field(request, "administers") == "ja"
    return tried(
        request,
        lambda: offices.put_member(system, asker, id, field(request, "code"), administers),
        f"/kontor/{id}?gjort=member_put",
        lambda problem: _page(request, problem),
    )


def end(request: Request) -> Response:
    id = request.path_params["office"]
    system, asker = request.app.state.system, asker_of(request)
    return tried(
        request,
        lambda: offices.end_member(system, asker, id, field(request, "person"), field(request, "reason")),
        # One who leaves the office cannot see its page any more.
        f"/kontor/{id}?gjort=member_ended" if field(request, "person") != asker.actor.id else "",
        lambda problem: _page(request, problem),
    )


def _page(request: Request, problem: str = "") -> Response:
    language: Language = request.path_params["language"]
    system: System = request.app.state.system
    word = Words(language)
    shown = offices.one(system, asker_of(request), request.path_params["office"])
    now = system.clock.now()
    context = {
        "say": word,
        "shown": shown,
        "held": [
            (units.name(one.region, now.year), word.form(one.form), word.right(one.right)) for one in shown.mandates
        ],
        "problem": problem,
        "done": done(request),
    }
    crumbs = ((word("title"), f"/{language}/tilganger"),)
    status = 422 if problem else 200
    return show(
        request,
        Page("rights/office.html", shown.office.name, language, crumbs, "tilganger", status=status, context=context),
    )
