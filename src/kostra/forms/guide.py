"""Reading the guide of a form. Every field has its guidance in both written forms of Norwegian, or the guide is refused."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kostra.forms import catalogue
from kostra.model import content
from kostra.model.guide import Guidance, Guide
from kostra.model.text import Language

WRITTEN_FORMS = (Language.BOKMAL, Language.NYNORSK)


@cache
def guide(form_id: str, language: Language, folder: Path = catalogue.FOLDER) -> Guide:
    form = catalogue.form(form_id, folder)
    table = content.read(folder / form.folder / "guide" / f"{language}.toml")
    wanted = {field.id for field in form.fields}
    fields: dict[str, Guidance] = {}
    tips = table.texts("tips")
    for row in table.rows("entries"):
        guidance = _guidance(row)
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
    return Guide(tips, fields)


def _guidance(row: content.Table) -> Guidance:
    texts = {key: row.take(key, str).strip() for key in ("asked", "counts", "left_out", "example", "mistake")}
    for key, text in texts.items():
        if not text:
            raise row.wrong(key, f"the text «{key}» is empty", "Write it, in plain words.")
    return Guidance(**texts)
