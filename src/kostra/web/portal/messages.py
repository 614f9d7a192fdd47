"""Messages between a municipality and the desk: the same pages for both, each seeing its own side."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.followup import talking
from kostra.app.followup.talking import Subject
from kostra.app.people import units
from kostra.app.permissions import Asker, Forbidden
from kostra.followup.messages import Thread
from kostra.forms import catalogue
from kostra.model.errors import Missing, Refused
from kostra.model.people import Duty
from kostra.model.period import Period
from kostra.web.access import asker_of
from kostra.web.errors import status_of
from kostra.web.pages import Page, show
from kostra.web.portal.asked import in_boxes, language_of
from kostra.web.portal.words import Words

SECTION = "meldinger"


def page(request: Request) -> Response:
    """Every thread there is, and a new one."""
    return _all(request)


def start(request: Request) -> Response:
    form = request.state.form
    language = language_of(request)
    try:
        about, _, period = str(form.get("om", "")).partition("/")
        subject = Subject(
            str(form.get("region", "")),
            str(form.get("emne", "")).strip(),
            catalogue.form(about).id if about else None,
            Period.read(period) if period else None,
        )
        thread = talking.start(request.app.state.system, asker_of(request), subject, str(form.get("tekst", "")))
    except Forbidden:
        raise
    except Refused as refused:
        return _all(request, refused)
    return RedirectResponse(f"/{language}/meldinger/{thread.id}", 303)


def thread(request: Request) -> Response:
    return _thread(request)


def answer(request: Request) -> Response:
    id = request.path_params["id"]
    try:
        talking.answer(request.app.state.system, asker_of(request), id, str(request.state.form.get("tekst", "")))
    except (Forbidden, Missing):
        raise
    except Refused as refused:
        return _thread(request, refused)
    return RedirectResponse(f"/{language_of(request)}/meldinger/{id}", 303)


def close(request: Request) -> Response:
    id = request.path_params["id"]
    talking.close(request.app.state.system, asker_of(request), id)
    return RedirectResponse(f"/{language_of(request)}/meldinger", 303)


def _all(request: Request, problem: Refused | None = None) -> Response:
    language, asker = language_of(request), asker_of(request)
    system = request.app.state.system
    say = Words(language)
    now = system.clock.now()
    unread = talking.unread(system, asker)
    context = {
        "say": say,
        "problem": None if problem is None else problem.message,
        "typed": in_boxes(request.state.form if problem else request.query_params),
        "threads": [
            _row(one, say, unread.get(one.id, 0), units.name(one.unit, now.year))
            for one in talking.threads(system, asker)
        ],
        "units": [(code, units.name(code, now.year)) for code in _units(asker, now.year)],
    }
    return show(
        request,
        Page(
            "portal/messages.html",
            say("messages"),
            language,
            (),
            SECTION,
            200 if problem is None else status_of(problem),
            context=context,
        ),
    )


def _units(asker: Asker, year: int) -> tuple[str, ...]:
    """Whom a new one may be about."""
    return tuple(sorted(units.names(year))) if asker.has(Duty.STATISTICIAN) else asker.regions()


def _row(one: Thread, say: Words, unread: int, name: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "subject": one.subject,
        "unit": name,
        "about": f"{one.form} {one.period}" if one.form else "",
        "opened": say.moment(one.opened),
        "closed": say.moment(one.closed) if one.closed else "",
        "unread": say.counted("message_unread", unread) if unread else "",
    }


def _thread(request: Request, problem: Refused | None = None) -> Response:
    language, asker = language_of(request), asker_of(request)
    system = request.app.state.system
    say = Words(language)
    talk = talking.read(system, asker, request.path_params["id"])
    context = {
        "say": say,
        "problem": None if problem is None else problem.message,
        "typed": str(request.state.form.get("tekst", "")) if problem else "",
        "thread": _row(talk.thread, say, 0, units.name(talk.thread.unit, system.clock.now().year)),
        "messages": [
            {"at": say.moment(one.at), "who": one.author.name, "side": say(f"side_{one.side}"), "text": one.text}
            for one in talk.messages
        ],
        "may_close": asker.has(Duty.STATISTICIAN) and talk.thread.closed is None,
        "here": f"/{language}/meldinger/{talk.thread.id}",
    }
    crumbs = ((say("messages"), f"/{language}/meldinger"),)
    status = 200 if problem is None else status_of(problem)
    return show(
        request, Page("portal/thread.html", talk.thread.subject, language, crumbs, SECTION, status, context=context)
    )
