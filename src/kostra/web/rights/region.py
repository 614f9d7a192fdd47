"""Who may what for one municipality or district: seen, given and ended by those who administer it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.people import mandates, offices
from kostra.app.people.holders import ByHolder
from kostra.app.people.mandates import RIGHTS, Region
from kostra.app.permissions import Forbidden
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.event import Recorded
from kostra.model.people import ActorKind, Right
from kostra.model.text import Language
from kostra.web.access import asker_of
from kostra.web.pages import Page, show
from kostra.web.rights.asked import done, field, holder, rights, tried
from kostra.web.rights.words import Words


def page(request: Request) -> Response:
    return _page(request)


def find(request: Request) -> Response:
    """Who it is, before anything is given: so that a code misread is seen."""
    language: Language = request.path_params["language"]
    system: System = request.app.state.system
    asker, code = asker_of(request), request.path_params["region"]
    try:
        found = mandates.holder(system, asker, code, holder(request))
    except Forbidden:
        raise
    except Refused as refused:
        return _page(request, refused.message)
    word = Words(language)
    shown = mandates.region(system, asker, code)
    context = {
        "say": word,
        "region": shown,
        "found": found,
        "has": [(word.form(one.form), word.right(one.right)) for one in shown.mandates if one.holder == found],
        "asked": {
            name: field(request, name) for name in ("way", "code", "holder", "office", "client", "orgnr", "name")
        },
        "rights": [
            (str(right), word.right(right), word(f"about_{right}"))
            for right in RIGHTS
            if right is not Right.ADMINISTER or found.kind is ActorKind.PERSON
        ],
        "forms": catalogue.ids(),
    }
    crumbs = (*_crumbs(word, language), (shown.name, f"/{language}/tilganger/{code}"))
    title = word("give_to", name=found.name)
    return show(request, Page("rights/give.html", title, language, crumbs, "tilganger", context=context))


def give(request: Request) -> Response:
    code = request.path_params["region"]
    return tried(
        request,
        lambda: mandates.give(
            request.app.state.system,
            asker_of(request),
            code,
            holder(request),
            rights(request),
            field(request, "form") or None,
            field(request, "reason").strip(),
        ),
        f"/{code}?gjort=given",
        lambda problem: _page(request, problem),
    )


def end(request: Request) -> Response:
    code = request.path_params["region"]
    system, asker = request.app.state.system, asker_of(request)
    return tried(
        request,
        lambda: mandates.end(system, asker, code, field(request, "mandate"), field(request, "reason")),
        f"/{code}?gjort=ended",
        lambda problem: _page(request, problem),
    )


def end_all(request: Request) -> Response:
    code = request.path_params["region"]
    system, asker = request.app.state.system, asker_of(request)
    return tried(
        request,
        lambda: mandates.end_all(system, asker, code, field(request, "holder"), field(request, "reason")),
        f"/{code}?gjort=all_ended",
        lambda problem: _page(request, problem),
    )


def language(request: Request) -> Response:
    code, chosen = request.path_params["region"], field(request, "chosen")

    def choose() -> None:
        known = Language(chosen) if chosen in ("nb", "nn") else Language.ENGLISH
        mandates.choose_language(request.app.state.system, asker_of(request), code, known)

    return tried(request, choose, f"/{code}?gjort=language_chosen", lambda problem: _page(request, problem))


def _page(request: Request, problem: str = "") -> Response:
    spoken: Language = request.path_params["language"]
    system: System = request.app.state.system
    asker, word = asker_of(request), Words(spoken)
    shown = mandates.region(system, asker, request.path_params["region"])
    context = {
        "say": word,
        "region": shown,
        "holders": _holders(shown),
        "history": [_told(one, word) for one in shown.history],
        "offices": offices.every(system, asker),
        "problem": problem,
        "done": done(request),
    }
    title = word("title_region", name=shown.name)
    status = 422 if problem else 200
    return show(
        request,
        Page("rights/region.html", title, spoken, _crumbs(word, spoken), "tilganger", status=status, context=context),
    )


def _holders(shown: Region) -> list[dict[str, Any]]:
    """By holder, those who administer first."""
    names = {one.holder: one.holder.name for one in shown.mandates}
    held = {who: [one for one in shown.mandates if one.holder == who] for who in names}
    order = sorted(held, key=lambda who: (all(one.right is not Right.ADMINISTER for one in held[who]), names[who]))
    return [{"holder": who, "mandates": held[who], "by": ByHolder(who.id)} for who in order]


def _told(recorded: Recorded, word: Words) -> dict[str, str]:
    event = recorded.event
    details = {name: str(value) for name, value in event.details.items()}
    if event.action == mandates.LANGUAGE:
        what = word("event_language", language=word(f"language_{details['language']}"))
    else:
        action = "event_given" if event.action == mandates.GIVEN else "event_ended"
        what = word(action, name=details["name"], right=word.right(details["right"]), form=word.form(event.form))
    return {"at": word.moment(recorded.at), "who": recorded.actor.name, "what": what, "reason": event.reason}


def _crumbs(word: Words, language: Language) -> tuple[tuple[str, str], ...]:
    return ((word("title"), f"/{language}/tilganger"),)
