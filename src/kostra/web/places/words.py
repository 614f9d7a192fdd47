"""The words of the pages about places."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kostra.app.pages import words
from kostra.followup.calendar import OSLO
from kostra.model.text import Language, Text
from kostra.publication.words import said

_FILE = Path(__file__).parent / "texts.toml"


class Words(words.Words):
    def __init__(self, language: Language) -> None:
        super().__init__(_FILE, language)

    def of(self, text: Text) -> str:
        return said(text, self.language)

    def moment(self, at: datetime) -> str:
        there = at.astimezone(OSLO)
        return f"{there:%-d %B %Y, %H:%M}" if self.language is Language.ENGLISH else f"{there:%d.%m.%Y kl. %H.%M}"
