"""How hard a text is to read, by LIX: words to a sentence, and how many words in a hundred are long. It knows no language.

A sentence ends with a full stop, a question mark, an exclamation mark or a colon before a blank or the end; what is left is a sentence too.
A word is letters or digits, with hyphens and points inside it; long is more than six characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

_WORD = re.compile(r"[^\W_]+(?:[-'’.,_][^\W_]+)*")
_END = re.compile(r"[.?!:]+(?=\s|$)|\n+")
LONG = 7
"""The fewest characters of a long word."""


class Level(StrEnum):
    """Björnsson's levels, by the lowest LIX of each."""

    VERY_EASY = "very_easy"
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"
    VERY_HARD = "very_hard"

    @property
    def least(self) -> int:
        return _LEAST[self]


_LEAST = {Level.VERY_EASY: 0, Level.EASY: 30, Level.MEDIUM: 40, Level.HARD: 50, Level.VERY_HARD: 60}
TOO_HARD = 55
"""A text above this is to be written again."""


@dataclass(frozen=True, slots=True)
class Measured:
    """`long` are the long words as they stand, each time they stand."""

    words: int
    sentences: int
    long: tuple[str, ...]

    @property
    def lix(self) -> Fraction:
        """0 of a text without words."""
        if not self.words:
            return Fraction(0)
        return Fraction(self.words, self.sentences) + Fraction(100 * len(self.long), self.words)

    @property
    def level(self) -> Level:
        return max((level for level in Level if level.least <= self.lix), key=lambda level: level.least)

    @property
    def is_too_hard(self) -> bool:
        return self.lix > TOO_HARD


def measure(text: str) -> Measured:
    words = _WORD.findall(text)
    sentences = sum(1 for part in _END.split(text) if _WORD.search(part))
    return Measured(len(words), sentences, tuple(word for word in words if len(word) >= LONG))
