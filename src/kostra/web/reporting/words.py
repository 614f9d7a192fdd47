"""The words of the pages of the yearly report."""

from __future__ import annotations

from pathlib import Path

from kostra.model.text import Language
from kostra.reporting.states import NAMES, State
from kostra.web.telling import TimedWords

_FILE = Path(__file__).parent / "texts.toml"


class Words(TimedWords):
    def __init__(self, language: Language) -> None:
        super().__init__(_FILE, language)

    def named(self, state: State) -> str:
        return self.of(NAMES[state])
