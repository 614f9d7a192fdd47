"""CSV files from parallel arrays: UTF-8, a header, semicolons, one row per element.

Register extracts have hundreds of thousands of rows, so the text is laid out as a table of bytes and squeezed, never
joined row by row. Values that would need quoting are refused: none of ours do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Cells = NDArray[np.bytes_]


def text(values: NDArray[Any] | list[str]) -> Cells:
    return np.char.encode(np.asarray(values, dtype=np.str_), "utf-8")


def whole(values: NDArray[Any], blank: NDArray[np.bool_] | None = None) -> Cells:
    """Whole numbers from 0 up, without padding; blank where there is none."""
    numbers = np.asarray(values).astype(np.int64)
    if numbers.size and numbers.min() < 0:
        raise ValueError("a register extract has no negative numbers")
    width = len(str(numbers.max())) if numbers.size else 1
    digits = padded(numbers, width, blank).view(np.uint8).reshape(-1, width)
    leading = np.logical_and.accumulate(digits[:, :-1] == ord("0"), axis=1)
    digits[:, :-1][leading] = 0
    # A leading empty byte would end the text, so the cells stay a table of bytes until they are squeezed.
    return np.ascontiguousarray(digits).view(f"S{width}").reshape(-1)


def padded(values: NDArray[Any], width: int, blank: NDArray[np.bool_] | None = None) -> Cells:
    """Numbers with leading zeros, as identity numbers and dates are written."""
    numbers = np.asarray(values).astype(np.int64)
    digits = np.empty((len(numbers), width), np.uint8)
    for column in range(width - 1, -1, -1):
        numbers, digit = np.divmod(numbers, 10)
        digits[:, column] = digit + 48
    if blank is not None:
        digits[blank] = 0
    return digits.view(f"S{width}").reshape(-1)


def dates(values: NDArray[np.datetime64]) -> Cells:
    """ISO dates; blank where there is none."""
    days = values.astype("datetime64[D]")
    empty = np.isnat(days)
    days = np.where(empty, np.datetime64("1970-01-01"), days)
    months = days.astype("datetime64[M]")
    years = days.astype("datetime64[Y]")
    number = (
        (years.astype(np.int64) + 1970) * 10_000
        + ((months - years).astype(np.int64) + 1) * 100
        + (days - months).astype(np.int64)
        + 1
    )
    plain = padded(number, 8).view(np.uint8).reshape(-1, 8)
    dashed = np.full((len(days), 10), ord("-"), np.uint8)
    dashed[:, :4], dashed[:, 5:7], dashed[:, 8:] = plain[:, :4], plain[:, 4:6], plain[:, 6:]
    dashed[empty] = 0
    return dashed.view("S10").reshape(-1)


def csv(columns: Mapping[str, Cells]) -> bytes:
    """The file: a header of the column names, then the rows."""
    header = ";".join(columns).encode() + b"\n"
    rows = len(next(iter(columns.values())))
    if not rows:
        return header
    parts = []
    for number, (name, cells) in enumerate(columns.items(), start=1):
        if len(cells) != rows:
            raise ValueError(f"column {name} has {len(cells)} rows, not {rows}")
        block = np.ascontiguousarray(cells).view(np.uint8).reshape(rows, -1)
        if ((block == ord(";")) | (block == ord("\n")) | (block == ord('"'))).any():
            raise ValueError(f"column {name} holds a semicolon, a quote or a line break")
        end = np.full((rows, 1), ord("\n" if number == len(columns) else ";"), np.uint8)
        parts += [block, end]
    table = np.concatenate(parts, axis=1).reshape(-1)
    body: bytes = table[table != 0].tobytes()
    return header + body
