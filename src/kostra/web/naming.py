"""What a form is called on its pages, and which of its years a reader most likely wants."""

from __future__ import annotations

from kostra.model.form import Field, Form, Status
from kostra.model.text import Language


def form_title(form: Form, language: Language, year: int) -> str:
    """The name of the form, without the number that some names begin with: it is said beside it."""
    title = form.title.at(year)[language]
    number, colon, rest = title.partition(": ")
    return rest[0].upper() + rest[1:] if colon and number.startswith("Skjema ") else title


def newest_year(form: Form, field: Field | None = None) -> int:
    """The newest year, of the form or of one of its fields, that is not a draft; the very last one when all are."""
    since, until = (field.since, field.until or form.last_year) if field else (form.first_year, form.last_year)
    firm = [year for year in range(since, until + 1) if form.status.at(year) is not Status.DRAFT]
    return max(firm, default=until)
