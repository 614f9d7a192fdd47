"""The controls of a form: those of a year, and one over all its years."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.controls import pages as told
from kostra.app.controls.catalogue import in_year
from kostra.model.errors import Refused
from kostra.model.form import Form
from kostra.model.text import Language
from kostra.web.asked import form_asked, version_asked
from kostra.web.downloads import json_file, markdown_file
from kostra.web.errors import Wrong
from kostra.web.pages import Page, body, show
from kostra.web.words import Words


def of_year(request: Request) -> Response:
    version, language = version_asked(request)
    form, word = version.form, Words(language)
    context = _of_year(form.id, version.year, language)
    year = (word("of_year", year=version.year), f"/{language}/skjema/{form.id}/{version.year}")
    page = Page("controls.html", context["title"], language, (*_crumbs(form, language), year), "forms", context=context)
    return show(request, page)


def of_year_json(request: Request) -> Response:
    version, language = version_asked(request)
    name = f"{version.form.id}-{version.year}-kontroller-{language}"
    return json_file(told.year_as_json(version.form.id, version.year, language), name)


def of_year_markdown(request: Request) -> Response:
    version, language = version_asked(request)
    name = f"{version.form.id}-{version.year}-kontroller-{language}"
    return markdown_file(told.year_as_document(version.form.id, version.year, language), name)


def one(request: Request) -> Response:
    form, language = form_asked(request)
    try:
        context = _one(form.id, request.path_params["control"], language)
    except Refused:
        raise _unknown(form, request.path_params["control"], language) from None
    page = Page("controls.html", context["title"], language, _crumbs(form, language), "forms", context=context)
    return show(request, page)


def _unknown(form: Form, asked: str, language: Language) -> Wrong:
    word = Words(language)
    known = ", ".join(dict.fromkeys(one.id for one in in_year(form.id, form.last_year)))
    way = (word("controls_of", form=form.id), f"/{language}/skjema/{form.id}/{form.last_year}/kontroller")
    return Wrong(404, word("unknown_control", form=form.id, control=asked[:40], known=known), way)


def _crumbs(form: Form, language: Language) -> tuple[tuple[str, str], ...]:
    word = Words(language)
    return ((word("forms"), f"/{language}/skjema"), (word("form", form=form.id), f"/{language}/skjema/{form.id}"))


@lru_cache(maxsize=256)
def _of_year(id: str, year: int, language: Language) -> dict[str, Any]:
    document = told.year_as_document(id, year, language)
    return {"title": document.title, "body": body(document), "download": f"/skjema/{id}/{year}/kontroller"}


@lru_cache(maxsize=512)
def _one(id: str, control: str, language: Language) -> dict[str, Any]:
    document = told.one_as_document(id, control, language)
    return {"title": document.title, "body": body(document), "download": None}
