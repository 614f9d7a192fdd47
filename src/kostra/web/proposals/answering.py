"""Answering a hearing: for an office that was invited, or another; at the desk also what came by letter."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.permissions import Forbidden
from kostra.app.proposals import asking, hearing, showing
from kostra.followup.calendar import day
from kostra.model.errors import Refused
from kostra.model.people import Duty
from kostra.model.proposal import Stance, State
from kostra.web.proposals.asked import SECTION, choice_of, number_of, top
from kostra.web.proposals.words import Words
from kostra.web.visit import Visit

_OTHER = "annen"


def page(request: Request) -> Response:
    return _page(Visit.of(request, Words), None)


def answer(request: Request) -> Response:
    one = Visit.of(request, Words)
    typed, number = one.form, number_of(request)
    try:
        chosen = typed.get("for", "")
        if not chosen:
            raise Refused(one.say("choose_party"))
        party = typed.get("kontor", "") if chosen == _OTHER else chosen
        stance = choice_of(typed.get("syn", ""), Stance)
        by_letter = typed.get("brev") == "ja"
        text = typed.get("tekst", "").replace("\r\n", "\n")
        hearing.answer(one.system, one.asker, number, party, stance, text, by_letter=by_letter)
    except Forbidden:
        raise
    except Refused as refused:
        return _page(one, refused)
    return RedirectResponse(f"{top(one.language)}/{number}#horing", 303)


def _page(one: Visit[Words], problem: Refused | None) -> Response:
    found, say = showing.seen(one.system, one.asker, number_of(one.request)), one.say
    last = found.hearing
    mine = [each.office for each in asking.speaks_for(one.asker, day(one.system.clock.now()).year)]
    back = f"{top(one.language)}/{found.number}"
    context: dict[str, Any] = {
        "here": f"{back}/svar",
        "heading": found.content.title,
        "back": back,
        "open": last is not None and found.state is State.IN_HEARING,
        "asked": "" if last is None else last.said.text,
        "due": "" if last is None else say.day(last.deadline),
        "parties": () if last is None else tuple(dict.fromkeys((*last.parties, *mine))),
        "other": _OTHER,
        "stances": [(each.value, say(f"stance_{each}")) for each in Stance],
        "typed": one.form if problem else {},
        "is_desk": one.asker.has(Duty.STATISTICIAN),
    }
    crumbs = ((say("title"), top(one.language)), (say("one_crumb", number=found.number), back))
    return one.show("proposals/answer.html", say("answer_title"), crumbs, SECTION, context, problem)
