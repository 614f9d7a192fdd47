"""The page where a form is filled in, and saving it: from the page by a button, from the script while one writes."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from kostra.app.eforms import looking_back, writing
from kostra.app.eforms.found import Found
from kostra.app.eforms.looking_back import Met
from kostra.app.eforms.questionnaire import Questionnaire, questionnaire
from kostra.app.eforms.sheet import Sheet, sheet
from kostra.app.eforms.typed import shown, told
from kostra.app.pages.words import Words
from kostra.app.permissions import Asker
from kostra.model.finding import Severity
from kostra.model.form import FieldVersion
from kostra.model.people import Right
from kostra.model.submission import Expected
from kostra.model.text import Language
from kostra.web.eforms import frame
from kostra.web.eforms.reading import answers, asker, number, sent, system_of
from kostra.web.pages import environment
from kostra.web.portal.asked import expected_of

_OTHER = {Language.BOKMAL: Language.NYNORSK, Language.NYNORSK: Language.BOKMAL}


def page(request: Request) -> Response:
    """Whoever may not write is shown the answers instead."""
    who, what = asker(request), expected_of(request)
    opened = sheet(system_of(request), who, what)
    if not who.may(Right.PREPARE, what.unit, what.form):
        return RedirectResponse(frame.address(who.language, what, "se-over"), 303)
    asked = request.query_params
    found = opened.found(who.language) if opened.draft else ()
    checked = "kontroller" in asked
    # A question that waits for its answer is told of when somebody asks for the controls; what is wrong already, at once.
    made = _questions(opened, who, found if checked else tuple(one for one in found if not one.missing))
    say = frame.words(who.language)
    return frame.framed(
        request,
        who,
        opened,
        "fill.html",
        made.title,
        below=False,
        form=made,
        checked=checked,
        summary=summary(made, found) if checked else [],
        saved=_saved(opened, asked, say),
        met=_met(request, who, what, number(asked.get("sett")), number(asked.get("lagret"))),
        **_telling(opened, say),
    )


def save(request: Request) -> Response:
    """Saves, and goes on to what the button said."""
    who, what, form = asker(request), expected_of(request), sent(request)
    seen = number(form.get("versjon"))
    draft = writing.save(system_of(request), who, what, answers(form), seen)
    came = f"?lagret={draft.version}&sett={seen}"
    here = frame.address(who.language, what)
    match form.get("handling"):
        case "se-over":
            to = frame.address(who.language, what, "se-over") if draft.version <= seen + 1 else here + came
        case "kontroller":
            to = f"{here}{came}&kontroller=1"
        case "bytt":
            to = frame.address(_OTHER[who.language], what) + came
        case _:
            to = here + came
    return RedirectResponse(to, 303)


def save_and_tell(request: Request) -> Response:
    """The same for the script: what is saved now, what stands in each box, and what the controls find."""
    who, what, form = asker(request), expected_of(request), sent(request)
    seen = number(form.get("versjon"))
    draft = writing.save(system_of(request), who, what, answers(form), seen)
    opened = sheet(system_of(request), who, what)
    say = frame.words(who.language)
    met = _met(request, who, what, seen, draft.version)
    return JSONResponse(
        {
            "version": draft.version,
            "status": say("saved", when=frame.told(draft.saved)),
            "stands": frame.stands(opened, who, say),
            "values": {field.id: shown(field, draft.typed.get(field.id, "")) for field in opened.version.fields},
            "findings": [_told(one, say) for one in opened.found(who.language)],
            "notice": None if met is None else _notice(opened, met, say),
        }
    )


def summary(made: Questionnaire, found: tuple[Found, ...]) -> list[tuple[Found, str | None]]:
    """The errors and warnings in the order of the form, each with the question it leads to."""
    place = {question.id: at for at, question in enumerate(made.questions)}
    grave = [one for one in found if one.severity >= Severity.WARNING]
    grave.sort(key=lambda one: (not one.blocks, place.get(one.field or "", -1)))
    return [(one, one.field if one.field in place else None) for one in grave]


def _questions(opened: Sheet, who: Asker, found: tuple[Found, ...]) -> Questionnaire:
    return questionnaire(opened.version, opened.expected.unit, who.language, opened.typed, opened.last_year, found)


def _saved(opened: Sheet, asked: Any, say: Words) -> str | None:
    if "lagret" not in asked or opened.draft is None:
        return None
    return say("saved", when=frame.told(opened.draft.saved))


def _met(request: Request, who: Asker, what: Expected, seen: int, version: int) -> Met | None:
    """What somebody else had saved, when this version does not follow on the one that was seen."""
    if version <= seen:
        return None
    return looking_back.met(system_of(request), who, what, seen, version)


def _notice(opened: Sheet, met: Met, say: Words) -> str:
    return (
        environment().get_template("eforms/met.html").render(met=met, **_telling(opened, say), say=say, told=frame.told)
    )


def _telling(opened: Sheet, say: Words) -> dict[str, Any]:
    """How an answer is told in words, for the templates."""

    def answer(field: FieldVersion, typed: str) -> str:
        return told(field, typed, say.language) if typed else say("blank")

    return {"answer": answer, "in_box": shown, "language": say.language}


def _told(one: Found, say: Words) -> dict[str, Any]:
    return {
        "field": one.field,
        "severity": str(one.severity),
        "word": say(level(one)),
        "message": one.message,
        "missing": one.missing,
    }


def level(one: Found) -> str:
    """What a finding is called, as a key among the words."""
    if one.blocks:
        return "error"
    return "warning" if one.may_stand else "info"
