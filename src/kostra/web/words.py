"""The words around the pages: navigation, buttons, what is said when something is wrong. The forms' own words are theirs."""

from __future__ import annotations

from pathlib import Path

from kostra.app.pages import words
from kostra.model.text import Language

_FILE = Path(__file__).parent / "texts.toml"


class Words(words.Words):
    """The site's own words in one language."""

    def __init__(self, language: Language) -> None:
        super().__init__(_FILE, language)
