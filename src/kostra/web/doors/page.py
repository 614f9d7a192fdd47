"""The page where anybody checks a file: form, year, region and a file in, the report out. No login, and nothing is stored or sent.

It shows the first findings of each control, as the report on paper does; whoever wants all of them takes the spreadsheet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from markupsafe import Markup
from starlette.datastructures import FormData, UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from kostra.app.controls.asking import unit
from kostra.app.controls.check import Report
from kostra.app.controls.kontrollprogram import check_said
from kostra.app.controls.opening import shown
from kostra.app.controls.reports import as_html, head
from kostra.app.controls.reports.entries import entries
from kostra.app.controls.reports.words import Words as ReportWords
from kostra.app.controls.reports.writing import SHOWN, Format, write
from kostra.app.pages.words import Words
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.period import Period, Span
from kostra.model.text import Language
from kostra.web.address import address_of
from kostra.web.bodies import TooLarge, TooSlow, Unreadable
from kostra.web.doors.kontrollprogram import declared, form_with_file
from kostra.web.doors.room import NoRoom, Room, room_of
from kostra.web.naming import form_title
from kostra.web.pages import Page, show

PAGE, FORMATS = "page", ("page", "html", "xlsx", "csv", "json")
_TEXTS = Path(__file__).parent / "texts.toml"
_KINDS = {
    Format.HTML: "text/html; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
}
_HINDERED = (TooLarge, TooSlow, Unreadable, ClientDisconnect, NoRoom)
_TOLD: dict[type[Exception], tuple[int, str]] = {
    TooLarge: (413, "too_large"),
    TooSlow: (408, "too_slow"),
    NoRoom: (503, "no_room"),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What stands in the fields."""

    form: str = "11F"
    year: str = ""
    quarter: str = ""
    region: str = ""
    answer: str = PAGE


@dataclass(frozen=True, slots=True)
class _Wanted:
    form: str
    period: Period
    region: str
    answer: str
    name: str | None


def empty(request: Request) -> Response:
    return _form(request, Chosen(year=str(catalogue.form("11F").newest_year())), {})


async def check(request: Request) -> Response:
    room = room_of(request.app)
    language: Language = request.path_params["language"]
    say = Words(_TEXTS, language)
    chosen = Chosen()
    try:
        async with room.taken(declared(request, room.limits.largest)), form_with_file(request, room.limits) as form:
            chosen, wanted, wrong = _read(form, say)
            file = form.get("file")
            if wanted is None or not isinstance(file, UploadFile):
                return _form(request, chosen, wrong, 422)
            return await _answer(request, room, file.file, wanted)
    except Refused as refused:
        return _form(request, chosen, {"file": refused.message}, 422)
    except _HINDERED as why:
        status, sentence = _TOLD.get(type(why), (400, "unreadable"))
        return _form(request, chosen, {"file": say(sentence, largest=room.limits.largest >> 20)}, status)


async def _answer(request: Request, room: Room, file: BinaryIO, wanted: _Wanted) -> Response:
    """Made in the same thread as the controls: writing a report is work too."""
    language: Language = request.path_params["language"]

    def page() -> Response:
        report = _checked(file, wanted, SHOWN, for_people=True)
        words, named = ReportWords(language), head.Named(wanted.name, site="")
        found = Markup("".join(as_html.body(report, words, named, entries(report, language), level=2)))
        context = {"say": Words(_TEXTS, language), "report": found}
        crumbs = ((Words(_TEXTS, language)("title"), f"/{language}/kontroller-fil"),)
        return show(
            request, Page("doors/report.html", head.title(report, words), language, crumbs, "check", context=context)
        )

    def file_of(format: Format) -> Response:
        keep = SHOWN if format.for_people else room.limits.findings
        report = _checked(file, wanted, keep, for_people=format.for_people)
        out = BytesIO()
        write(report, format, language, out, wanted.name, None, address_of(request))
        name = f"{wanted.form}_{wanted.period}_{wanted.region}.{format.suffix}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(out.getvalue(), headers=headers, media_type=_KINDS[format])

    response = await room.run(page if wanted.answer == PAGE else lambda: file_of(Format(wanted.answer)))
    response.headers["Cache-Control"] = "no-store"
    return response


def _checked(file: BinaryIO, wanted: _Wanted, keep: int, *, for_people: bool) -> Report:
    return check_said(file, wanted.form, wanted.period, wanted.region, keep, for_people)


def _read(form: FormData, say: Words) -> tuple[Chosen, _Wanted | None, dict[str, str]]:
    chosen = Chosen(*(str(form.get(name, ""))[:40].strip() for name in ("form", "year", "quarter", "region", "answer")))
    wrong: dict[str, str] = {}
    for name, known in (("form", chosen.form in catalogue.ids()), ("quarter", chosen.quarter in ("", *"1234"))):
        if not known:
            wrong[name] = say("wrong_choice")
    if not re.fullmatch("[0-9]{4}", chosen.year):
        wrong["year"] = say("wrong_choice")
    if not re.fullmatch("[0-9]{6}", chosen.region):
        wrong["region"] = say("wrong_region", value=chosen.region)
    file = form.get("file")
    file_name = file.filename if isinstance(file, UploadFile) else None
    if not file_name:
        wrong["file"] = say("no_file")
    if not wrong:
        wrong = _cannot_be(chosen, say)
    if wrong:
        return chosen, None, wrong
    year = int(chosen.year)
    period = Period(year, Span.QUARTER, int(chosen.quarter)) if chosen.quarter else Period(year)
    answer = chosen.answer if chosen.answer in FORMATS else PAGE
    return chosen, _Wanted(chosen.form, period, chosen.region, answer, shown(file_name or "")[:200]), {}


def _cannot_be(chosen: Chosen, say: Words) -> dict[str, str]:
    """What each field allows, and the fields together do not."""
    form = catalogue.form(chosen.form)
    try:
        version = form.version(int(chosen.year))
    except Refused as refused:
        return {"year": refused.message}
    try:
        unit(chosen.region, version)
    except Refused as refused:
        return {"region": refused.message}
    if chosen.quarter and Span.QUARTER not in form.periods:
        return {"quarter": say("no_quarter", form=form.id)}
    return {}


def _form(request: Request, chosen: Chosen, wrong: dict[str, str], status: int = 200) -> Response:
    language: Language = request.path_params["language"]
    say = Words(_TEXTS, language)
    context: dict[str, Any] = {
        "say": say,
        "chosen": chosen,
        "wrong": wrong,
        "forms": _forms(language),
        "years": _years(),
        "formats": FORMATS,
        "largest": room_of(request.app).limits.largest >> 20,
    }
    return show(request, Page("doors/check.html", say("title"), language, (), "check", status, context=context))


@cache
def _forms(language: Language) -> tuple[tuple[str, str], ...]:
    return tuple((form.id, form_title(form, language, form.last_year)) for form in catalogue.all_forms())


@cache
def _years() -> tuple[int, ...]:
    return tuple(sorted({year for form in catalogue.all_forms() for year in form.years}, reverse=True))
