"""Documents and their words, and which of the documents somebody asks for: those that have most of the words, and have them where it
counts."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kostra.publication.looking_up.spelling import words
from kostra.publication.looking_up.vocabulary import BEGINS, Vocabulary

Term = Mapping[str, float]
"""What one word of a question may be: words, in skeleton, and how sure each is."""


@dataclass(frozen=True, slots=True)
class Document:
    """`fields` are its texts with how much a word in each counts. `key` is whatever the asker knows it by."""

    key: tuple[str, ...]
    fields: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """`matched` is how many of the terms it has."""

    document: Document
    matched: int
    score: float


class Index:
    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = tuple(documents)
        self._where: dict[str, dict[int, float]] = defaultdict(dict)
        for number, one in enumerate(self.documents):
            for weight, text in one.fields:
                for word in words(text):
                    known = self._where[word]
                    known[number] = max(weight, known.get(number, 0.0))
        self.vocabulary = Vocabulary(self._where)

    def term(self, word: str, others: Sequence[str] = ()) -> Term:
        """Of a word and what it is another word for; these are a little less sure. One with a meaning is not looked for inside others."""
        found = {each: sure for each, sure in self.vocabulary.meant(word).items() if sure >= BEGINS or not others}
        for other in others:
            for each, sure in self.vocabulary.meant(other).items():
                found[each] = max(0.9 * sure, found.get(each, 0.0))
        return found

    def find(self, terms: Sequence[Term]) -> list[Hit]:
        """Best first. Documents that lack words of the question come after those that have more of them."""
        matched: dict[int, int] = defaultdict(int)
        scores: dict[int, float] = defaultdict(float)
        for term in terms:
            best: dict[int, float] = {}
            for word, sure in term.items():
                for number, weight in self._where[word].items():
                    best[number] = max(best.get(number, 0.0), sure * weight)
            rare = math.log(1 + len(self.documents) / (1 + len(best)))
            for number, score in best.items():
                matched[number] += 1
                scores[number] += score * (0.2 + rare)
        found = [Hit(self.documents[number], matched[number], score) for number, score in scores.items()]
        return sorted(found, key=lambda one: (-one.matched, -one.score, one.document.key))
