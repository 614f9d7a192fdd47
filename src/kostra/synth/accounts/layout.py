"""How a line of the accounts file is written, as the form of the year says: fixed width, one amount for each kind of account, function
and art.

Amounts are thousands of kroner, expenditure plus and income minus. Fields that are not given stand blank.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kostra.forms import catalogue
from kostra.model.form import FieldType, FieldVersion

Bytes = NDArray[np.uint8]


def lines(form: str, year: int, values: Mapping[str, Any], rows: int) -> Bytes:
    """[rows, length + 1] the characters of the lines, each with its line end. A column is one value for all, or an array."""
    version = catalogue.form(form).version(year)
    table = np.full((rows, version.record_length + 1), ord(" "), np.uint8)
    table[:, -1] = ord("\n")
    for id, value in values.items():
        field = version.field(id)
        table[:, field.first - 1 : field.last] = _cells(field, value, rows)
    return table


def _cells(field: FieldVersion, value: Any, rows: int) -> Bytes:
    texts = np.broadcast_to(np.asarray(value, dtype=np.str_), (rows,))
    if rows and np.char.str_len(texts).max() > field.width:
        raise ValueError(f"{field.id} has {field.width} characters, and a value is longer")
    to_the_right = field.type is FieldType.INTEGER
    placed = np.char.rjust(texts, field.width) if to_the_right else np.char.ljust(texts, field.width)
    return placed.astype(f"S{field.width}").view(np.uint8).reshape(rows, field.width)
