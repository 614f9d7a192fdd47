"""The list of forms, and the page of one form: its years, its history, its guide."""

from __future__ import annotations

from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.forms import listing
from kostra.app.forms.specification import senders
from kostra.app.forms.words import Words as FormWords
from kostra.forms import catalogue
from kostra.model.form import Form, Kind, Status
from kostra.model.text import Language
from kostra.web.asked import form_asked
from kostra.web.downloads import json_file, markdown_file
from kostra.web.naming import form_title
from kostra.web.pages import Page, show
from kostra.web.words import Words

COLORS = {
    Status.PUBLISHED: "success",
    Status.PARTIAL: "warning",
    Status.RECONSTRUCTED: "warning",
    Status.DRAFT: "info",
}


def all_forms(request: Request) -> Response:
    language: Language = request.path_params["language"]
    page = Page("forms.html", Words(language)("forms"), language, section="forms", context=_listed(language))
    return show(request, page)


def all_forms_json(request: Request) -> Response:
    language: Language = request.path_params["language"]
    return json_file(listing.as_json(catalogue.all_forms(), language), "skjema")


def all_forms_markdown(request: Request) -> Response:
    language: Language = request.path_params["language"]
    return markdown_file(listing.as_document(catalogue.all_forms(), language), "skjema")


def one_form(request: Request) -> Response:
    form, language = form_asked(request)
    word = Words(language)
    page = Page(
        "form.html",
        f"{word('form', form=form.id)}: {form_title(form, language, form.last_year)}",
        language,
        ((word("forms"), f"/{language}/skjema"),),
        section="forms",
        context=_described(form.id, language),
    )
    return show(request, page)


@cache
def _listed(language: Language) -> dict[str, Any]:
    forms = catalogue.all_forms()
    return {
        "form_word": FormWords(language),
        "groups": (
            ("forms_now", tuple(_row(form, language) for form in forms if not form.ended)),
            ("forms_ended", tuple(_row(form, language) for form in forms if form.ended)),
        ),
    }


def _row(form: Form, language: Language) -> dict[str, Any]:
    word = FormWords(language)
    now = form.newest_year()
    return {
        "id": form.id,
        "title": form_title(form, language, form.last_year),
        "years": listing.years(form),
        "kind": word(form.kind.value),
        "senders": senders(form.version(now), word),
        "status": word(form.status.at(now).value),
        "color": COLORS[form.status.at(now)],
    }


@cache
def _described(id: str, language: Language) -> dict[str, Any]:
    form, word = catalogue.form(id), FormWords(language)
    years = []
    for year in reversed(form.years):
        version = form.version(year)
        years.append(
            {
                "year": year,
                "status": word(version.status.value),
                "color": COLORS[version.status],
                "fields": len(version.fields),
                "length": version.record_length,
                "before": year - 1 if year > form.first_year else None,
            }
        )
    return {
        "form": form,
        "newest": form.newest_year(),
        "form_word": word,
        "about": form.about[language],
        "records": form.kind is Kind.RECORDS,
        "senders": senders(form.version(form.last_year), word),
        "periods": ", ".join(word(span.value) for span in form.periods),
        "years": years,
    }
