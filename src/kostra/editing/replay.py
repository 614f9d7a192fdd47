"""Klargjorte data: inndata with the log of edits replayed. The same inndata and log give the same data, however often it is done.

An edit holds for the record it was made for, known by its key and by the digest of what was delivered. Where a new delivery has changed
the record or left it out, the edit is stale: it changes nothing, and waits for somebody to carry it over or drop it. Where the new record
already holds what the edit said, the sender has answered it. A value that the form no longer can hold is stale too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import polars as pl

from kostra.editing.columns import DIGEST, LINE, RECORD, SUBMISSION, UNIT, Unreadable, read, written
from kostra.editing.ledger import Cell, Ledger
from kostra.model.edit import Edit

_ROW = "_row"


class Fate(StrEnum):
    """Why an edit is not in the data although nobody has undone it."""

    RECORD_CHANGED = "record-changed"
    RECORD_GONE = "record-gone"
    ANSWERED = "answered"
    """The sender has made the same change; there is nothing to decide."""


@dataclass(frozen=True, slots=True)
class Stale:
    """`now` is the value as it is delivered now, None also where the record is gone; `digest` that of the record as it is now."""

    edit: Edit
    fate: Fate
    now: str | None
    digest: str | None
    submission: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Replayed:
    frame: pl.DataFrame
    applied: tuple[Edit, ...]
    stale: tuple[Stale, ...]


def replay(base: pl.DataFrame, ledger: Ledger, delivered: frozenset[str]) -> Replayed:
    """`base` are inndata of all units, one row for each record; `delivered` the units that something stands for.

    Of a unit that nothing stands for (everything taken back) there is nothing to decide yet, and its edits are left alone.
    """
    rows, schema = _rows(base, ledger.counts), base.schema
    cells: dict[Cell, str | None] = {}
    applied: list[Edit] = []
    stale: list[Stale] = []
    for cell, edit in ledger.counts.items():
        unit, record, field = cell
        if unit not in delivered or record is None or field is None:
            continue
        row = rows.get((unit, record))
        if row is None:
            stale.append(Stale(edit, Fate.RECORD_GONE, None, None))
        elif row[DIGEST] == ledger.digest(edit) and _reads(edit.after, schema.get(field)):
            cells[cell] = edit.after
            applied.append(edit)
        else:
            now = written(row[field]) if field in row else None
            fate = Fate.ANSWERED if now == edit.after else Fate.RECORD_CHANGED
            stale.append(Stale(edit, fate, now, row[DIGEST], row[SUBMISSION], row[LINE]))
    return Replayed(_scattered(base, rows, cells), tuple(applied), tuple(stale))


def _reads(text: str | None, dtype: pl.DataType | None) -> bool:
    try:
        read(text, dtype or pl.String())
    except Unreadable:
        return False
    return True


def put(frame: pl.DataFrame, cells: Mapping[Cell, str | None]) -> pl.DataFrame:
    """The frame with other values in these cells; those of records that are not there are passed over."""
    return _scattered(frame, _rows(frame, cells), cells)


def _rows(frame: pl.DataFrame, cells: Mapping[Cell, object]) -> Mapping[tuple[str, str], dict[str, Any]]:
    """The rows that the cells are in, with their places."""
    wanted = sorted({record for _, record, _ in cells if record is not None})
    if not wanted:
        return {}
    # A semi-join with a short list: looking 130 000 keys up one by one would cost more than all the rest.
    short = pl.DataFrame({RECORD: wanted})
    found = frame.with_row_index(_ROW).join(short, on=RECORD, how="semi", maintain_order="left")
    fields = sorted({field for _, _, field in cells if field is not None and field in frame.columns})
    return {
        (row[UNIT], row[RECORD]): row
        for row in found.select(_ROW, UNIT, RECORD, DIGEST, SUBMISSION, LINE, *fields).iter_rows(named=True)
    }


def _scattered(
    frame: pl.DataFrame, rows: Mapping[tuple[str, str], dict[str, Any]], cells: Mapping[Cell, str | None]
) -> pl.DataFrame:
    new: dict[str, list[tuple[int, str | None]]] = defaultdict(list)
    for (unit, record, field), text in cells.items():
        row = rows.get((unit, record or ""))
        if row is not None and field is not None and field in frame.columns:
            new[field].append((row[_ROW], text))
    changed = []
    for field, placed in new.items():
        series = frame[field]
        values = pl.Series([read(text, series.dtype) for _, text in placed], dtype=series.dtype)
        changed.append(series.scatter([place for place, _ in placed], values))
    return frame.with_columns(changed) if changed else frame
