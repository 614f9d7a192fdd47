"""Small batches of columns, made by hand."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kostra.controls.declare import Given
from kostra.methods.columns import Column, Fields, Number, Text
from kostra.methods.digits import Characters, read_numbers

GIVEN = Given(year=2026, municipality="1103")


def rows(texts: list[str]) -> Characters:
    width = max(1, *(len(text) for text in texts)) if texts else 1
    flat = np.frombuffer("".join(text.ljust(width) for text in texts).encode("latin-1"), dtype=np.uint8)
    return np.ascontiguousarray(flat.reshape(len(texts), width).T)


def fields(
    texts: Mapping[str, list[str]] | None = None,
    numbers: Mapping[str, list[str]] | None = None,
    hidden: tuple[str, ...] = (),
) -> Fields:
    """Columns of texts and of numbers, as written; those that are hidden have no characters to show."""
    readers: dict[str, Column] = {id: Text(id, rows(values), ("1", "2")) for id, values in (texts or {}).items()}
    readers |= {id: Number(id, *read_numbers(rows(values))) for id, values in (numbers or {}).items()}
    every = {**(texts or {}), **(numbers or {})}
    count = len(next(iter(every.values()))) if every else 0
    return Fields(
        {id: (lambda column=column: column) for id, column in readers.items()},  # type: ignore[misc]
        count,
        {id: (lambda values=values: rows(values)) for id, values in every.items() if id not in hidden},  # type: ignore[misc]
    )
