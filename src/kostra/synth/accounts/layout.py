"""How a line of the accounts file looks: fixed width, one amount for each kind of account, function and art.

Amounts are thousands of kroner, expenditure plus and income minus. The layout is dated, so that a change is a new
entry and nothing else. Only what municipalities and Oslo's districts send is known here; other bodies fill the
columns that stand empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kostra.model.dated import Dated

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    width: int
    right: bool = False
    """Right-justified; otherwise filled with blanks on the right."""


LAYOUT: Dated[tuple[Column, ...]] = Dated.always(
    (
        Column("skjema", 2),
        Column("aargang", 4),
        Column("kvartal", 1),
        Column("region", 6),
        Column("orgnr", 9),
        Column("foretaksnr", 9),
        Column("kontoklasse", 1),
        Column("funksjon_kapittel", 4),
        Column("art_sektor", 3),
        Column("belop", 9, right=True),
    ),
    # Read from the file description of 2025; nothing says that it was different in the years made here.
    since=2017,
)


def width(year: int) -> int:
    return sum(column.width for column in LAYOUT.at(year))


def lines(year: int, values: Mapping[str, Any], rows: int) -> Bytes:
    """[rows, width + 1] the characters of the lines, each with its line end. A column is one value for all, an array, or blank."""
    table = np.full((rows, width(year) + 1), ord(" "), np.uint8)
    table[:, -1] = ord("\n")
    at = 0
    for column in LAYOUT.at(year):
        if column.name in values:
            table[:, at : at + column.width] = _cells(column, values[column.name], rows)
        at += column.width
    return table


def _cells(column: Column, value: Any, rows: int) -> Bytes:
    texts = np.broadcast_to(np.asarray(value, dtype=np.str_), (rows,))
    if rows and np.char.str_len(texts).max() > column.width:
        raise ValueError(f"{column.name} has {column.width} characters, and a value is longer")
    placed = np.char.rjust(texts, column.width) if column.right else np.char.ljust(texts, column.width)
    return placed.astype(f"S{column.width}").view(np.uint8).reshape(rows, column.width)
