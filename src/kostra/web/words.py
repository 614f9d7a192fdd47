"""The words around the pages: navigation, buttons, what is said when something is wrong. The forms' own words are theirs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kostra.model.content import read_texts
from kostra.model.text import Language, Text


@cache
def texts() -> dict[str, Text]:
    return read_texts(Path(__file__).parent / "texts.toml")


class Words:
    """Looks up the words of one language; a word that is not there is an error, not a blank."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        return texts()[key].fill(**values)[self.language]
