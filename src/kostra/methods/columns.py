"""Typed columns of many records: texts, whole numbers and days, with what is blank and what is not readable kept apart.

A column is made from bytes laid out one row per character, so that every operation runs over contiguous memory. Comparing gives `Truth`:
a text is always known (a blank is just another text), a number or a day that is blank or unreadable is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from kostra.methods.digits import BLANK, Characters, Numbers, read_numbers
from kostra.methods.truth import Flags, Truth


class Text:
    """A text column. `rows` holds one row per character position."""

    __slots__ = ("_blank", "_key", "_valid", "allowed", "name", "rows")

    def __init__(self, name: str, rows: Characters, allowed: tuple[str, ...] = ()) -> None:
        self.name = name
        self.rows = rows
        self.allowed = allowed
        self._key: npt.NDArray[np.unsignedinteger] | None = None
        self._blank: Flags | None = None
        self._valid: Truth | None = None

    def __len__(self) -> int:
        return int(self.rows.shape[1])

    @property
    def width(self) -> int:
        return int(self.rows.shape[0])

    @property
    def key(self) -> npt.NDArray[np.unsignedinteger]:
        """The characters packed in one number, for texts of up to eight."""
        if self._key is None:
            self._key = pack(self.rows)
        return self._key

    @property
    def blank(self) -> Truth:
        if self._blank is None:
            self._blank = np.all(self.rows == BLANK, axis=0) if self.width > 8 else self.key == packed(" " * self.width)
        return Truth(self._blank)

    @property
    def filled(self) -> Truth:
        return ~self.blank

    def __eq__(self, other: object) -> Truth:  # type: ignore[override]
        """Exactly this text, zeros and blanks included."""
        if not isinstance(other, str):
            return NotImplemented
        return self.one_of(other)

    def __ne__(self, other: object) -> Truth:  # type: ignore[override]
        if not isinstance(other, str):
            return NotImplemented
        return ~self.one_of(other)

    __hash__ = None  # type: ignore[assignment]

    def one_of(self, *values: str) -> Truth:
        fitting = [packed(value) for value in values if len(value) == self.width]
        if not fitting:
            return Truth(np.zeros(len(self), dtype=np.bool_))
        if len(fitting) == 1:
            return Truth(self.key == fitting[0])
        if self.width <= 2:
            table = np.zeros(1 << (8 * self.width), dtype=np.bool_)
            table[fitting] = True
            return Truth(table[self.key])
        return Truth(np.isin(self.key, np.array(fitting, dtype=self.key.dtype)))

    @property
    def valid(self) -> Truth:
        """One of the codes the field may hold."""
        if self._valid is None:
            self._valid = self.one_of(*self.allowed)
        return self._valid

    def number(self) -> Number:
        """The text read as a whole number."""
        return Number(self.name, *read_numbers(self.rows))


class Number:
    """A column of numbers. `known` is where there is one; `filled` is where there is anything at all.

    Values are whole; one decimal is kept exactly by a `scale` of ten.
    """

    __slots__ = ("filled_flags", "known", "name", "scale", "value")

    def __init__(
        self, name: str, value: Numbers, known: Flags | None = None, filled: Flags | None = None, scale: int = 1
    ) -> None:
        self.name = name
        self.value = value
        self.known = known
        self.filled_flags = filled
        self.scale = scale

    def __len__(self) -> int:
        return len(self.value)

    @property
    def is_number(self) -> Truth:
        return Truth(np.ones(len(self), dtype=np.bool_) if self.known is None else self.known)

    @property
    def filled(self) -> Truth:
        return self.is_number if self.filled_flags is None else Truth(self.filled_flags)

    @property
    def blank(self) -> Truth:
        return ~self.filled

    @property
    def or_zero(self) -> Number:
        """Blank and unreadable count as 0. To be written only where the rule says so."""
        if self.known is None:
            return self
        return Number(self.name, np.where(self.known, self.value, 0), scale=self.scale)

    def _pair(self, other: Number | int) -> tuple[Numbers | int, Flags | None]:
        """The other side in this column's scale, and where both are known."""
        if isinstance(other, int):
            return other * self.scale, self.known
        if other.scale != self.scale:
            raise TypeError(f"{self.name} and {other.name} have different scales; bring them to one with `scaled`")
        if self.known is None or other.known is None:
            return other.value, self.known if other.known is None else other.known
        return other.value, self.known & other.known

    def scaled(self, scale: int) -> Number:
        """The same numbers in a finer scale."""
        if scale % self.scale:
            raise TypeError(f"{self.name} cannot be kept exactly in a scale of {scale}")
        return Number(self.name, self.value * (scale // self.scale), self.known, self.filled_flags, scale)

    def __add__(self, other: Number | int) -> Number:
        value, known = self._pair(other)
        return Number(self.name, self.value + value, known, scale=self.scale)

    def __sub__(self, other: Number | int) -> Number:
        value, known = self._pair(other)
        return Number(self.name, self.value - value, known, scale=self.scale)

    def __mul__(self, times: int) -> Number:
        return Number(self.name, self.value * times, self.known, scale=self.scale)

    def __abs__(self) -> Number:
        return Number(self.name, np.abs(self.value), self.known, scale=self.scale)

    def __gt__(self, other: Number | int) -> Truth:
        value, known = self._pair(other)
        return Truth(self.value > value, known)

    def __ge__(self, other: Number | int) -> Truth:
        value, known = self._pair(other)
        return Truth(self.value >= value, known)

    def __lt__(self, other: Number | int) -> Truth:
        value, known = self._pair(other)
        return Truth(self.value < value, known)

    def __le__(self, other: Number | int) -> Truth:
        value, known = self._pair(other)
        return Truth(self.value <= value, known)

    def __eq__(self, other: object) -> Truth:  # type: ignore[override]
        if not isinstance(other, Number | int):
            return NotImplemented
        value, known = self._pair(other)
        return Truth(self.value == value, known)

    def __ne__(self, other: object) -> Truth:  # type: ignore[override]
        if not isinstance(other, Number | int):
            return NotImplemented
        return ~(self == other)

    __hash__ = None  # type: ignore[assignment]


class Day:
    """A column of days. `ordinal` counts days since 1970, worked out when somebody asks; `year` is the year of the day."""

    __slots__ = ("_ordinal", "filled_flags", "known", "name", "year_value")

    def __init__(
        self, name: str, ordinal: Numbers | Callable[[], Numbers], year: Numbers, known: Flags, filled: Flags
    ) -> None:
        self.name = name
        self._ordinal = ordinal
        self.year_value = year
        self.known = known
        self.filled_flags = filled

    def __len__(self) -> int:
        return len(self.known)

    @property
    def ordinal(self) -> Numbers:
        if callable(self._ordinal):
            self._ordinal = self._ordinal()
        return self._ordinal

    @property
    def is_day(self) -> Truth:
        """There is a day, and it is in the calendar."""
        return Truth(self.known)

    @property
    def filled(self) -> Truth:
        return Truth(self.filled_flags)

    @property
    def blank(self) -> Truth:
        return Truth(~self.filled_flags)

    @property
    def year(self) -> Number:
        return Number(self.name, self.year_value, self.known)

    def _other(self, other: Day | date) -> tuple[Numbers | int, Flags]:
        if isinstance(other, Day):
            return other.ordinal, self.known & other.known
        return (other - date(1970, 1, 1)).days, self.known

    def __lt__(self, other: Day | date) -> Truth:
        ordinal, known = self._other(other)
        return Truth(self.ordinal < ordinal, known)

    def __le__(self, other: Day | date) -> Truth:
        ordinal, known = self._other(other)
        return Truth(self.ordinal <= ordinal, known)

    def __gt__(self, other: Day | date) -> Truth:
        ordinal, known = self._other(other)
        return Truth(self.ordinal > ordinal, known)

    def __ge__(self, other: Day | date) -> Truth:
        ordinal, known = self._other(other)
        return Truth(self.ordinal >= ordinal, known)


Column: TypeAlias = Text | Number | Day


class Fields:
    """The columns of a batch, by field id. A column is read when a rule first asks for it, and kept for the batch.

    `written` gives the characters of a field as they stand in the records, for showing; fields that tell who somebody is are not in it.
    """

    def __init__(
        self,
        readers: Mapping[str, Callable[[], Column]],
        length: int,
        written: Mapping[str, Callable[[], Characters]] | None = None,
    ) -> None:
        self._readers = readers
        self._columns: dict[str, Column] = {}
        self._length = length
        self._written = written or {}

    def written(self, id: str) -> Characters | None:
        """The characters of a field, one row per position; None for a column that was worked out, or must not be shown."""
        return self._written[id]() if id in self._written else None

    def __len__(self) -> int:
        return self._length

    def column(self, id: str) -> Column:
        found = self._columns.get(id)
        if found is None:
            if id not in self._readers:
                raise AttributeError(f"there is no field «{id}» here")
            found = self._columns[id] = self._readers[id]()
        return found

    def text(self, id: str) -> Text:
        column = self.column(id)
        assert isinstance(column, Text), f"{id} is not a text"
        return column

    def number(self, id: str) -> Number:
        column = self.column(id)
        assert isinstance(column, Number), f"{id} is not a number"
        return column

    def day(self, id: str) -> Day:
        column = self.column(id)
        assert isinstance(column, Day), f"{id} is not a day"
        return column

    def has(self, id: str) -> bool:
        return id in self._readers

    def __getattr__(self, id: str) -> Any:
        if id.startswith("_"):
            raise AttributeError(id)
        return self.column(id)


def total(numbers: Iterable[Number]) -> Number:
    """The sum of columns; not known where one of them is not."""
    first, *others = numbers
    for other in others:
        first = first + other
    return first


def pack(rows: Characters) -> npt.NDArray[np.unsignedinteger]:
    """Up to eight characters as one number, the first character most significant."""
    width = rows.shape[0]
    if width == 1:
        only: npt.NDArray[np.uint8] = rows[0]
        return only
    kind: type[np.unsignedinteger] = np.uint16 if width == 2 else np.uint32 if width <= 4 else np.uint64
    key: npt.NDArray[np.unsignedinteger] = rows[0].astype(kind)
    for row in rows[1:]:
        key <<= kind(8)
        key |= row
    return key


@cache
def packed(text: str) -> int:
    """A text as the number that `pack` makes of it."""
    return int.from_bytes(text.encode("latin-1", "replace"), "big")
