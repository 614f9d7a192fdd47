"""The words of pages and reports: a file of texts, looked up in one language. A word that is not there is an error, not a blank."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kostra.model.content import read_texts
from kostra.model.text import Language, Text


@cache
def _texts(file: Path) -> dict[str, Text]:
    return read_texts(file)


class Words:
    """The words of one file in one language."""

    def __init__(self, file: Path, language: Language) -> None:
        self._words = _texts(file)
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        return self._words[key].fill(**values)[self.language]

    def has(self, key: str) -> bool:
        return key in self._words

    def of(self, text: Text) -> str:
        return text[self.language]
