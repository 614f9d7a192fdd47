"""Running controls on one batch of records: a function of the batch, with no state.

Each control runs alone, on the records as they are. What comes out is small: for each control which records failed, and what identifies
those records to a person (line, journal number, case worker, the shown values). Uniqueness cannot be settled by one batch; the keys that
settle it come out too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from kostra.controls.declare import Requirement, Unique
from kostra.methods.columns import Column, Fields, Number, Text
from kostra.methods.digits import Characters
from kostra.methods.identity import begins_a_number

Bytes = npt.NDArray[np.bytes_]
Lines = npt.NDArray[np.int64]
Rows: TypeAlias = npt.NDArray[np.intp] | slice
Bound = Callable[[Fields], Requirement | Unique]

HIDDEN = b"**********"
"""Where a case worker should stand and the beginning of a national id does."""
_TELLING = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """The values of one field in the failed records: characters as written, or numbers that were worked out.

    Numbers are in parts of `scale`: 15 with a scale of ten is one and a half.
    """

    field: str
    values: Bytes | Lines
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Hits:
    """Where one control failed. `control` is its place in the set."""

    control: int
    lines: Lines
    at: str | None
    journal: Bytes
    caseworker: Bytes
    shown: tuple[Shown, ...]

    def chosen(self, rows: slice | npt.NDArray[np.bool_]) -> Hits:
        """Some of them."""
        shown = tuple(Shown(one.field, one.values[rows], one.scale) for one in self.shown)
        return Hits(self.control, self.lines[rows], self.at, self.journal[rows], self.caseworker[rows], shown)


@dataclass(frozen=True, slots=True)
class Whose:
    """What tells a person which records they are: all the records of a batch."""

    lines: Lines
    journal: Bytes
    caseworker: Bytes


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one uniqueness control, of the batch's records in `rows`; None is all of them.

    Whose they are is kept once for the batch, however many such controls there are: ten million records are to fit in memory.
    """

    control: int
    at: str | None
    key: npt.NDArray[np.int64]
    whose: Whose
    rows: npt.NDArray[np.int32] | None

    @property
    def lines(self) -> Lines:
        return self._of(self.whose.lines)

    @property
    def journal(self) -> Bytes:
        return self._of(self.whose.journal)

    @property
    def caseworker(self) -> Bytes:
        return self._of(self.whose.caseworker)

    def _of(self, column: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return column if self.rows is None else column[self.rows]

    def chosen(self, which: npt.NDArray[np.bool_]) -> Keys:
        """Some of them; all of them are these."""
        if which.all():
            return self
        rows = np.flatnonzero(which).astype(np.int32) if self.rows is None else self.rows[which]
        return Keys(self.control, self.at, self.key[which], self.whose, rows)


@dataclass(frozen=True, slots=True)
class Tally:
    """How a control came out: how many records it applied to, failed, and could not decide."""

    applied: int
    failed: int
    undecided: int


@dataclass(frozen=True, slots=True)
class Outcome:
    records: int
    hits: tuple[Hits, ...]
    keys: tuple[Keys, ...]
    tallies: Mapping[int, Tally]
    counted: Lines | None = None
    """What a receipt counts of these records; the sum over all batches is the file's."""


@dataclass(frozen=True, slots=True)
class Places:
    """Which fields tell a person which record it is."""

    journal: str | None = None
    caseworker: str | None = None


def run(
    rules: Sequence[tuple[int, Bound]],
    fields: Fields,
    lines: Lines,
    places: Places,
    count: Callable[[Fields], Lines] | None = None,
) -> Outcome:
    """Every rule on one batch. `lines` are the line numbers of the records in the file as sent; `count` is what a receipt counts."""
    hits: list[Hits] = []
    keys: list[Keys] = []
    tallies: dict[int, Tally] = {}
    whose: Whose | None = None
    for place, rule in rules:
        said = rule(fields)
        if isinstance(said, Unique):
            whose = whose or _whose(fields, lines, places)
            keys.append(_keys(place, said, whose))
            continue
        failed = said.failed().nonzero()[0]
        undecided = int(np.count_nonzero(said.undecided())) if _may_be_undecided(said) else 0
        applied = len(fields) if said.when is None else int(np.count_nonzero(said.when.value))
        tallies[place] = Tally(applied, len(failed), undecided)
        if len(failed):
            hits.append(
                Hits(
                    place,
                    lines[failed],
                    said.at,
                    _written(fields, places.journal, failed),
                    _written(fields, places.caseworker, failed),
                    tuple(_shown(fields, column, failed) for column in said.shown),
                )
            )
    return Outcome(len(fields), tuple(hits), tuple(keys), tallies, None if count is None else count(fields))


def _may_be_undecided(said: Requirement) -> bool:
    return said.must.known is not None or (said.when is not None and said.when.known is not None)


def _whose(fields: Fields, lines: Lines, places: Places) -> Whose:
    every = slice(None)
    return Whose(lines, _written(fields, places.journal, every), _written(fields, places.caseworker, every))


def _keys(place: int, said: Unique, whose: Whose) -> Keys:
    among, key = said.among.value, said.key.astype(np.int64)
    if among.all():
        return Keys(place, said.at, key, whose, None)
    rows = np.flatnonzero(among)
    return Keys(place, said.at, key[rows], whose, rows.astype(np.int32))


def _shown(fields: Fields, column: Column, rows: npt.NDArray[np.intp]) -> Shown:
    written = fields.written(column.name)
    if written is not None:
        return Shown(column.name, _bytes(written, rows))
    if isinstance(column, Number):
        known = np.where(column.is_number.value[rows], column.value[rows], np.iinfo(np.int64).min)
        return Shown(column.name, known, column.scale)
    if isinstance(column, Text):
        raise TypeError(f"the field {column.name} tells who somebody is, and is never shown")
    return Shown(column.name, column.ordinal[rows])


def _written(fields: Fields, id: str | None, rows: Rows) -> Bytes:
    written = None if id is None else fields.written(id)
    if written is None:
        return np.full(len(fields) if isinstance(rows, slice) else len(rows), b"", dtype="S1")
    found = _bytes(written, rows)
    if len(written) < _TELLING:
        return found
    telling = begins_a_number(written[:, rows])
    return np.where(telling, HIDDEN, found) if telling.any() else found


def _bytes(written: Characters, rows: Rows) -> Bytes:
    """The characters of some records, one value each. A NUL in a record would end the value; records hold none."""
    chosen = np.ascontiguousarray(written[:, rows].T)
    return chosen.view(f"S{written.shape[0]}").reshape(len(chosen))
