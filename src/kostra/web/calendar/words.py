"""The words of the calendar, and days and hours as they are told in Oslo."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kostra.followup.calendar import OSLO
from kostra.model.release import Kind
from kostra.model.text import Language, Text
from kostra.publication.words import said
from kostra.web.telling import TimedWords

_FILE = Path(__file__).parent / "texts.toml"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


class Words(TimedWords):
    def __init__(self, language: Language) -> None:
        super().__init__(_FILE, language)

    def of(self, text: Text) -> str:
        return said(text, self.language)

    def moment(self, at: datetime) -> str:
        if self.language is not Language.ENGLISH:
            return super().moment(at)
        there = at.astimezone(OSLO)
        return f"{there.day} {_MONTHS[there.month - 1]} {there.year} at {there:%H:%M}"

    def release(self, kind: Kind, year: int) -> str:
        return self(f"title_{kind}", year=year)
