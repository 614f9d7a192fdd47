"""The words of the pages of evaluation and quality, and numbers as they stand in them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from kostra.app.pages.numbers import written
from kostra.model.release import Kind
from kostra.model.rounding import shown
from kostra.model.text import Language
from kostra.web.telling import ReadWords

_FILE = Path(__file__).parent / "texts.toml"


class Words(ReadWords):
    def __init__(self, language: Language) -> None:
        super().__init__(_FILE, language)

    def number(self, value: int | Fraction | None, decimals: int = 0) -> str:
        """Exact until here; nothing where there is none."""
        if value is None:
            return ""
        rounded = shown(value, decimals)
        return f"{rounded:,}" if self.language is Language.ENGLISH else written(float(rounded), decimals)

    def percent(self, share: Fraction | None, decimals: int = 1) -> str:
        return "" if share is None else self("percent", number=self.number(share * 100, decimals))

    def release(self, kind: Kind, year: int) -> str:
        return self(f"title_{kind}", year=year)
