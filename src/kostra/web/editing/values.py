"""Values of fields as people read and write them; the log and the frames have their own way."""

from __future__ import annotations

from datetime import date

from kostra.model.form import FieldType, FieldVersion
from kostra.web.editing.words import Words


def shown(field: FieldVersion, value: str | None, say: Words) -> str:
    """A code with what it stands for; a blank is nothing."""
    if value is None:
        return ""
    text = field.codes.get(value)
    return typed(field, value) if text is None else f"{value} {say.of(text)}"


def typed(field: FieldVersion, value: str) -> str:
    """As one would write it in a box: a comma in a decimal, a day as 31.12.2026."""
    if field.type is FieldType.DECIMAL:
        return value.replace(".", ",")
    if field.type is FieldType.DATE:
        return f"{date.fromisoformat(value):%d.%m.%Y}"
    return value
