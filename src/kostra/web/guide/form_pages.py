"""The guide of a form in a year, whole on one page for reading and printing, and the own page of each of its questions."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.feedback import answering, giving
from kostra.app.forms import guidance
from kostra.app.forms.words import Words as FormWords
from kostra.app.guide import written
from kostra.app.guide.addresses import of_field, of_form
from kostra.app.guide.questions import Question, former, question, questions
from kostra.forms import catalogue
from kostra.forms.guide import guide
from kostra.model.form import FormVersion, Status
from kostra.model.text import Language
from kostra.web.asked import form_asked, version_asked
from kostra.web.downloads import markdown_file
from kostra.web.errors import Wrong
from kostra.web.guide.linking import Linker
from kostra.web.guide.telling import more, told
from kostra.web.guide.words import Words
from kostra.web.naming import form_title
from kostra.web.pages import Page, show

SECTION = "guide"


def newest(request: Request) -> Response:
    """From a form without a year."""
    form, language = form_asked(request)
    return RedirectResponse(of_form(language, form.id, form.newest_year()), 303)


def moved(request: Request) -> Response:
    """From the address that guides had before. A browser keeps the place on the page that it was led to."""
    form, language = form_asked(request)
    return RedirectResponse(f"/{language}/veiledning/{form.id}", 301)


def form_page(request: Request) -> Response:
    version, language = version_asked(request)
    say = Words(language)
    context = {"say": say, "form_word": FormWords(language)} | _whole(version.form.id, version.year, language)
    page = Page(
        "guide/form.html",
        say("form_title", form=version.form.id, year=version.year),
        language,
        _top(say),
        SECTION,
        canonical=of_form(language, version.form.id, version.year).removeprefix(f"/{language}"),
        description=say("form_description", form=version.form.id, year=version.year, title=context["subtitle"]),
        context=context,
    )
    return show(request, page)


def form_markdown(request: Request) -> Response:
    version, language = version_asked(request)
    name = f"{version.form.id}-{version.year}-veiledning-{language}"
    return markdown_file(written.as_document(version, language), name)


def every_year_markdown(request: Request) -> Response:
    """Over all years, as the command line writes it."""
    form, language = form_asked(request)
    return markdown_file(guidance.as_document(form, language), f"{form.id}-veiledning-{language}")


def question_page(request: Request) -> Response:
    return shown(request)


def shown(request: Request, problem: str | None = None, status: int = 200) -> Response:
    """The own page of a question. With a `problem`, what somebody typed about it stays."""
    version, language = version_asked(request)
    asked = str(request.path_params["field"])
    one = question_asked(version, asked, language)
    here = of_field(language, version.form.id, version.year, one.id)
    if asked not in {field.id for field in one.fields}:
        return RedirectResponse(here, 303)
    say = Words(language)
    system = request.app.state.system
    form = getattr(request.state, "form", None) or {}
    context = _question(version.form.id, version.year, one.id, language) | {
        "say": say,
        "form_word": FormWords(language),
        "problem": problem,
        "typed": {key: str(form.get(key, "")) for key in ("nyttig", "tekst")},
        "thanks": request.query_params.get("takk") == "1" and problem is None,
        "longest": giving.LONGEST,
        "answers": []
        if system is None
        else [
            {"text": each.text, "when": say.day(each.at.date())}
            for each in answering.published(system, version.form.id, [field.id for field in one.fields])
        ],
    }
    form_crumb = (
        say("form_crumb", form=version.form.id, year=version.year),
        of_form(language, version.form.id, version.year),
    )
    page = Page(
        "guide/question.html",
        f"{context['told']['plain']} ({version.form.id} {version.year})",
        language,
        (*_top(say), form_crumb),
        SECTION,
        status,
        canonical=here.removeprefix(f"/{language}"),
        description=one.guidance(language).asked,
        context=context,
    )
    return show(request, page)


def question_asked(version: FormVersion, asked: str, language: Language) -> Question:
    found = question(version.form.id, version.year, asked)
    if found is not None:
        return found
    say, form = Words(language), version.form
    years = [year for year in reversed(form.years) if question(form.id, year, asked) is not None]
    top = (say("form_title", form=form.id, year=version.year), of_form(language, form.id, version.year))
    if years:
        way = (say("in_year", year=years[0]), of_field(language, form.id, years[0], asked))
        raise Wrong(404, say("not_this_year", field=asked[:40], form=form.id, year=version.year), way, top)
    raise Wrong(404, say("no_question", field=asked[:40], form=form.id, year=version.year), top)


@lru_cache(maxsize=64)
def _whole(form_id: str, year: int, language: Language) -> dict[str, Any]:
    form = catalogue.form(form_id)
    version = form.version(year)
    form_word = FormWords(language)
    linked = Linker(form_id, year, language)
    sections = [
        {
            "title": form_word("fields") if section is None else section[language],
            "anchor": f"del-{number}",
            "questions": [told(one, language) for one in of],
        }
        for number, (section, of) in enumerate(groupby(questions(form_id, year), key=lambda one: one.section), start=1)
    ]
    return {
        "version": version,
        "subtitle": form_title(form, language, year),
        "about": form.about[language],
        "is_draft": version.status is Status.DRAFT,
        "is_older": year < form.newest_year(),
        "tips": [linked(tip) for tip in guide(form_id, language, year).tips],
        "sections": sections,
        "former": [
            {
                "id": each.id,
                "label": each.label[language],
                "year": each.last_year,
                "address": of_field(language, form_id, each.last_year, each.id),
            }
            for each in former(form_id, year)
        ],
        "years": [(each, of_form(language, form_id, each)) for each in reversed(form.years)],
        "here": of_form(language, form_id, year),
        "has_before": year - 1 in form.years,
    }


@lru_cache(maxsize=1024)
def _question(form_id: str, year: int, id: str, language: Language) -> dict[str, Any]:
    every = questions(form_id, year)
    at = next(number for number, one in enumerate(every) if one.id == id)
    one = every[at]
    beside = {
        "previous": every[at - 1] if at else None,
        "next": every[at + 1] if at + 1 < len(every) else None,
    }
    return {
        "told": told(one, language),
        "version": one.version,
        "is_older": year < one.version.form.newest_year(),
        "subtitle": form_title(one.version.form, language, year),
        "beside": {
            key: {"label": each.label[language], "address": of_field(language, form_id, year, each.id)}
            for key, each in beside.items()
            if each is not None
        },
    } | more(one, language)


def _top(say: Words) -> tuple[tuple[str, str], ...]:
    return ((say("guide"), f"/{say.language}/veiledning"),)
