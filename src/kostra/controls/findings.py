"""The findings of a run: a flat table, put together from batches, limited when asked, counted always.

A row is a control, a line, a field, a journal number, a case worker and the shown values. Sentences are not here: they are made when
somebody reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from kostra.controls.kernel import Hits, Keys, Outcome, Shown, Tally

UNKNOWN = np.iinfo(np.int64).min


@dataclass(slots=True)
class Table:
    """Findings so far. `keep` is how many rows of each control are kept; all are counted."""

    keep: int | None = None
    records: int = 0
    hits: dict[int, list[Hits]] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    tallies: dict[int, Tally] = field(default_factory=dict)
    keys: dict[int, list[Keys]] = field(default_factory=dict)

    def add(self, outcome: Outcome) -> None:
        """The outcome of the next batch, in the order of the file."""
        self.records += outcome.records
        for place, tally in outcome.tallies.items():
            before = self.tallies.get(place, Tally(0, 0, 0))
            self.tallies[place] = Tally(
                before.applied + tally.applied, before.failed + tally.failed, before.undecided + tally.undecided
            )
        for hits in outcome.hits:
            self._take(hits)
        for keys in outcome.keys:
            self.keys.setdefault(keys.control, []).append(keys)

    def settle(self) -> None:
        """When every batch is in: find the duplicates."""
        for place, parts in sorted(self.keys.items()):
            hits = duplicates(parts)
            self.tallies[place] = Tally(sum(len(part.key) for part in parts), 0 if hits is None else len(hits.lines), 0)
            if hits is not None:
                self._take(hits)
        self.keys.clear()

    def _take(self, hits: Hits) -> None:
        so_far = self.counts.get(hits.control, 0)
        self.counts[hits.control] = so_far + len(hits.lines)
        kept = self.hits.setdefault(hits.control, [])
        if self.keep is None:
            kept.append(hits)
        elif so_far < self.keep:
            kept.append(cut(hits, self.keep - so_far))

    def of(self, place: int) -> Iterator[Hits]:
        yield from self.hits.get(place, [])

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def cut(hits: Hits, most: int) -> Hits:
    """The first so many of them."""
    return Hits(
        hits.control,
        hits.lines[:most],
        hits.at,
        hits.journal[:most],
        hits.caseworker[:most],
        tuple(Shown(shown.field, shown.values[:most]) for shown in hits.shown),
    )


def duplicates(parts: Iterable[Keys]) -> Hits | None:
    """A finding for each record that shares its key with another, in the order of the file.

    Each says how many share the key and on which line the first other one stands, so that the report stays as short as the file.
    """
    parts = list(parts)
    key = np.concatenate([part.key for part in parts])
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    new = np.ones(len(key), dtype=np.bool_)
    new[1:] = ordered[1:] != ordered[:-1]
    starts = np.flatnonzero(new)
    sizes = np.diff(np.append(starts, len(key)))
    if not np.any(sizes > 1):
        return None
    group = np.cumsum(new) - 1
    shared = sizes[group] > 1
    place = order[shared]
    first, second = order[starts[group[shared]]], order[np.minimum(starts[group[shared]] + 1, len(key) - 1)]
    lines = np.concatenate([part.lines for part in parts])
    other = np.where(first == place, lines[second], lines[first])
    in_file = np.argsort(place, kind="stable")
    chosen = place[in_file]
    journal = np.concatenate([part.journal for part in parts])
    caseworker = np.concatenate([part.caseworker for part in parts])
    return Hits(
        parts[0].control,
        lines[chosen],
        parts[0].at,
        journal[chosen],
        caseworker[chosen],
        (
            Shown("linje", other[in_file].astype(np.int64)),
            Shown("antall", sizes[group[shared]][in_file].astype(np.int64)),
        ),
    )
