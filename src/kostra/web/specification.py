"""The specification of a form in a year as a page: what the use case says, with each field linked to its guidance."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kostra.app.forms import specification
from kostra.app.forms.words import Words as FormWords
from kostra.app.guide.addresses import of_field
from kostra.app.pages.document import Document, Table
from kostra.forms import catalogue
from kostra.model.form import FieldVersion, FormVersion, Kind
from kostra.model.text import Language
from kostra.web.asked import version_asked
from kostra.web.downloads import json_file, markdown_file
from kostra.web.naming import form_title
from kostra.web.pages import Page, body, environment, show
from kostra.web.words import Words

_FEW = 6
"""More codes than this are folded away until asked for."""


def one_year(request: Request) -> Response:
    version, language = version_asked(request)
    word, form = Words(language), version.form
    crumbs = ((word("forms"), f"/{language}/skjema"), (word("form", form=form.id), f"/{language}/skjema/{form.id}"))
    context = _contents(form.id, version.year, language)
    return show(request, Page("specification.html", context["title"], language, crumbs, "forms", context=context))


def one_year_json(request: Request) -> Response:
    version, language = version_asked(request)
    return json_file(specification.as_json(version, language), f"{version.form.id}-{version.year}-{language}")


def one_year_markdown(request: Request) -> Response:
    version, language = version_asked(request)
    return markdown_file(specification.as_document(version, language), f"{version.form.id}-{version.year}-{language}")


@lru_cache(maxsize=512)
def _contents(id: str, year: int, language: Language) -> dict[str, Any]:
    """The field table is ours, so that fields can be linked to; everything around it is the document's."""
    version = catalogue.form(id).version(year)
    document = specification.as_document(version, language)
    place = next(number for number, block in enumerate(document.blocks) if isinstance(block, Table))
    table = document.blocks[place]
    assert isinstance(table, Table)
    records = version.form.kind is Kind.RECORDS
    return {
        "title": document.title,
        "heading": Words(language)("heading_records" if records else "heading_answers", form=id, year=year),
        "subtitle": form_title(version.form, language, year),
        "version": version,
        "before": body(_part(document, 0, place)),
        "after": body(_part(document, place + 1, len(document.blocks))),
        "fields": _fields(version, table, language),
        "others": [other for other in version.form.years if other != year],
    }


def _fields(version: FormVersion, table: Table, language: Language) -> Markup:
    """The table itself, written out once: it is by far the longest part of the page."""
    records = version.form.kind is Kind.RECORDS
    context = {
        "table": table,
        "rows": _rows(version, language),
        "records": records,
        "few": _FEW,
        "word": Words(language),
    }
    return Markup(environment().get_template("fields.html").render(context))


def _part(document: Document, first: int, last: int) -> Document:
    return replace(document, blocks=document.blocks[first:last])


def _rows(version: FormVersion, language: Language) -> list[dict[str, Any]]:
    word = FormWords(language)
    return [
        {
            "number": number,
            "id": field.id,
            "name": field.name,
            "question": specification.question(version, field, word),
            "position": f"{field.first}–{field.last}",
            "width": field.width,
            "type": word.type(field),
            "required": field.required,
            "required_text": word.yes_no(field.required),
            "codes": _codes(field, word),
            "guide": of_field(language, version.form.id, version.year, field.id),
        }
        for number, field in enumerate(version.fields, start=1)
    ]


def _codes(field: FieldVersion, word: FormWords) -> list[tuple[str, str]]:
    return [(value, word.of(text)) for value, text in field.codes.items()]
