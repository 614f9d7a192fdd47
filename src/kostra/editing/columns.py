"""The columns that klargjorte data have beside the fields of the form, and how a value in them is written as text and read again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias, TypeVar

import polars as pl

UNIT, SUBMISSION, RECORD, LINE, DIGEST = "unit", "submission", "record", "line", "digest"
WHOSE = (UNIT, SUBMISSION, RECORD, LINE, DIGEST)

Value: TypeAlias = str | int | Decimal | date | None
_Number = TypeVar("_Number", int, Decimal)
_LARGEST = 1 << 63


class Unreadable(ValueError):
    """A text that is no value of the column's type."""


def written(value: Value) -> str | None:
    """As the log of edits keeps it: dates as ISO, numbers in digits, blank as None."""
    return None if value is None else value.isoformat() if isinstance(value, date) else str(value)


def read(text: str | None, dtype: pl.DataType) -> Value:
    """The value again. What the log holds always reads; what somebody types may not."""
    if text is None:
        return None
    try:
        if dtype == pl.Int64:
            return _within(int(text), _LARGEST)
        if dtype == pl.Date:
            return date.fromisoformat(text)
        if isinstance(dtype, pl.Decimal):
            return _within(Decimal(text), 10 ** (dtype.precision - dtype.scale))
    except (ValueError, InvalidOperation):
        raise Unreadable from None
    return text


def _within(number: _Number, limit: int) -> _Number:
    """A number that the column has room for. One that is not finite is within nothing."""
    if not -limit < number < limit:
        raise Unreadable
    return number


def editable(frame: pl.DataFrame) -> list[str]:
    """The fields, without what says whose the record is and without pseudonyms."""
    return [
        name
        for name, dtype in frame.schema.items()
        if name not in WHOSE and not isinstance(dtype, (pl.Binary, pl.Boolean))
    ]


def values(row: dict[str, Any], names: list[str]) -> dict[str, str | None]:
    """One row as texts."""
    return {name: written(row[name]) for name in names}
