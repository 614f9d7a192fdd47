"""What changed in a form: year by year, and between any two years that the reader picks."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.forms import changes
from kostra.forms import catalogue
from kostra.model.form import Form, FormVersion
from kostra.model.text import Language
from kostra.web.asked import form_asked, year_of
from kostra.web.downloads import json_file, markdown_file
from kostra.web.errors import Wrong
from kostra.web.pages import Page, body, show
from kostra.web.words import Words


def history(request: Request) -> Response:
    """All the years; or, when the small form was sent, on to the two that were picked."""
    form, language = form_asked(request)
    picked = request.query_params
    if "fra" in picked or "til" in picked:
        before, after = _two_years(form, language, picked.get("fra", ""), picked.get("til", ""), malformed=400)
        return RedirectResponse(f"/{language}/skjema/{form.id}/endringer/{before.year}/{after.year}", 303)
    context = _history(form.id, language) | _choices(form)
    return show(
        request, Page("changes.html", context["title"], language, _crumbs(form, language), "forms", context=context)
    )


def history_markdown(request: Request) -> Response:
    form, language = form_asked(request)
    return markdown_file(changes.history(form, language), f"{form.id}-endringer-{language}")


def between(request: Request) -> Response:
    form, language, before, after = _between(request)
    word = Words(language)
    crumbs = (*_crumbs(form, language), (word("history"), f"/{language}/skjema/{form.id}/endringer"))
    context = _compared(form.id, before.year, after.year, language) | _choices(form, before.year, after.year)
    return show(request, Page("changes.html", context["title"], language, crumbs, "forms", context=context))


def between_json(request: Request) -> Response:
    form, language, before, after = _between(request)
    name = f"{form.id}-endringer-{before.year}-{after.year}-{language}"
    return json_file(changes.as_json(before, after, language), name)


def between_markdown(request: Request) -> Response:
    form, language, before, after = _between(request)
    name = f"{form.id}-endringer-{before.year}-{after.year}-{language}"
    return markdown_file(changes.as_document(before, after, language), name)


def _between(request: Request) -> tuple[Form, Language, FormVersion, FormVersion]:
    form, language = form_asked(request)
    path = request.path_params
    return form, language, *_two_years(form, language, path["before"], path["after"])


def _two_years(
    form: Form, language: Language, first: str, second: str, malformed: int = 404
) -> tuple[FormVersion, FormVersion]:
    before, after = (year_of(form, written, language, malformed) for written in (first, second))
    word, place = Words(language), f"/{language}/skjema/{form.id}/endringer"
    if before == after:
        raise Wrong(422, word("same_year", year=before), (word("history_of", form=form.id), place))
    if before > after:
        turned = (word("turn_years", before=after, after=before), f"{place}/{after}/{before}")
        raise Wrong(422, word("years_reversed", before=before, after=after), turned)
    return form.version(before), form.version(after)


def _crumbs(form: Form, language: Language) -> tuple[tuple[str, str], ...]:
    word = Words(language)
    return ((word("forms"), f"/{language}/skjema"), (word("form", form=form.id), f"/{language}/skjema/{form.id}"))


def _choices(form: Form, before: int | None = None, after: int | None = None) -> dict[str, Any]:
    """The years of the small form; without a choice, the newest against the one before."""
    years = tuple(reversed(form.years))
    return {
        "form_id": form.id,
        "years": years,
        "chosen_before": before or years[min(1, len(years) - 1)],
        "chosen_after": after or years[0],
        "compared": before is not None,
    }


@lru_cache(maxsize=64)
def _history(id: str, language: Language) -> dict[str, Any]:
    document = changes.history(catalogue.form(id), language)
    return {"title": document.title, "body": body(document)}


@lru_cache(maxsize=512)
def _compared(id: str, before: int, after: int, language: Language) -> dict[str, Any]:
    form = catalogue.form(id)
    document = changes.as_document(form.version(before), form.version(after), language)
    return {"title": document.title, "body": body(document)}
