"""Where on the site a question is explained, so that whatever tells of a field can lead there: pages, and reports that are saved."""

from __future__ import annotations

from kostra.model.text import Language


def of_form(language: Language, form_id: str, year: int) -> str:
    return f"/{_written(language)}/veiledning/{form_id}/{year}"


def of_field(language: Language, form_id: str, year: int, field: str | None) -> str:
    """By a field's id or its name; the guide of the form where there is no field, or the year does not ask for it."""
    from kostra.app.guide.questions import question
    from kostra.forms import catalogue

    top = of_form(language, form_id, year)
    if field is None or year not in catalogue.form(form_id).years:
        return top
    found = question(form_id, year, field)
    return top if found is None else f"{top}/{found.id}"


def template(language: Language, form_id: str, year: int) -> str:
    """For machines: `{field}` stands for the id of any field."""
    return f"{of_form(language, form_id, year)}/{{field}}"


def _written(language: Language) -> Language:
    """The guides are in Norwegian."""
    return Language.BOKMAL if language is Language.ENGLISH else language
