"""All words of what there is to find, and which of them somebody may mean by a word: the word itself, another form of it, one that begins
with it or has it inside, or one that is spelt almost like it. Each with how sure that is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from kostra.publication.looking_up.spelling import allowed, distance, stem

SAME, FORM, BEGINS, PART, ALMOST, HOLDS = 1.0, 0.95, 0.8, 0.6, 0.7, 0.5
_BEGINNING, _INSIDE, _WITHIN = 3, 4, 5
"""How long a word must be to be looked for at the beginning of others and inside them, and to be looked for as a part of what is asked."""
_NEAREST = 40


class Vocabulary:
    """Of skeletons. Several words may have one stem."""

    def __init__(self, words: Iterable[str]) -> None:
        self.stems = {word: stem(word) for word in sorted(set(words))}
        self._of_stem: dict[str, list[str]] = defaultdict(list)
        self._with: dict[str, list[str]] = defaultdict(list)
        for word, its in self.stems.items():
            self._of_stem[its].append(word)
            for pair in _pairs(word):
                self._with[pair].append(word)

    def knows(self, word: str) -> bool:
        return word in self.stems or stem(word) in self._of_stem

    def meant(self, word: str) -> dict[str, float]:
        """The words that may be meant. What is spelt almost like it is thought of only where nothing has the word in it, and parts of it
        only after that."""
        its = stem(word)
        found, held = dict.fromkeys(self._of_stem.get(its, ()), FORM), {}
        if word in self.stems:
            found[word] = SAME
        for other, their in self.stems.items():
            if other in found:
                continue
            if len(its) >= _BEGINNING and other.startswith(its):
                found[other] = BEGINS
            elif len(its) >= _INSIDE and its in other:
                found[other] = PART
            elif len(their) >= _WITHIN and their in word:
                held[other] = HOLDS
        return found or self._almost(word) or held

    def _almost(self, word: str) -> dict[str, float]:
        most = allowed(word)
        if not most:
            return {}
        near = Counter(other for pair in _pairs(word) for other in self._with.get(pair, ()))
        away = {other: distance(word, other, most) for other, _ in near.most_common(_NEAREST)}
        closest = min(away.values(), default=most + 1)
        return {other: ALMOST / closest for other, far in away.items() if far == closest <= most}


def _pairs(word: str) -> set[str]:
    """Its letters two by two, the first and the last of them marked."""
    ends = f"^{word}$"
    return {ends[at : at + 2] for at in range(len(ends) - 1)}
