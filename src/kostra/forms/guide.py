"""Reading the guide of a form. Every field has its guidance in both written forms of Norwegian, or the guide is refused.

A text of it may be a table from year to text, from the first year of the form: the guide is then read as it is in a year.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from kostra.forms.catalogue import PACKAGE, Content
from kostra.model import content
from kostra.model.dated import Dated
from kostra.model.guide import Guidance, Guide
from kostra.model.text import Language

WRITTEN_FORMS = (Language.BOKMAL, Language.NYNORSK)
_TEXTS = ("asked", "counts", "left_out", "example", "mistake")
_Dated: TypeAlias = Mapping[str, Dated[str]]


@lru_cache(maxsize=2048)
def guide(form_id: str, language: Language, year: int | None = None, within: Content = PACKAGE) -> Guide:
    """As it is in a year; in the newest that is not a draft, when nothing is said."""
    asked = within.form(form_id).newest_year() if year is None else year
    tips, dated = _read(form_id, language, within)
    return Guide(tips, {field: _in_year(texts, asked) for field, texts in dated.items()})


def _in_year(texts: _Dated, year: int) -> Guidance:
    return Guidance(**{key: text.at(year).strip() for key, text in texts.items()})


@lru_cache(maxsize=2048)
def _read(form_id: str, language: Language, within: Content) -> tuple[tuple[str, ...], Mapping[str, _Dated]]:
    """The tips, and the texts of each field over the years; fields that share their guidance share the texts."""
    form = within.form(form_id)
    table = content.read(within.forms / form.folder / "guide" / f"{language}.toml")
    wanted = {field.id for field in form.fields}
    fields: dict[str, _Dated] = {}
    tips = table.texts("tips")
    for row in table.rows("entries"):
        guidance = _guidance(row, form.first_year)
        for id in row.texts("fields"):
            if id not in wanted:
                raise row.wrong("fields", f"form {form_id} has no field «{id}»", "Mend the id.")
            if id in fields:
                raise row.wrong("fields", f"the field «{id}» has guidance twice", "Keep one.")
            fields[id] = guidance
        row.done()
    table.done()
    missing = [field.id for field in form.fields if field.id not in fields]
    if missing:
        raise table.wrong(None, f"no guidance for {', '.join(missing)}", "Add an entry that names them.")
    return tips, fields


def _guidance(row: content.Table, first: int) -> _Dated:
    dated = {key: row.dated(key, str, first, None) for key in _TEXTS}
    for key, texts in dated.items():
        if not all(text.strip() for _, text in texts.points):
            raise row.wrong(key, f"the text «{key}» is empty", "Write it, in plain words.")
    return dated
