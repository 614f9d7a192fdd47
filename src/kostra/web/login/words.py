"""The words of logging in and of one's own profile."""

from __future__ import annotations

from pathlib import Path

from kostra.app.pages import words
from kostra.model.text import Language

_FILE = Path(__file__).parent / "texts.toml"


class Words(words.Words):
    def __init__(self, language: Language) -> None:
        super().__init__(_FILE, language)
