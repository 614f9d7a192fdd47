"""The words of the feedback pages, in one written form of Norwegian."""

from __future__ import annotations

from pathlib import Path

from kostra.model.text import Language
from kostra.web.telling import TimedWords

_FILE = Path(__file__).parent / "texts.toml"


class Words(TimedWords):
    """The words of the feedback pages."""

    def __init__(self, language: Language) -> None:
        super().__init__(_FILE, language)
