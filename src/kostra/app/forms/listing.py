"""The list of forms: for a person, and for a machine."""

from __future__ import annotations

from typing import Any

from kostra.app.forms.specification import senders
from kostra.app.forms.words import Words
from kostra.app.pages.document import Document, Paragraph, Table
from kostra.model.form import Form
from kostra.model.text import Language


def years(form: Form) -> str:
    """`2017–2027`, or `1998` for a form of one year."""
    return str(form.first_year) if form.first_year == form.last_year else f"{form.first_year}–{form.last_year}"


def as_json(forms: tuple[Form, ...], language: Language = Language.BOKMAL) -> list[dict[str, Any]]:
    return [
        {
            "form": form.id,
            "title": form.title.at(form.last_year)[language],
            "kind": form.kind.value,
            "periods": [span.value for span in form.periods],
            "received_for": form.received_for,
            "years": {str(year): form.status.at(year).value for year in form.years},
        }
        for form in forms
    ]


def as_document(forms: tuple[Form, ...], language: Language) -> Document:
    word = Words(language)
    columns = tuple(word(key) for key in ("form", "title", "years", "kind", "senders", "status"))
    rows = tuple(
        (
            form.id,
            word.of(form.title.at(form.last_year)),
            years(form),
            word(form.kind.value),
            senders(form.version(form.last_year), word),
            _status(form, word),
        )
        for form in forms
    )
    return Document(word("list"), language.value, (Paragraph(word("list_about")), Table(word("list"), columns, rows)))


def _status(form: Form, word: Words) -> str:
    first = form.status.points[0]
    points = (first, *((year, after) for year, _, after in form.status.changes()))
    if len(points) == 1:
        return word(first[1].value)
    return ", ".join(f"{word(status.value)} {word('from_year', since=year)}" for year, status in points)
