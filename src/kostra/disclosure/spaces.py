"""Spaces: some questions asked together, in the smallest regions that some table has for them, each with its answers put together into
pieces as fine as the tables there divide them. A set that is asked less than its space, or less finely, is a sum there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import prod
from typing import TypeAlias

import numpy as np

from kostra.disclosure.problem import Whole

Answers: TypeAlias = frozenset[int]
Chosen: TypeAlias = tuple[tuple[str, Answers], ...]
"""By question, in the order of their names, the answers that are in; a question that everybody is in is not there."""


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """By units, or by blocs where it is `coarse`. `pieces` is where each answer of a question is, `first` the first inner cell."""

    questions: tuple[str, ...]
    pieces: Mapping[str, Whole]
    coarse: bool
    shape: tuple[int, ...]
    first: int

    def holds(self, chosen: Chosen) -> bool:
        """Whether a set is whole pieces of it."""
        return all(
            question in self.pieces and _is_whole(self.pieces[question], answers) for question, answers in chosen
        )

    def within(self, chosen: Chosen) -> Whole:
        """The places in a unit that are in a set."""
        told = dict(chosen)
        found = np.zeros(1, np.int64)
        for question, length in zip(self.questions, self.shape[1:], strict=True):
            pieces = np.arange(length)
            if question in told:
                pieces = np.unique(self.pieces[question][list(told[question])])
            found = (found[:, None] * length + pieces).reshape(-1)
        return found

    def inner(self, units: Whole, within: Whole) -> Whole:
        found: Whole = (self.first + units[:, None] * prod(self.shape[1:]) + within).reshape(-1)
        return found


@dataclass(frozen=True, slots=True)
class Shared:
    """What two spaces have in common: the same answers of the same questions."""

    one: Space
    other: Space
    sets: tuple[Chosen, ...]


def spaces(asked: Mapping[Chosen, bool], answers: Mapping[str, int], units: int, blocs: int) -> tuple[Space, ...]:
    """`asked` is every set, and whether it is asked of regions that are not whole blocs. Those by units come first."""
    found: list[Space] = []
    first = 0
    for fine in (True, False):
        for questions, sets in _by_questions(one for one, small in asked.items() if small is fine):
            pieces = {question: _pieces(question, answers[question], sets) for question in questions}
            if any(_is_in(pieces, space) for space in found):
                continue
            shape = (units if fine else blocs, *(int(pieces[question].max()) + 1 for question in questions))
            found.append(Space(questions, pieces, not fine, shape, first))
            first += prod(shape)
    return tuple(found)


def shared(spaces: Sequence[Space]) -> Iterator[Shared]:
    """Each space with those before it, but not what follows from others."""
    for place, one in enumerate(spaces):
        told: list[tuple[Space, Mapping[str, Whole]]] = []
        earlier = [(other, _common(one, other)) for other in spaces[:place]]
        for other, common in sorted(earlier, key=lambda each: (-len(each[1]), -_size(each[1]), each[0].first)):
            if any(_refines(known, common) and _refines(_common(through, other), common) for through, known in told):
                continue
            told.append((other, common))
            yield Shared(one, other, tuple(_sets(common)))


def _by_questions(sets: Iterable[Chosen]) -> Iterator[tuple[tuple[str, ...], list[Chosen]]]:
    """Those that ask most first."""

    def asked(one: Chosen) -> tuple[int, tuple[str, ...]]:
        return -len(one), tuple(question for question, _ in one)

    for (_, questions), those in groupby(sorted(sets, key=asked), asked):
        yield questions, list(those)


def _pieces(question: str, many: int, sets: Iterable[Chosen]) -> Whole:
    """Answers that no set parts are one piece."""
    different = {answers for one in sets for asked, answers in one if asked == question}
    told = np.zeros((many, len(different)), np.bool_)
    for place, answers in enumerate(sorted(different, key=sorted)):
        told[list(answers), place] = True
    return np.unique(told, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _is_in(pieces: Mapping[str, Whole], space: Space) -> bool:
    return all(name in space.pieces and _parts(space.pieces[name], own) for name, own in pieces.items())


def _is_whole(pieces: Whole, answers: Answers) -> bool:
    inside = np.zeros(len(pieces), np.bool_)
    inside[list(answers)] = True
    return not np.intersect1d(pieces[inside], pieces[~inside]).size


def _parts(finer: Whole, coarser: Whole) -> bool:
    """Whether each piece of the finer is in one of the coarser."""
    return len(np.unique(np.stack([finer, coarser]), axis=1)[0]) == int(finer.max()) + 1


def _common(one: Space, other: Space) -> Mapping[str, Whole]:
    """The finest pieces that are whole in both, of the questions that both ask."""
    found = {name: _joined(one.pieces[name], other.pieces[name]) for name in one.questions if name in other.pieces}
    return {name: pieces for name, pieces in found.items() if pieces.max() > 0}


def _joined(one: Whole, other: Whole) -> Whole:
    found = one
    while True:
        # Whatever shares a piece of either is the same, until nothing moves.
        least = np.full(int(other.max()) + 1, len(one))
        np.minimum.at(least, other, found)
        again = least[other]
        least = np.full(int(one.max()) + 1, len(one))
        np.minimum.at(least, one, again)
        again = least[one]
        if (again == found).all():
            return np.unique(found, return_inverse=True)[1].reshape(-1).astype(np.int64)
        found = again


def _refines(finer: Mapping[str, Whole], coarser: Mapping[str, Whole]) -> bool:
    return all(name in finer and _parts(finer[name], own) for name, own in coarser.items())


def _size(common: Mapping[str, Whole]) -> int:
    return prod(int(pieces.max()) + 1 for pieces in common.values())


def _sets(common: Mapping[str, Whole]) -> Iterator[Chosen]:
    """Every combination of their pieces."""
    names = sorted(common)
    each = [
        [frozenset(map(int, np.flatnonzero(common[name] == piece))) for piece in range(int(common[name].max()) + 1)]
        for name in names
    ]
    for at in np.ndindex(*map(len, each)):
        yield tuple((name, those[place]) for name, those, place in zip(names, each, at, strict=True))
