"""The words of the form pages, in one written form of Norwegian."""

from __future__ import annotations

from pathlib import Path

from kostra.app.pages import words
from kostra.model.form import FieldType, FieldVersion
from kostra.model.text import Language

_FILE = Path(__file__).parent / "texts.toml"


class Words(words.Words):
    """The words of the form pages in one language, and what a field may hold, in words."""

    def __init__(self, language: Language) -> None:
        super().__init__(_FILE, language)

    def yes_no(self, value: bool) -> str:
        return self("yes" if value else "no")

    def type(self, field: FieldVersion) -> str:
        """What may be written in a field, in words."""
        match field.type:
            case FieldType.CODE:
                return self("tick") if field.is_tick else self("code_type")
            case FieldType.DATE:
                return f"{self('date')} {field.date_pattern}"
            case FieldType.DECIMAL:
                words = self("decimal", decimals=field.field.decimals)
                words = f"{words}, {self('step', step=str(field.step).replace('.', ','))}" if field.step else words
            case _:
                words = self(field.type.value)
        if field.field.register:
            words = self(f"register_{field.field.register.value}")
        return f"{words}, {field.field.unit}" if field.field.unit else words
