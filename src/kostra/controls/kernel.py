"""Running controls on one batch of records: a function of the batch, with no state.

Each control runs alone, on the records as they are. What comes out is small: for each control which records failed, and what identifies
those records to a person (line, journal number, case worker, the shown values). Uniqueness cannot be settled by one batch; the keys that
settle it come out too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kostra.controls.declare import Requirement, Unique
from kostra.methods.columns import Characters, Column, Fields, Number, Text

Bytes = npt.NDArray[np.bytes_]
Lines = npt.NDArray[np.int64]
Bound = Callable[[Fields], Requirement | Unique]


@dataclass(frozen=True, slots=True)
class Shown:
    """The values of one field in the failed records: characters as written, or numbers that were worked out."""

    field: str
    values: Bytes | Lines


@dataclass(frozen=True, slots=True)
class Hits:
    """Where one control failed. `control` is its place in the set."""

    control: int
    lines: Lines
    at: str | None
    journal: Bytes
    caseworker: Bytes
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one uniqueness control, with what is needed to tell of a duplicate."""

    control: int
    at: str | None
    key: npt.NDArray[np.int64]
    lines: Lines
    journal: Bytes
    caseworker: Bytes


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


@dataclass(frozen=True, slots=True)
class Places:
    """Which fields tell a person which record it is."""

    journal: str | None = None
    caseworker: str | None = None


def run(rules: Sequence[tuple[int, Bound]], fields: Fields, lines: Lines, places: Places) -> Outcome:
    """Every rule on one batch. `lines` are the line numbers of the records in the file as sent."""
    hits: list[Hits] = []
    keys: list[Keys] = []
    tallies: dict[int, Tally] = {}
    for place, rule in rules:
        said = rule(fields)
        if isinstance(said, Unique):
            keys.append(_keys(place, said, fields, lines, places))
            continue
        failed = np.flatnonzero(said.failed())
        undecided = int(np.count_nonzero(said.undecided())) if _may_be_undecided(said) else 0
        tallies[place] = Tally(int(np.count_nonzero(said.applies())), len(failed), undecided)
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
    return Outcome(len(fields), tuple(hits), tuple(keys), tallies)


def _may_be_undecided(said: Requirement) -> bool:
    return said.must.known is not None or (said.when is not None and said.when.known is not None)


def _keys(place: int, said: Unique, fields: Fields, lines: Lines, places: Places) -> Keys:
    among = np.flatnonzero(said.among.value)
    return Keys(
        place,
        said.at,
        said.key[among].astype(np.int64),
        lines[among],
        _written(fields, places.journal, among),
        _written(fields, places.caseworker, among),
    )


def _shown(fields: Fields, column: Column, rows: npt.NDArray[np.intp]) -> Shown:
    written = fields.written(column.name)
    if written is not None:
        return Shown(column.name, _bytes(written, rows))
    if isinstance(column, Number):
        return Shown(column.name, np.where(column.is_number.value[rows], column.value[rows], np.iinfo(np.int64).min))
    if isinstance(column, Text):
        raise TypeError(f"the field {column.name} tells who somebody is, and is never shown")
    return Shown(column.name, column.ordinal[rows])


def _written(fields: Fields, id: str | None, rows: npt.NDArray[np.intp]) -> Bytes:
    written = None if id is None else fields.written(id)
    if written is None:
        return np.full(len(rows), b"", dtype="S1")
    return _bytes(written, rows)


def _bytes(written: Characters, rows: npt.NDArray[np.intp]) -> Bytes:
    """The characters of some records, one value each. A NUL in a record would end the value; records hold none."""
    chosen = np.ascontiguousarray(written[:, rows].T)
    return chosen.view(f"S{written.shape[0]}").reshape(len(rows))
