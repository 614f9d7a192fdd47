"""Folding text for search: case and accents do not matter, æ, ø and å do. It remembers where each letter came from."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

_LETTERS = "æøå"
_ALIKE = str.maketrans({"ä": "æ", "ö": "ø", "–": "-", "—": "-", "’": "'", "\u00a0": " ", "\u2009": " ", "\u00ad": None})
"""A Swedish keyboard means the Norwegian letter; typographic dashes and spaces are dashes and spaces; a soft hyphen is nothing."""


@dataclass(frozen=True, slots=True)
class Folded:
    """`places[i]` is where letter i of `text` stands in the original; the last one is the original's length."""

    text: str
    places: tuple[int, ...]


def fold(text: str) -> str:
    return "".join(_folded(letter) for letter in unicodedata.normalize("NFC", text))


def fold_with_places(text: str) -> Folded:
    """`text` must be NFC, as everything in our own files is."""
    letters, places = [], []
    for place, letter in enumerate(text):
        for folded in _folded(letter):
            letters.append(folded)
            places.append(place)
    return Folded("".join(letters), (*places, len(text)))


@cache
def _folded(letter: str) -> str:
    lower = letter.casefold().translate(_ALIKE)
    if lower in _LETTERS or lower.isascii():
        return lower
    return "".join(part for part in unicodedata.normalize("NFD", lower) if not unicodedata.combining(part))
