"""The last look: everything that is answered, what stops it, what must be said to be right; then sending, or handing over."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.eforms import sending
from kostra.app.eforms.questionnaire import questionnaire
from kostra.app.eforms.sending import Stopped, blocking, waiting
from kostra.app.eforms.sheet import Sheet, sheet
from kostra.app.permissions import Asker
from kostra.model.errors import Missing
from kostra.model.finding import Severity
from kostra.web.eforms import frame
from kostra.web.eforms.filling import summary
from kostra.web.eforms.reading import asker, explained, number, sent, system_of
from kostra.web.portal.asked import expected_of


def page(request: Request) -> Response:
    who = asker(request)
    opened = sheet(system_of(request), who, expected_of(request))
    return _shown(request, who, opened, dict(opened.explained))


def send(request: Request) -> Response:
    who, what, form = asker(request), expected_of(request), sent(request)
    said = explained(form)
    try:
        sending.send(system_of(request), who, what, number(form.get("versjon")), said)
    except Stopped:
        return _shown(request, who, sheet(system_of(request), who, what), dict(said), tried=True)
    return RedirectResponse(frame.address(who.language, what, "sendt"), 303)


def hand_over(request: Request) -> Response:
    who, what, form = asker(request), expected_of(request), sent(request)
    said = explained(form)
    try:
        sending.hand_over(system_of(request), who, what, number(form.get("versjon")), said)
    except Stopped:
        return _shown(request, who, sheet(system_of(request), who, what), dict(said), tried=True)
    return RedirectResponse(f"{frame.address(who.language, what, 'se-over')}?klar=1", 303)


def receipt(request: Request) -> Response:
    """The newest submission that came from this form, as its sender is told of it."""
    who, what = asker(request), expected_of(request)
    opened = sheet(system_of(request), who, what)
    submission = opened.sent
    if submission is None or submission.received is None:
        raise Missing(f"Skjema {what.form} for {what.period} er ikke sendt ennå. Se over svarene, og send det inn.")
    say = frame.words(who.language)
    title = say("receipt_title", form=what.form)
    return frame.framed(request, who, opened, "receipt.html", title, submission=submission)


def _shown(request: Request, who: Asker, opened: Sheet, said: dict[str, str], tried: bool = False) -> Response:
    """`tried` says that somebody wanted to send it as it is, and could not."""
    say = frame.words(who.language)
    found = opened.found(who.language)
    made = questionnaire(opened.version, opened.expected.unit, who.language, opened.typed, opened.last_year, found)
    title = f"{say('look_over')}: {made.title}"
    response = frame.framed(
        request,
        who,
        opened,
        "look_over.html",
        title,
        form=made,
        stopping=summary(made, blocking(found)),
        warnings=summary(made, tuple(one for one in found if one.may_stand)),
        remarks=tuple(one for one in found if one.severity is Severity.INFO),
        unsaid={one.key for one in waiting(found, said)},
        said=said,
        tried=tried,
        handed_over="klar" in request.query_params,
    )
    response.status_code = 422 if tried else 200
    return response
