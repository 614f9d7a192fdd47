"""What is posted from the page of a unit. What is refused is told on that page, with all that was typed still there."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.followup import deciding, errorlists, reaching
from kostra.app.followup.reaching import Try
from kostra.app.receiving import paper
from kostra.followup.contacts import Channel
from kostra.model.errors import Refused
from kostra.model.submission import Expected
from kostra.web.desk.asked import Asked, asked, day_of, expected_named
from kostra.web.desk.unit import code_of, show_unit
from kostra.web.portal import contacts


def decide(request: Request) -> Response:
    """About one or several of what it owes, together or not at all."""
    return _done(asked(request), _decide)


def note(request: Request) -> Response:
    """A try to reach them."""
    return _done(asked(request), _note)


def contact(request: Request) -> Response:
    """Saved, or removed."""
    return _done(asked(request), lambda one: contacts.put(one.system, request, code_of(one)))


def register(request: Request) -> Response:
    """What came on paper, registered by SSB for a municipality that could not send."""
    return _done(asked(request), _register)


def make_list(request: Request) -> Response:
    """The next round of errors to clear up; it leads to the list."""
    one = asked(request)
    try:
        answer_by = day_of(one, one.form.get("liste-dato", ""), "answer_by")
        made = errorlists.send_list(one.system, one.asker, _about(one, "liste-om"), answer_by)
    except Refused as refused:
        return show_unit(one, refused)
    return RedirectResponse(f"{one.top}/feillister/{made.list.id}", 303)


def _done(one: Asked, act: Callable[[Asked], None]) -> Response:
    try:
        act(one)
    except Refused as refused:
        return show_unit(one, refused)
    return RedirectResponse(f"{one.top}/enhet/{code_of(one)}", 303)


def _decide(one: Asked) -> None:
    form = one.form
    what = [expected_named(each, code_of(one)) for each in one.chosen("om")]
    if not what:
        raise Refused(one.say("none_chosen"))
    reason, code = form.get("grunn", ""), form.get("kode", "")
    match form.get("vedtak"):
        case "forleng":
            deciding.extend(
                one.system, one.asker, what, day_of(one, form.get("dato", ""), "new_deadline"), code, reason
            )
        case "fritak":
            deciding.excuse(one.system, one.asker, what, code, reason)
        case "ingenting":
            until = day_of(one, form.get("dato", ""), "presumed_until")
            deciding.presume_nil(one.system, one.asker, what, reason, until)
        case other:
            simple: dict[str | None, Callable[..., object]] = {
                "godkjenn": deciding.accept,
                "avvis": deciding.refuse,
                "apne": deciding.reopen,
                "avslutt": deciding.finish,
                "skal-ikke": deciding.leave_out,
                "ventes": deciding.take_back,
            }
            if other not in simple:
                raise Refused(one.say("no_decision"))
            simple[other](one.system, one.asker, what, reason)


def _note(one: Asked) -> None:
    form = one.form
    channel = form.get("kanal", "")
    if channel not in set(Channel):
        raise Refused(one.say("no_channel"))
    about = _about(one, "forsok-om") if form.get("forsok-om") else None
    reaching.note_try(
        one.system,
        one.asker,
        Try(
            unit=code_of(one),
            channel=Channel(channel),
            outcome=form.get("utfall", ""),
            person=form.get("person", ""),
            form=about.form if about else None,
            period=about.period if about else None,
            next_on=day_of(one, form["neste"], "next") if form.get("neste") else None,
            note=form.get("notat", ""),
        ),
    )


def _register(one: Asked) -> None:
    paper.register_paper(one.system, one.asker, _about(one, "papir-om"), one.form.get("papir-grunn", ""))


def _about(one: Asked, box: str) -> Expected:
    """The one chosen in a list of what the unit owes."""
    if not (chosen := one.form.get(box, "")):
        raise Refused(one.say("none_of_these"))
    return expected_named(chosen, code_of(one))
