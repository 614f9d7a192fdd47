"""One expected delivery: where it stands, what there is to do about it, what has been sent, and what has happened."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.guide.addresses import of_form
from kostra.app.portal.one import Delivery, Sent, look
from kostra.app.ports.drafts import Step
from kostra.followup.calendar import Phase, day, told
from kostra.followup.errorlists import ErrorList
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.people import Right
from kostra.model.submission import Expected
from kostra.web.access import asker_of
from kostra.web.api.pace import Pace
from kostra.web.errors import status_of
from kostra.web.events import told_events
from kostra.web.pages import Page, show
from kostra.web.portal.asked import address, expected_of, language_of, writing_about
from kostra.web.portal.owing import SECTION, is_eform, title_of
from kostra.web.portal.words import Words


def page(request: Request) -> Response:
    return _show(request, expected_of(request))


def show_again(request: Request, expected: Expected, problem: Refused) -> Response:
    """With what was wrong, where it was tried."""
    return _show(request, expected, problem)


def _show(request: Request, expected: Expected, problem: Refused | None = None) -> Response:
    language = language_of(request)
    seen = look(request.app.state.system, asker_of(request), expected)
    say = Words(language)
    pace: Pace = request.app.state.settings.receiving
    title = say("one_title", form=expected.form, period=expected.period, name=seen.name)
    context = _context(seen, expected, say) | {
        "problem": None if problem is None else problem.message,
        "largest": pace.largest,
        "too_large": say("too_large", largest=pace.largest >> 20),
    }
    crumbs = ((say("mine"), f"/{language}/mine-innsendinger"),)
    status = 200 if problem is None else status_of(problem)
    return show(request, Page("portal/one.html", title, language, crumbs, SECTION, status, context=context))


def _context(seen: Delivery, expected: Expected, say: Words) -> dict[str, Any]:
    language, owed = say.language, seen.owed
    form, year = expected.form, expected.period.year
    return {
        "say": say,
        "seen": seen,
        "owed": owed,
        "here": address(language, expected),
        "title": title_of(form, year, language),
        "state": say.state(owed.standing.state),
        "due": told(owed.due),
        "left": say.left(owed.days) if owed.is_awaited and owed.is_open else "",
        "overdue": owed.is_awaited and owed.days < 0,
        "corrections": told(owed.dates.corrections),
        "closes": told(owed.dates.closes),
        "publications": ", ".join(map(told, owed.dates.publications)),
        "arrived": _arrived(seen, say),
        "closed": None if owed.is_open else _closed(seen, say),
        "rights": [say(f"right_{right}") for right in Right if right in (seen.rights - {Right.SEE} or seen.rights)],
        "may_send": Right.SEND in seen.rights and owed.is_open,
        "may_prepare": Right.PREPARE in seen.rights and owed.is_open,
        "is_eform": is_eform(form),
        "draft": _draft(seen, say),
        "waiting": [_waiting(one, say) for one in seen.waiting],
        "lists": [_list(one, say) for one in seen.lists],
        "sent": [sent_row(one, say) for one in seen.delivered],
        "history": told_events(seen.history, language),
        "recipient": seen.recipient,
        "write": writing_about(language, expected, say("message_about", form=form, period=expected.period)),
        "guide": of_form(language, form, year),
        "specification": f"/{language}/skjema/{form}/{year}",
        "controls": f"/{language}/skjema/{form}/{year}/kontroller",
        "received_for": catalogue.form(form).received_for,
    }


def _arrived(seen: Delivery, say: Words) -> str:
    arrived = seen.owed.standing.arrived
    if arrived is None:
        return ""
    time = say.moment(arrived)
    return time if not seen.owed.late else say("arrived_late", time=time, late=say.days(seen.owed.late))


def _closed(seen: Delivery, say: Words) -> str:
    if seen.owed.phase is Phase.BEFORE:
        return say("closed_before", date=told(seen.owed.dates.opens))
    return say("closed_after")


def _draft(seen: Delivery, say: Words) -> dict[str, Any] | None:
    """An e-form on its way; one that was sent stands among what was sent."""
    draft = seen.draft
    if draft is None or draft.step is Step.SENT:
        return None
    ready = draft.step is Step.READY
    about = say("draft_ready" if ready else "draft_begun", who=draft.by.name, time=say.moment(draft.saved))
    return {"about": about, "ready": ready}


def _waiting(one: Sent, say: Words) -> dict[str, Any]:
    submission = one.submission
    about = say("waiting_about", who=submission.preparer.name, time=say.moment(submission.uploaded))
    return {"id": submission.id, "about": about, "file": submission.file_name or "", "stopped": stops(one)}


def _list(one: ErrorList, say: Words) -> dict[str, Any]:
    return {
        "here": f"/{say.language}/feilliste/{one.id}",
        "title": say("list_round", round=one.round),
        "sent": say.moment(one.sent),
        "stands": say("list_until", date=told(one.answer_by))
        if one.closed is None
        else say("list_ended", date=told(day(one.closed))),
        "is_open": one.is_open,
    }


def stops(one: Sent) -> bool:
    severity = one.submission.severity
    return severity is not None and severity.blocks


def sent_row(one: Sent, say: Words) -> dict[str, Any]:
    submission = one.submission
    assert submission.received is not None
    assert submission.sender is not None
    return {
        "id": submission.id,
        "time": say.moment(submission.received),
        "what": say(f"content_{submission.content}"),
        "file": submission.file_name or "",
        "who": submission.sender.name,
        "outcome": say(f"stage_{submission.stage}"),
        "stopped": stops(one),
        "current": one.is_current,
    }
