"""What readers get: the reports that are published, each as a page and as files, and what is behind every figure in them."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kostra.app.reporting import seeing
from kostra.app.reporting.asking import words
from kostra.app.reporting.making import COLUMNS, GIVEN, MANNER
from kostra.app.reporting.seeing import Behind
from kostra.app.reporting.showing import KINDS
from kostra.forms import catalogue
from kostra.model.people import Duty
from kostra.reporting.figure import Answer
from kostra.reporting.page import fragment
from kostra.web.pages import Page, show
from kostra.web.reporting.asked import Asked, asked, download, paper

_ROWS = 1000


def front(request: Request) -> Response:
    one = asked(request)
    context = {"years": [(year, f"{one.public}/{year}") for year in seeing.years(one.system)]}
    return _page(one, "front", one.say("reports"), context)


def report(request: Request) -> Response:
    one = asked(request)
    found = seeing.published(one.system, one.year)
    told = paper(found.record, one.language)
    here = f"{one.public}/{one.year}"
    context = {
        "content": Markup(fragment(told)),
        "files": [(kind.upper(), f"{here}/rapport.{kind}") for kind in KINDS],
        "published": one.say("published_at", when=one.say.moment(found.at)),
    }
    return _page(one, "report", told.title, context, (one.say("reports"), one.public))


def file(request: Request) -> Response:
    one = asked(request)
    return download(one, seeing.published(one.system, one.year).record)


def figure(request: Request) -> Response:
    """What a number counts, its parameters and its rows."""
    one = asked(request)
    behind = seeing.behind(one.system, one.asker, one.year, str(request.path_params["figure"]))
    answer, columns = behind.answer, words(COLUMNS)
    context = {
        "counts": one.say.of(behind.query.counts),
        "value": MANNER.value(answer),
        "unknown": answer.value is None,
        "where": _where(one, behind),
        "given": [
            (one.say(f"given_{name}"), _given(one, name, value))
            for name, value in zip(behind.query.parameters, behind.key.given, strict=True)
        ],
        "id": str(behind.key),
        "columns": [one.say.of(columns[name]) for name in answer.columns],
        "rows": _rows(one, answer),
        "more": one.say("more_rows", shown=_ROWS, count=len(answer.rows)) if len(answer.rows) > _ROWS else "",
    }
    return _page(one, "figure", one.say.of(behind.query.title), context, *_above(one, behind))


def _rows(one: Asked, answer: Answer) -> list[list[str]]:
    return [[MANNER.cell(cell, one.language) for cell in row] for row in answer.rows[:_ROWS]]


def _where(one: Asked, behind: Behind) -> list[str]:
    """What is public, and for the desk what the draft says when it says something else."""
    found = []
    if behind.published is not None:
        found.append(one.say("in_published", value=MANNER.value(behind.published), edition=behind.edition))
    if behind.draft is not None and behind.draft != behind.published:
        found.append(one.say("in_draft", value=MANNER.value(behind.draft)))
    return found


def _given(one: Asked, name: str, value: str) -> str:
    if name == "form":
        return f"{value} {one.say.of(catalogue.form(value).title.at(one.year))}"
    said = words(GIVEN).get(value)
    return value if said is None else one.say.of(said)


def _above(one: Asked, behind: Behind) -> tuple[tuple[str, str], ...]:
    if behind.published is None:
        draft = (one.say("draft_title", year=one.year), f"{one.desk}/{one.year}")
        return (one.say("desk"), f"/{one.language}/skrivebord"), draft
    return (one.say("reports"), one.public), (str(one.year), f"{one.public}/{one.year}")


def _page(one: Asked, template: str, title: str, context: dict[str, Any], *crumbs: tuple[str, str]) -> Response:
    around = {"say": one.say, "problem": None, "to_desk": one.desk if one.asker.has(Duty.STATISTICIAN) else ""}
    return show(
        one.request,
        Page(f"reporting/{template}.html", title, one.language, crumbs, "figures", context=around | context),
    )
