"""The address of the season, open to whoever tries the demo."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from kostra.app.people import units
from kostra.app.season.clock import SeasonClock
from kostra.app.season.demo import LAST, SHOWN, YEARS
from kostra.app.season.faults import Faults
from kostra.app.season.plan import LEFT
from kostra.followup.calendar import day
from kostra.model.errors import Refused
from kostra.model.text import Language
from kostra.web.access import PUBLIC, guarded
from kostra.web.pages import Page, show
from kostra.web.season.words import Words
from kostra.web.settings import Settings

PLACE = "/{language:written}/sesong"


def routes() -> list[BaseRoute]:
    return [
        guarded(PLACE, page, PUBLIC, name="season"),
        guarded(PLACE, change, PUBLIC, ("POST",), name="change-season"),
    ]


def page(request: Request) -> Response:
    return _show(request)


def change(request: Request) -> Response:
    clock = _clock(request)
    form = request.state.form
    try:
        match form.get("gjor"):
            case "stans":
                clock.pause()
            case "videre":
                clock.pause(False)
            case _:
                clock.forward(_day(str(form.get("dag", ""))), LAST)
    except Refused as refused:
        return _show(request, refused)
    return RedirectResponse(f"/{request.path_params['language']}/sesong", 303)


def _clock(request: Request) -> SeasonClock:
    clock = request.app.state.system.clock
    if not isinstance(clock, SeasonClock):
        raise Refused("Ingen sesong er i gang. Den begynner når «kostra demo» startes.")
    return clock


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Refused(f"«{written[:20]}» er ikke en dag. Velg en dag i kalenderen, eller skriv 2027-01-20.") from None


def _show(request: Request, problem: Refused | None = None) -> Response:
    language: Language = request.path_params["language"]
    clock, say = _clock(request), Words(language)
    settings: Settings = request.app.state.settings
    now = clock.now()
    context = {
        "say": say,
        "problem": None if problem is None else problem.message,
        "now": say.moment(now),
        "state": _state(clock, say),
        "paused": clock.wish().paused,
        "first": clock.next_day().isoformat(),
        "last": LAST.isoformat(),
        "hint": say("forward_hint", first=say.day(clock.next_day()), last=say.day(LAST)),
        "left": [say("left", form=form, name=units.name(unit, now.year)) for unit, form in sorted(LEFT)],
        "faults": [
            {"when": say.moment(one.at), "what": say(f"part_{one.part}", about=one.about), "kind": one.kind}
            for one in Faults(settings.data).listed()
        ],
        "files": say("files", folder=settings.data / "nation" / str(YEARS[-1])),
    }
    status = 200 if problem is None else 422
    return show(request, Page("season/season.html", say("title"), language, (), "sesong", status, context=context))


def _state(clock: SeasonClock, say: Words) -> Any:
    wish = clock.wish()
    if wish.paused:
        return say("paused")
    if wish.goal is not None:
        return say("fast", day=say.day(date.fromisoformat(wish.goal)))
    if day(clock.now()) < SHOWN:
        return say("fast", day=say.day(SHOWN))
    return say("running", pace=round(wish.pace))
