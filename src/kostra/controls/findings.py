"""The findings of a run: a flat table, put together from batches, limited when asked, counted always.

A row is a control, a line, a field, a journal number, a case worker and the shown values. Sentences are not here: they are made when
somebody reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kostra.controls.gist import Gists
from kostra.controls.kernel import Hits, Keys, Lines, Outcome, Shown, Tally

UNKNOWN = np.iinfo(np.int64).min


@dataclass(slots=True)
class Table:
    """Findings so far. `keep` is how many rows of each control are kept; all are counted.

    `gists` is there when a person is to read them: then what is kept of a control is what is left when the same fault is told once.
    """

    keep: int | None = None
    gists: Gists | None = None
    records: int = 0
    hits: dict[int, list[Hits]] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    tallies: dict[int, Tally] = field(default_factory=dict)
    keys: dict[int, list[Keys]] = field(default_factory=dict)
    counted: Lines | None = None

    def add(self, outcome: Outcome) -> None:
        """The outcome of the next batch, in the order of the file."""
        self.records += outcome.records
        for place, tally in outcome.tallies.items():
            before = self.tallies.get(place, Tally(0, 0, 0))
            self.tallies[place] = Tally(
                before.applied + tally.applied, before.failed + tally.failed, before.undecided + tally.undecided
            )
        of_batch = {hits.control: hits for hits in outcome.hits}
        for hits in outcome.hits:
            self._take(hits, of_batch)
        if outcome.counted is not None:
            self.counted = outcome.counted if self.counted is None else self.counted + outcome.counted
        for keys in outcome.keys:
            self.keys.setdefault(keys.control, []).append(keys)

    def settle(self) -> None:
        """When every batch is in: find the duplicates."""
        for place in sorted(self.keys):
            parts = self.keys.pop(place)
            found = duplicates(parts)
            compared, failed = sum(len(part.key) for part in parts), sum(len(hits.lines) for hits in found)
            self.tallies[place] = Tally(compared, failed, 0)
            for hits in found:
                self._take(hits, {})

    def _take(self, hits: Hits, of_batch: Mapping[int, Hits]) -> None:
        self.counts[hits.control] = self.counts.get(hits.control, 0) + len(hits.lines)
        if self.gists is not None:
            hits = self.gists.take(hits, of_batch)
        kept = self.hits.setdefault(hits.control, [])
        if self.keep is None:
            kept.append(hits)
        elif (room := self.keep - sum(len(part.lines) for part in kept)) > 0:
            kept.append(hits.chosen(slice(room)))

    def of(self, place: int) -> Iterator[Hits]:
        yield from self.hits.get(place, [])

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def duplicates(parts: Sequence[Keys]) -> list[Hits]:
    """A finding for each record that shares its key with another, in the order of the file.

    Each says how many share the key and on which line the first other one stands, so that the report stays as short as the file.
    """
    several = _several(parts)
    if not len(several):
        return []
    shares = _Shares(np.zeros_like(several), np.zeros_like(several), np.zeros_like(several))
    sharing: list[tuple[Keys, npt.NDArray[np.int32]]] = []
    for part in parts:
        group = np.minimum(np.searchsorted(several, part.key), len(several) - 1).astype(np.int32)
        among = several[group] == part.key
        if among.any():
            sharing.append((part.chosen(among), group[among]))
            shares.note(sharing[-1][1], sharing[-1][0].lines)
    return [_told(part, group, shares) for part, group in sharing]


def _several(parts: Sequence[Keys]) -> npt.NDArray[np.int64]:
    """The keys that stand more than once, in order. Most files have few."""
    key = np.concatenate([part.key for part in parts])
    key.sort()
    again: npt.NDArray[np.int64] = key[1:][key[1:] == key[:-1]]
    if not len(again):
        return again
    first: npt.NDArray[np.bool_] = np.append(True, again[1:] != again[:-1])
    return again[first]


@dataclass(frozen=True, slots=True)
class _Shares:
    """Of each key that stands more than once: its first and second line in the file (0: not seen), and how many lines it has."""

    first: Lines
    second: Lines
    size: Lines

    def note(self, group: npt.NDArray[np.int32], lines: Lines) -> None:
        """The keys of the next batch, each by its place among those that stand more than once."""
        order = np.argsort(group, kind="stable")
        group, lines = group[order], lines[order]
        starts = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
        counts = np.diff(np.append(starts, len(group)))
        group, earliest, later = group[starts], lines[starts], lines[np.minimum(starts + 1, len(lines) - 1)]
        new = self.first[group] == 0
        self.first[group[new]] = earliest[new]
        self.second[group[new]] = np.where(counts[new] > 1, later[new], 0)
        seen_once = ~new & (self.second[group] == 0)
        self.second[group[seen_once]] = earliest[seen_once]
        self.size[group] += counts


def _told(part: Keys, group: npt.NDArray[np.int32], shares: _Shares) -> Hits:
    first, lines = shares.first[group], part.lines
    other = np.where(first == lines, shares.second[group], first)
    shown = (Shown("linje", other), Shown("antall", shares.size[group]))
    return Hits(part.control, lines, part.at, part.journal, part.caseworker, shown)
