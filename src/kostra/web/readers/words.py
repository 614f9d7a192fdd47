"""The words of the front page, of search, and of topics and tables."""

from __future__ import annotations

from pathlib import Path

from kostra.model.text import Language
from kostra.web.telling import ReadWords

_FILE = Path(__file__).parent / "texts.toml"


class Words(ReadWords):
    def __init__(self, language: Language) -> None:
        super().__init__(_FILE, language)
