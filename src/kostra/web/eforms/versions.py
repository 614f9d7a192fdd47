"""Looking back and going back: the earlier versions of a draft; and the form on paper, with the answers or empty."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.eforms import looking_back, writing
from kostra.app.eforms.questionnaire import questionnaire
from kostra.app.eforms.sheet import sheet
from kostra.app.eforms.typed import told
from kostra.model.form import FieldVersion
from kostra.web.eforms import frame
from kostra.web.eforms.reading import asker, number, sent, system_of
from kostra.web.portal.asked import expected_of


def page(request: Request) -> Response:
    who, what = asker(request), expected_of(request)
    opened = sheet(system_of(request), who, what)
    say = frame.words(who.language)

    def answer(field: FieldVersion, typed: str) -> str:
        return told(field, typed, who.language) if typed else say("blank")

    return frame.framed(
        request,
        who,
        opened,
        "versions.html",
        f"{say('history')}: {opened.version.title[who.language]}",
        work=looking_back.history(system_of(request), who, what),
        restored=number(request.query_params.get("hentet")) or None,
        answer=answer,
        language=who.language,
    )


def restore(request: Request) -> Response:
    who, what, form = asker(request), expected_of(request), sent(request)
    wanted = number(form.get("nummer"))
    writing.restore(system_of(request), who, what, wanted, number(form.get("versjon")))
    return RedirectResponse(f"{frame.address(who.language, what, 'versjoner')}?hentet={wanted}", 303)


def paper(request: Request) -> Response:
    """`?tomt` is the form without answers, to be filled in by hand."""
    who, what = asker(request), expected_of(request)
    opened = sheet(system_of(request), who, what)
    empty = "tomt" in request.query_params
    typed = {} if empty else opened.typed
    made = questionnaire(opened.version, what.unit, who.language, typed, None if empty else opened.last_year)
    return frame.framed(request, who, opened, "paper.html", made.title, form=made, empty=empty)
