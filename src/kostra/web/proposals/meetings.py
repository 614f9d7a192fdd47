"""Meetings: calling one, its agenda made from what is ready, and its minutes. Anybody may read them."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.pages.document import Document
from kostra.app.proposals import deciding
from kostra.app.proposals.agenda import document
from kostra.followup.calendar import day
from kostra.model.errors import Missing, Refused
from kostra.model.people import Duty
from kostra.web.downloads import markdown_file
from kostra.web.pages import body
from kostra.web.proposals.asked import SECTION, day_of, number_of, top
from kostra.web.proposals.listing import row
from kostra.web.proposals.words import Words
from kostra.web.visit import Visit


def front(request: Request) -> Response:
    return _front(Visit.of(request, Words))


def call(request: Request) -> Response:
    one = Visit.of(request, Words)
    try:
        number = deciding.call(one.system, one.asker, day_of(one.form.get("dag", "")), one.form.get("sted", ""))
    except Refused as refused:
        return _front(one, refused)
    return RedirectResponse(f"{_top(one)}/{number}", 303)


def one(request: Request) -> Response:
    return _one(Visit.of(request, Words))


def agenda_markdown(request: Request) -> Response:
    asked = Visit.of(request, Words)
    number = number_of(request)
    return markdown_file(_document(asked, number), f"saksliste-{number}")


def change(request: Request) -> Response:
    """Puts what is chosen on the agenda, or writes minutes: what the button says."""
    asked = Visit.of(request, Words)
    number, typed = number_of(request), asked.form
    try:
        if typed.get("gjor") == "saksliste":
            chosen = [_number(each) for each in asked.chosen("forslag")]
            deciding.put_on_agenda(asked.system, asked.asker, number, chosen, typed.get("grunn", ""))
        else:
            about = typed.get("om", "")
            text = typed.get("tekst", "").replace("\r\n", "\n")
            deciding.write_minutes(asked.system, asked.asker, number, text, _number(about) if about else None)
    except Missing:
        raise
    except Refused as refused:
        return _one(asked, refused)
    return RedirectResponse(f"{_top(asked)}/{number}", 303)


def _front(asked: Visit[Words], problem: Refused | None = None) -> Response:
    say = asked.say
    context: dict[str, Any] = {
        "here": _top(asked),
        "meetings": [
            {
                "number": each.number,
                "address": f"{_top(asked)}/{each.number}",
                "on": say.day(each.held),
                "place": each.place,
                "minuted": bool(each.minutes),
            }
            for each in deciding.meetings(asked.system)
        ],
        "is_desk": asked.asker.has(Duty.STATISTICIAN),
        "typed": asked.form if problem else {},
    }
    crumbs = ((say("title"), top(asked.language)),)
    return asked.show("proposals/meetings.html", say("meetings_title"), crumbs, SECTION, context, problem)


def _one(asked: Visit[Words], problem: Refused | None = None) -> Response:
    say, number = asked.say, number_of(asked.request)
    found, proposals = deciding.agenda(asked.system, number)
    is_desk = asked.asker.has(Duty.STATISTICIAN)
    whole = found.of(None)
    context: dict[str, Any] = {
        "here": f"{_top(asked)}/{number}",
        "content": body(document(found, proposals, asked.language)),
        "rows": [row(each, say, asked.language) for each in proposals],
        "is_desk": is_desk,
        "ready": [row(each, say, asked.language) for each in deciding.ready(asked.system, asked.asker)]
        if is_desk
        else [],
        "about": [(str(each.number), f"{each.number} {each.content.title}") for each in proposals],
        "over": found.held <= day(asked.system.clock.now()),
        "typed": asked.form if problem else {"tekst": "" if whole is None else whole.said.text},
    }
    crumbs = ((say("title"), top(asked.language)), (say("meetings_title"), _top(asked)))
    title = say("meeting_title", number=number, on=say.day(found.held))
    return asked.show("proposals/meeting.html", title, crumbs, SECTION, context, problem)


def _document(asked: Visit[Words], number: int) -> Document:
    return document(*deciding.agenda(asked.system, number), asked.language)


def _number(written: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) <= 9):
        raise Refused(f"«{written[:20]}» er ikke nummeret på et forslag. Velg i listen.")
    return int(written)


def _top(asked: Visit[Words]) -> str:
    return f"{top(asked.language)}/moter"
