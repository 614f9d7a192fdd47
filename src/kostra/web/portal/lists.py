"""Error lists as the municipality meets them: what is asked line by line, and the answers, on the page or in a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.followup import answering, list_sheets
from kostra.app.followup.answering import Given, Imported
from kostra.app.guide.addresses import of_field
from kostra.app.pages.words import Words as Texts
from kostra.app.people import units
from kostra.app.permissions import Forbidden
from kostra.app.portal.owed import unanswered
from kostra.followup.calendar import day
from kostra.followup.errorlists import Answer, Line
from kostra.model.errors import Missing, Refused
from kostra.model.people import Right
from kostra.model.submission import Expected
from kostra.model.text import Language
from kostra.web.access import asker_of
from kostra.web.errors import status_of
from kostra.web.exports import sheet
from kostra.web.pages import Page, show
from kostra.web.portal.asked import address, crumbs_above, in_boxes, language_of, writing_about
from kostra.web.portal.owing import SECTION
from kostra.web.portal.words import Words


def page(request: Request) -> Response:
    return _show(request)


def answer(request: Request) -> Response:
    """The lines that were filled in."""
    given: dict[int, Given] = {}
    try:
        for key, value in request.state.form.items():
            number = key.removeprefix("svar-")
            if key.startswith("svar-") and value and number.isascii() and number.isdigit() and len(number) < 8:
                explanation = str(request.state.form.get(f"hvorfor-{number}", ""))
                given[int(number)] = Given(_answer(str(value)), explanation)
        if not given:
            raise Refused(Words(language_of(request))("answer_none"))
        answering.answer(request.app.state.system, asker_of(request), _id(request), given)
    except (Forbidden, Missing):
        raise
    except Refused as refused:
        return _show(request, problem=refused, typed=request.state.form)
    return RedirectResponse(f"/{language_of(request)}/feilliste/{_id(request)}", 303)


def sheet_out(request: Request) -> Response:
    opened = answering.see(request.app.state.system, asker_of(request), _id(request))
    content = list_sheets.write_sheet(opened.lines, language_of(request))
    return sheet(content, f"feilliste-{opened.list.expected.form}-{opened.list.expected.unit}-{opened.list.round}")


async def sheet_in(request: Request) -> Response:
    file = request.state.form.get("regneark")
    content = await file.read() if isinstance(file, UploadFile) else b""
    return await run_in_threadpool(_sheet_in, request, content)


def _sheet_in(request: Request, content: bytes) -> Response:
    try:
        if not content:
            raise Refused(Words(language_of(request))("file_missing"))
        done = answering.answer_by_sheet(request.app.state.system, asker_of(request), _id(request), content)
    except (Forbidden, Missing):
        raise
    except Refused as refused:
        return _show(request, problem=refused)
    return _show(request, done=done)


def told_lines(lines: Iterable[Line], language: Language, expected: Expected) -> list[dict[str, Any]]:
    words = Texts(list_sheets.TEXTS, language)
    return [
        {
            "number": line.number,
            "control": line.control,
            "severity": words(f"severity.{line.severity}"),
            "line": line.line,
            "field": (line.field or "").upper(),
            "guide": of_field(language, expected.form, expected.period.year, line.field),
            "journal": line.journal or "",
            "message": words.of(line.message),
            "answer": "" if line.answer is None else str(line.answer),
            "answer_told": "" if line.answer is None else words(f"answer.{line.answer}"),
            "explanation": line.explanation,
            "answered_by": line.answered_by,
            "fate": words(f"fate.{line.fate}"),
            "is_open": line.is_open,
        }
        for line in lines
    ]


def _show(
    request: Request,
    *,
    problem: Refused | None = None,
    typed: Mapping[str, object] | None = None,
    done: Imported | None = None,
) -> Response:
    language, asker = language_of(request), asker_of(request)
    opened = answering.see(request.app.state.system, asker, _id(request))
    expected, made = opened.list.expected, opened.list
    say = Words(language)
    texts = Texts(list_sheets.TEXTS, language)
    name = units.name(expected.unit, expected.period.year)
    title = say("list_title", form=expected.form, period=expected.period, name=name, round=made.round)
    may_see = asker.may(Right.SEE, expected.unit, expected.form)
    may = any(asker.may(right, expected.unit, expected.form) for right in (Right.PREPARE, Right.SEND))
    context = {
        "say": say,
        "problem": None if problem is None else problem.message,
        "typed": in_boxes(typed or {}),
        "done": done,
        "made": made,
        "left": unanswered(opened.lines),
        "lines": told_lines(opened.lines, language, expected),
        "answers": [(str(one), texts(f"answer.{one}")) for one in Answer],
        "may_answer": may and made.is_open,
        "sent": say.moment(made.sent),
        "answer_by": say.day(made.answer_by),
        "here": f"/{language}/feilliste/{made.id}",
        "delivery": address(language, expected) if may_see else "",
        "closed": "" if made.closed is None else say("list_ended_note", date=say.day(day(made.closed))),
        "write": writing_about(language, expected, title),
    }
    crumbs = crumbs_above(asker, expected, name, say)
    status = 200 if problem is None else status_of(problem)
    return show(request, Page("portal/list.html", title, language, crumbs, SECTION, status, context=context))


def _answer(written: str) -> Answer:
    try:
        return Answer(written)
    except ValueError:
        raise Refused(f"«{written[:20]}» er ikke et svar. Velg ett av svarene i listen.") from None


def _id(request: Request) -> str:
    id: str = request.path_params["id"]
    return id
