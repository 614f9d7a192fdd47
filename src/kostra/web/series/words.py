"""The words of the pages of the frequent series."""

from __future__ import annotations

from pathlib import Path

from kostra.followup.calendar import MONTHS
from kostra.model.period import Period, Span
from kostra.model.text import Language
from kostra.web.telling import ENGLISH_MONTHS, ReadWords

_FILE = Path(__file__).parent / "texts.toml"


class Words(ReadWords):
    def __init__(self, language: Language) -> None:
        super().__init__(_FILE, language)

    def period(self, one: Period) -> str:
        """mai 2026, 2. kvartal 2026, second quarter 2026"""
        if one.span is Span.QUARTER:
            return self("quarter", number=one.number, year=one.year)
        months = ENGLISH_MONTHS if self.language is Language.ENGLISH else MONTHS
        return f"{months[one.number - 1]} {one.year}"
