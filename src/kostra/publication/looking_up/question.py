"""What somebody asks, taken apart: the words that say something, with what they are other words for. Words of several, as «hvor lenge», are
known together, before the words that say nothing are left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kostra.publication.looking_up.spelling import stem, words


class OtherWords:
    """`empty` words say nothing of what is asked for. Of `meaning`, whoever says one of the first means the second."""

    def __init__(self, empty: Iterable[str], meaning: Iterable[tuple[Sequence[str], Sequence[str]]]) -> None:
        self.empty = frozenset(word for one in empty for word in words(one))
        self._means: dict[tuple[str, ...], tuple[str, ...]] = {}
        for said, means in meaning:
            for one in said:
                self._means[tuple(map(stem, words(one)))] = tuple(word for each in means for word in words(each))
        self._longest = max((len(one) for one in self._means), default=1)

    def read(self, asked: Sequence[str]) -> list[tuple[int, str, tuple[str, ...]]]:
        """Of each that says something: where it stands, the word, and what it is another word for."""
        found: list[tuple[int, str, tuple[str, ...]]] = []
        stems = [stem(one) for one in asked]
        at = 0
        while at < len(asked):
            long = next((n for n in range(self._longest, 0, -1) if tuple(stems[at : at + n]) in self._means), 1)
            means = self._means.get(tuple(stems[at : at + long]), ())
            if means:
                found.append((at, asked[at] if long == 1 else means[0], means))
            elif asked[at] not in self.empty:
                found.append((at, asked[at], ()))
            at += long
        return found
