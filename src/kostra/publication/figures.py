"""The cells of a table as text, all of one width, so that any selection of them becomes a file by copying bytes.

Each is its number, or `null`, and after it one sign that keeps them apart. What does not fill its width is filled up with a byte that no
file holds, and that is taken out at the end. Made once for each table, the first time that somebody asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import numpy.typing as npt

from kostra.publication.selecting import Selection
from kostra.publication.table import IS_BLANK, MARKS, SIGN, Marks, Table, Whole, once

Texts = npt.NDArray[np.bytes_]
FILL = b"\x00"
_NARROWEST = 6
"""Room for `null` and for a sign in quotation marks, and for what keeps them apart."""


def numbers(values: Whole, decimals: int = 0, width: int = 0) -> npt.NDArray[np.uint8]:
    """Whole numbers over so many tens, as rows of characters, to the right in a field that has room for all."""
    rest = np.abs(values).astype(np.uint64).ravel()
    most = len(str(int(rest.max(initial=0))))
    most = max(most, decimals + 1)
    negative = (values < 0).ravel()
    own = most + (decimals > 0) + bool(negative.any())
    out = np.zeros((max(own, width), rest.size), np.uint8)
    row = len(out) - 1
    digits = np.ones(rest.size, np.uint8)
    for digit in range(most):
        if decimals and digit == decimals:
            out[row] = ord(".")
            row -= 1
        there = rest > 0 if digit > decimals else None
        tenth = rest // np.uint64(10)
        sign = (rest - tenth * np.uint64(10)).astype(np.uint8) + np.uint8(ord("0"))
        if there is None:
            out[row] = sign
        else:
            out[row] = np.where(there, sign, 0)
            digits += there
        rest = tenth
        row -= 1
    if negative.any():
        where = np.flatnonzero(negative)
        # Of those with n digits before the point, the sign stands before the first of them.
        length = digits[where].astype(np.intp) + (decimals + 1 if decimals else 0)
        out[len(out) - 1 - length, where] = ord("-")
    return np.ascontiguousarray(out.T)


@once
def texts(table: Table) -> Texts:
    """By the axes of the table: the number of each cell, or `null`, and a comma after it."""
    parts = [numbers(table.values[..., place, :], one.decimals) for place, one in enumerate(table.measures)]
    width = max(_NARROWEST, *(part.shape[1] + 1 for part in parts))
    out = np.zeros((*table.values.shape, width), np.uint8)
    for place, part in enumerate(parts):
        own = out[..., place, :, :]
        own[..., width - 1 - part.shape[1] : width - 1] = part.reshape((*own.shape[:-1], part.shape[1]))
    out[..., -1] = ord(",")
    found: Texts = out.view(f"S{width}").reshape(table.values.shape)
    found[IS_BLANK[table.marks]] = b"null".ljust(width - 1, FILL) + b","
    found.flags.writeable = False
    return found


def written(
    selection: Selection,
    blanks: Mapping[str, bytes] | None = None,
    apart: str = ",",
    line: int = 0,
    *,
    comma: bool = False,
) -> bytes:
    """The cells of a selection, each with `apart` after it, and after every `line` of them a line end in its place.

    `blanks` are by the sign of what has no value; where they are not given, it is `null`. With `comma`, numbers have that for a point.
    """
    taken = selection.taken(texts(selection.table))
    width = taken.dtype.itemsize
    if blanks is None and apart == "," and not line:
        return taken.tobytes().translate(None, FILL)
    taken = taken.copy()
    bytes_of = taken.view(np.uint8).reshape(-1, width)
    if comma:
        bytes_of[bytes_of == ord(".")] = ord(",")
    if blanks is not None:
        for number, mark in enumerate(MARKS):
            if mark is not None and IS_BLANK[number]:
                taken[selection.marks == number] = blanks[mark.value].ljust(width - 1, FILL) + b","
    bytes_of[:, -1] = ord(apart)
    if line:
        bytes_of[line - 1 :: line, -1] = ord("\n")
    return taken.tobytes().translate(None, FILL)


def statuses(marks: Marks) -> bytes:
    """Those that have a sign, by their place: the inside of a JSON object, without a comma at the end."""
    where = np.flatnonzero(np.array([sign is not None for sign in SIGN])[marks])
    if not len(where):
        return b""
    signs = np.array([b"" if sign is None else sign.encode() + b'",' for sign in SIGN])
    places = _places(1 << max(int(where[-1]).bit_length(), 10))
    out = np.empty(len(where), [("place", places.dtype), ("sign", signs.dtype)])
    out["place"] = places[where]
    out["sign"] = signs[marks[where]]
    return out.tobytes().translate(None, FILL)[:-1]


@cache
def _places(count: int) -> Texts:
    """What comes before the sign of each cell."""
    digits = numbers(np.arange(count))
    out = np.full((count, digits.shape[1] + 4), ord('"'), np.uint8)
    out[:, 1:-3] = digits
    out[:, -2] = ord(":")
    return out.view(f"S{out.shape[1]}").reshape(-1)
