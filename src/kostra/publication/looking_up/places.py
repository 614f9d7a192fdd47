"""Which places a question names: by today's name or an older one, by a number, or by a name that is not spelt quite right.

A name of several words counts where all of them stand in the question. A word that is meant otherwise is a place only where it is spelt
exactly like one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kostra.publication.looking_up.spelling import words
from kostra.publication.looking_up.vocabulary import ALMOST, BEGINS, SAME, Vocabulary

_APART = re.compile(" - |/")
_TO_TELL_APART = re.compile(r"\(.*?\)")
_ALSO = frozenset({BEGINS, ALMOST, ALMOST / 2})
"""How sure a name may be that is not written as it is."""


@dataclass(frozen=True, slots=True)
class Named:
    """A place by one of its names: `code` is what is there now. `was` is the name, where that is an older one."""

    code: str
    name: str
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """A place that was named, how sure that is, and which words of the question it is."""

    place: Named
    sure: float
    at: frozenset[int]


class Gazetteer:
    def __init__(self, places: Iterable[Named]) -> None:
        self._of_code: dict[str, Named] = {}
        self._names: dict[tuple[str, ...], list[Named]] = defaultdict(list)
        for one in places:
            if one.was is None:
                self._of_code.setdefault(one.code, one)
            for part in _APART.split(_TO_TELL_APART.sub("", one.was or one.name)):
                if name := words(part):
                    self._names[name].append(one)
        self._first = Vocabulary(name[0] for name in self._names)

    def met(self, asked: Sequence[str], otherwise: Callable[[str], bool]) -> list[Met]:
        """`asked` are skeletons; `otherwise` says whether a word is known as something else than a place. The surest first."""
        found: dict[str, Met] = {}
        for at, word in enumerate(asked):
            for one in self._from(asked, at, word, otherwise):
                before = found.get(one.place.code)
                if before is None or (one.sure, len(one.at)) > (before.sure, len(before.at)):
                    found[one.place.code] = one
        return sorted(
            found.values(), key=lambda one: (-one.sure, -len(one.at), one.place.was is not None, one.place.code)
        )

    def _from(self, asked: Sequence[str], at: int, word: str, otherwise: Callable[[str], bool]) -> Iterable[Met]:
        if word in self._of_code:
            yield Met(self._of_code[word], SAME, frozenset({at}))
            return
        without = word[:-1] if word.endswith("s") else word
        sure = {word: SAME, without: SAME}
        if not otherwise(word):
            sure |= {name: how for name, how in self._first.meant(word).items() if how in _ALSO and name not in sure}
        for first, how in sure.items():
            for name, places in self._names.items():
                if name[0] == first and tuple(asked[at + 1 : at + len(name)]) == name[1:]:
                    for one in places:
                        yield Met(one, how, frozenset(range(at, at + len(name))))
