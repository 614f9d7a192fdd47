"""The words around findings, in a language, and numbers and names as they are written in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kostra.app.pages import words
from kostra.model.text import Language

FILE = Path(__file__).parent / "texts.toml"
_BETWEEN_THOUSANDS = {Language.BOKMAL: "\u00a0", Language.NYNORSK: "\u00a0", Language.ENGLISH: ","}


class Words(words.Words):
    """The words of reports in one language. Numbers among the values are written as in that language."""

    def __init__(self, language: Language) -> None:
        super().__init__(FILE, language)

    def __call__(self, key: str, **values: object) -> str:
        return super().__call__(key, **{name: self._written(value) for name, value in values.items()})

    def _written(self, value: object) -> str:
        return self.number(value) if type(value) is int else str(value)

    def number(self, value: int) -> str:
        return f"{value:,}".replace(",", _BETWEEN_THOUSANDS[self.language])

    def span(self, written: str) -> str:
        """A class as the receipt has it, `1-9999`, as people write it."""
        if not written[:1].isdigit():
            return self(written)
        first, dash, last = written.partition("-")
        if not dash:
            return self.number(int(first)) if first.isdigit() else self.number(int(first[:-1])) + "+"
        return f"{self.number(int(first))}–{self.number(int(last))}"


def spans(lines: Iterable[int]) -> str:
    """Line numbers in short: 3–7, 12."""
    parts: list[list[int]] = []
    for line in lines:
        if parts and line == parts[-1][1] + 1:
            parts[-1][1] = line
        else:
            parts.append([line, line])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in parts)


_BLANKS = "\u00a0\u00ad"
"""Not printable to Python, and harmless."""


def plain(text: str) -> str:
    """A text that goes to a terminal: what cannot be printed is not sent there, since it could move the cursor or hide a line."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in _BLANKS else "\ufffd" for one in text)
