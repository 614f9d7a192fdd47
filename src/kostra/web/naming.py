"""What a form is called on its pages."""

from __future__ import annotations

from kostra.model.form import Form
from kostra.model.text import Language


def form_title(form: Form, language: Language, year: int) -> str:
    """The name of the form, without the number that some names begin with: it is said beside it."""
    title = form.title.at(year)[language]
    number, colon, rest = title.partition(": ")
    return rest[0].upper() + rest[1:] if colon and number.startswith("Skjema ") else title
