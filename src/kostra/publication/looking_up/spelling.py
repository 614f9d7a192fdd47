"""What words have in common however they are spelt: without case, accents, doubled letters and endings, and æ, ø and å like what is written
for them where a keyboard lacks them.

A word is known again by its stem. How far two words are from each other is the number of letters to put in, take out, change or swap.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({"æ": "a", "ä": "a", "ø": "o", "ö": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t", "ß": "s"})
_WRITTEN_OUT = re.compile(r"ae|oe|aa")
_DOUBLED = re.compile(r"([a-z])\1")
_WORD = re.compile(r"[^\W_]+")
_ENDINGS = (
    *("erens", "arens", "erene", "arane", "erane"),
    *("arar", "erne", "enes", "anes"),
    *("ere", "ers", "ens", "ets", "ene", "ane", "ing"),
    *("er", "ar", "en", "et", "es"),
    *("e", "a", "s", "t", "n"),
)
"""The longest first."""
_SHORTEST_STEM = 4


def written(text: str) -> list[str]:
    """Each word, in the order they stand."""
    return _WORD.findall(text)


def words(text: str) -> tuple[str, ...]:
    """The skeleton of each word."""
    return tuple(skeleton(one) for one in written(text))


@lru_cache(100_000)
def skeleton(word: str) -> str:
    """The same for all ways to spell a word without the Norwegian letters: Tromsø, tromso and Tromsoe; Ås, as and Aas."""
    lower = word.casefold().translate(_LETTERS)
    plain = "".join(one for one in unicodedata.normalize("NFD", lower) if not unicodedata.combining(one))
    return _DOUBLED.sub(r"\1", _WRITTEN_OUT.sub(lambda found: found[0][0], plain))


@lru_cache(100_000)
def stem(skeleton: str) -> str:
    """Without its ending, so that mottaker, mottakere, mottakerne and mottakarane are one. Short words are let be."""
    if skeleton.isdigit():
        return skeleton
    endings = (ending for ending in _ENDINGS if skeleton.endswith(ending))
    return next((rest for one in endings if len(rest := skeleton.removesuffix(one)) >= _SHORTEST_STEM), skeleton)


def distance(one: str, other: str, most: int) -> int:
    """At most `most` + 1: what is farther away than `most` is merely too far."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    here = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        older, before, here = before, here, [at]
        for place, its in enumerate(other, start=1):
            cost = min(before[place] + 1, here[-1] + 1, before[place - 1] + (letter != its))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == its:
                cost = min(cost, older[place - 2] + 1)
            here.append(cost)
        if min(here) > most:
            return most + 1
    return here[-1]


def allowed(word: str) -> int:
    """How many letters of a word may be wrong."""
    return 0 if len(word) < 4 or word.isdigit() else 1 if len(word) < 8 else 2
