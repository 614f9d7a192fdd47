"""The words of the calendar, and what a release is called."""

from __future__ import annotations

from pathlib import Path

from kostra.model.release import Kind
from kostra.model.text import Language
from kostra.web.telling import ReadWords

_FILE = Path(__file__).parent / "texts.toml"


class Words(ReadWords):
    def __init__(self, language: Language) -> None:
        super().__init__(_FILE, language)

    def release(self, kind: Kind, year: int) -> str:
        return self(f"title_{kind}", year=year)
