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
        for place, parts in sorted(self.keys.items()):
            hits = duplicates(parts)
            self.tallies[place] = Tally(sum(len(part.key) for part in parts), 0 if hits is None else len(hits.lines), 0)
            if hits is not None:
                self._take(hits, {})
        self.keys.clear()

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


def duplicates(parts: Sequence[Keys]) -> Hits | None:
    """A finding for each record that shares its key with another, in the order of the file.

    Each says how many share the key and on which line the first other one stands, so that the report stays as short as the file.
    """
    several = _several(parts)
    if not len(several):
        return None
    parts = [part.chosen(_is_among(part.key, several)) for part in parts]
    key, lines = np.concatenate([part.key for part in parts]), np.concatenate([part.lines for part in parts])
    order = np.argsort(key, kind="stable")
    starts = np.searchsorted(key[order], several)
    sizes = np.diff(np.append(starts, len(key)))
    group = np.searchsorted(several, key)
    first, second = order[starts], order[starts + 1]
    mine = first[group] == np.arange(len(key))
    other = np.where(mine, lines[second[group]], lines[first[group]])
    return Hits(
        parts[0].control,
        lines,
        parts[0].at,
        np.concatenate([part.journal for part in parts]),
        np.concatenate([part.caseworker for part in parts]),
        (Shown("linje", other), Shown("antall", sizes[group])),
    )


def _several(parts: Sequence[Keys]) -> npt.NDArray[np.int64]:
    """The keys that stand more than once, in order. Most files have few."""
    key = np.concatenate([part.key for part in parts])
    key.sort()
    again: npt.NDArray[np.int64] = key[1:][key[1:] == key[:-1]]
    if not len(again):
        return again
    first: npt.NDArray[np.bool_] = np.append(True, again[1:] != again[:-1])
    return again[first]


def _is_among(key: npt.NDArray[np.int64], ordered: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    at = np.minimum(np.searchsorted(ordered, key), len(ordered) - 1)
    among: npt.NDArray[np.bool_] = ordered[at] == key
    return among
