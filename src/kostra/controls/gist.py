"""What a person needs of findings that are too many to read: how many, on which lines, and whose they are.

The same fault is told once. Where a control that follows from a field (a code that is no code) and one that is written for that field both
fail on a record, a person meets the written one, which then names both. Counts for machines are untouched by this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from kostra.controls.controlset import Set
from kostra.controls.declare import Given
from kostra.controls.kernel import Hits
from kostra.controls.mechanical import OF_FIELDS
from kostra.methods.columns import Fields
from kostra.methods.truth import Flags

MOST_LINES = 200
MOST_CASEWORKERS = 200


@dataclass(slots=True)
class Gist:
    """`lines` are the first ones; `caseworkers` how many findings each has, the rest of them together in `others`."""

    count: int = 0
    lines: list[int] = field(default_factory=list)
    caseworkers: dict[bytes, int] = field(default_factory=dict)
    others: int = 0

    def take(self, hits: Hits) -> None:
        self.count += len(hits.lines)
        room = MOST_LINES - len(self.lines)
        if room > 0:
            self.lines += hits.lines[:room].tolist()
        for name, count in zip(
            *(part.tolist() for part in np.unique(hits.caseworker, return_counts=True)), strict=True
        ):
            if name in self.caseworkers or len(self.caseworkers) < MOST_CASEWORKERS:
                self.caseworkers[name] = self.caseworkers.get(name, 0) + count
            else:
                self.others += count

    @classmethod
    def of(cls, parts: Iterable[Hits]) -> Gist:
        gist = cls()
        for hits in parts:
            gist.take(hits)
        return gist


@dataclass(slots=True)
class Gists:
    """The gist of each control, by its place in the set. `written` is, for each control that follows from a field, those written for it."""

    written: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    by_place: dict[int, Gist] = field(default_factory=dict)
    also: dict[int, dict[int, int]] = field(default_factory=dict)
    """For a written control: how many of its findings it tells on behalf of each of the others."""

    def take(self, hits: Hits, of_batch: Mapping[int, Hits]) -> Hits:
        """What is left to tell of them when others of the same batch have told theirs."""
        left = self._left(hits, of_batch)
        if left is not None:
            hits = hits.chosen(left)
        if len(hits.lines):
            self.by_place.setdefault(hits.control, Gist()).take(hits)
        return hits

    def _left(self, hits: Hits, of_batch: Mapping[int, Hits]) -> Flags | None:
        left: Flags | None = None
        for place in self.written.get(hits.control, ()):
            other = of_batch.get(place)
            if other is None:
                continue
            shared = np.isin(hits.lines, other.lines, assume_unique=True, kind="sort")
            if left is not None:
                shared &= left
            if count := int(np.count_nonzero(shared)):
                told = self.also.setdefault(place, {})
                told[hits.control] = told.get(hits.control, 0) + count
            left = ~shared if left is None else left & ~shared
        return left


def written_for_fields(controls: Set, nothing: Fields, given: Given, first: int) -> dict[int, tuple[int, ...]]:
    """For each control that follows from a field: those written for the same field, the ones that read nothing else first.

    Found by running every rule on no records, from the place where rules begin.
    """
    follows: dict[str, list[int]] = {}
    written: dict[str, list[tuple[int, int]]] = {}
    for place in range(first, len(controls.controls)):
        control = controls.controls[place]
        at = controls.bind(control, given)(nothing).at
        if at is None:
            continue
        if control.theme == OF_FIELDS:
            follows.setdefault(at, []).append(place)
        else:
            written.setdefault(at, []).append((place, len(controls.concerned(control, nothing, given))))
    return {
        place: tuple(other for other, _ in sorted(written[at], key=lambda one: (one[1] > 1, one[0])))
        for at, places in follows.items()
        if at in written
        for place in places
    }
