"""The steward's page: first administrators, duties, and offices."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.people import stewarding
from kostra.model.errors import Refused
from kostra.model.people import Duty
from kostra.model.text import Language
from kostra.web.access import asker_of
from kostra.web.pages import Page, show
from kostra.web.rights.asked import done, field, tried
from kostra.web.rights.words import Words


def page(request: Request) -> Response:
    return _page(request)


def appoint(request: Request) -> Response:
    system, asker = request.app.state.system, asker_of(request)
    region, code, reason = (field(request, name).strip() for name in ("region", "code", "reason"))
    return tried(
        request,
        lambda: stewarding.appoint(system, asker, region, code, reason),
        "/forvaltning?gjort=appointed",
        lambda problem: _page(request, problem),
    )


def give_duty(request: Request) -> Response:
    def give() -> None:
        asked = field(request, "duty")
        if asked not in set(Duty):
            raise Refused("Velg hvilken oppgave personen skal ha.")
        stewarding.give_duty(
            request.app.state.system,
            asker_of(request),
            field(request, "code"),
            Duty(asked),
            field(request, "body") or None,
            field(request, "reason").strip(),
        )

    return tried(request, give, "/forvaltning?gjort=duty_given", lambda problem: _page(request, problem))


def end_duty(request: Request) -> Response:
    system, asker = request.app.state.system, asker_of(request)
    return tried(
        request,
        lambda: stewarding.end_duty(system, asker, field(request, "held"), field(request, "reason")),
        "/forvaltning?gjort=duty_ended",
        lambda problem: _page(request, problem),
    )


def make_office(request: Request) -> Response:
    system, asker = request.app.state.system, asker_of(request)
    return tried(
        request,
        lambda: stewarding.make_office(system, asker, field(request, "name"), field(request, "code")),
        "/forvaltning?gjort=office_made",
        lambda problem: _page(request, problem),
    )


def _page(request: Request, problem: str = "") -> Response:
    language: Language = request.path_params["language"]
    word = Words(language)
    seen = stewarding.overview(request.app.state.system, asker_of(request))
    context = {
        "say": word,
        "seen": seen,
        "without": sum(not held for _, _, held in seen.administered),
        "duties": [(str(duty), word(f"duty_{duty}")) for duty in Duty],
        "problem": problem,
        "done": done(request),
    }
    crumbs = ((word("title"), f"/{language}/tilganger"),)
    status = 422 if problem else 200
    return show(
        request,
        Page("rights/steward.html", word("steward"), language, crumbs, "tilganger", status=status, context=context),
    )
