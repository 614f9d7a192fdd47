"""From arrays to the bytes of a fixed-width file, column by column.

Positions, widths and date patterns come from the form of the year and nowhere else. The slow and obvious way to write one record is
`kostra.reception.record`; the tests hold the two against each other.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kostra.model.errors import Broken
from kostra.model.form import FieldVersion, FormVersion
from kostra.synth.arrays import Bools, Dates, Ints
from kostra.synth.people import ids

Bytes = NDArray[np.uint8]

_BLANK = ord(" ")
_ZERO = ord("0")


class Sheet:
    """The records of one form, blank until a column is put. Fields that the year does not have are passed over."""

    def __init__(self, version: FormVersion, records: int) -> None:
        self.version = version
        self.records = records
        # Column by column in memory, since that is how it is filled.
        self._text = np.full((version.record_length, records), _BLANK, dtype=np.uint8)
        self._known = {field.id for field in version.form.fields}
        self._put: set[str] = set()

    def knows(self, id: str) -> bool:
        """Whether the form has had the field in any year. Putting one that it has not is an error; an earlier or later one is not."""
        return id in self._known

    def code(self, id: str, values: Ints) -> None:
        """Codes by their number, with leading zeros; 0 is blank."""
        self.digits(id, values, values > 0)

    def tick(self, id: str, ticked: Bools) -> None:
        """A box to tick: the one code of the field, or blank."""
        field = self._field(id)
        if field is not None:
            (code,) = field.codes
            self.code(id, ticked * int(code))

    def digits(self, id: str, values: Ints, where: Bools | None = None, width: int | None = None) -> None:
        """Numbers with leading zeros, `width` digits from the left, or all of the field. Blank outside `where`."""
        field = self._field(id)
        if field is None:
            return
        self._digits(field.first - 1, width or field.width, values, where)

    def integer(self, id: str, values: Ints, zeros: Bools, nothing: Bools) -> None:
        """Right-justified. `zeros`: filled with zeros on the left, else blanks. `nothing`: 0 is left blank."""
        field = self._field(id)
        if field is None:
            return
        self._fits(field, values)
        rest = values.astype(np.int32)
        for position in range(field.last - 1, field.first - 2, -1):
            following = rest // 10
            digit = (rest - following * 10).astype(np.uint8) + _ZERO
            first = position == field.last - 1
            self._text[position] = np.where(rest > 0, digit, np.where(first | zeros, _ZERO, _BLANK))
            rest = following
        blank = nothing & (values == 0)
        self._text[field.first - 1 : field.last, blank] = _BLANK

    def date(self, id: str, values: Dates) -> None:
        """As the year writes dates; NaT is blank."""
        field = self._field(id)
        if field is None:
            return
        there = ~np.isnat(values)
        day, month, year = ids.day_month_year(np.where(there, values, np.datetime64("2000-01-01", "D")))
        start = field.first - 1
        self._digits(start, 2, day, there)
        self._digits(start + 2, 2, month, there)
        self._digits(start + 4, field.width - 4, year if field.width == 8 else year % 100, there)

    def text(self, id: str, table: list[str], row: Ints) -> None:
        """Texts out of a table, left-justified; `row` says which for each record."""
        field = self._field(id)
        if field is None:
            return
        written = [text.encode("latin-1") for text in table]
        if max(map(len, written), default=0) > field.width:
            raise Broken(f"{id} is {field.width} wide, and a text for it is longer")
        cells = np.array([list(text.ljust(field.width)) for text in written], dtype=np.uint8)
        self._text[field.first - 1 : field.last] = cells[row].T

    def blank(self, position: int, where: Bools) -> None:
        """Empty one position, counted from 1."""
        self._text[position - 1, where] = _BLANK

    def rows(self) -> Bytes:
        """[records, length + 2]: the records, with room for the line end. Every mandatory field must have been put."""
        missing = [field.id for field in self.version.fields if field.required and field.id not in self._put]
        if missing:
            raise Broken(
                f"the synthetic nation does not fill in {', '.join(missing)} of {self.version.form.id} {self.version.year}"
            )
        result = np.empty((self.records, len(self._text) + 2), dtype=np.uint8)
        result[:, :-2] = self._text.T
        return result

    def onto(self, rows: Bytes) -> None:
        """Put the columns of this sheet, and only those, into records already written."""
        for id in sorted(self._put):
            field = self.version.field(id)
            rows[:, field.first - 1 : field.last] = self._text[field.first - 1 : field.last].T

    def _field(self, id: str) -> FieldVersion | None:
        if not self.knows(id):
            raise Broken(f"form {self.version.form.id} has had no field «{id}» in any year")
        if not self.version.has(id):
            return None
        self._put.add(id)
        return self.version.field(id)

    def _fits(self, field: FieldVersion, values: NDArray[Any]) -> None:
        if len(values) and (values.min() < 0 or values.max() >= 10**field.width):
            raise Broken(f"{field.id} is {field.width} wide, and a value is not within 0 and {10**field.width - 1}")

    def _digits(self, start: int, width: int, values: Ints, where: Bools | None) -> None:
        rest = values.astype(np.int64)
        if width <= 9:
            rest = rest.astype(np.int32)
        for position in range(start + width - 1, start - 1, -1):
            following = rest // 10
            digit = (rest - following * 10).astype(np.uint8) + _ZERO
            self._text[position] = digit if where is None else np.where(where, digit, _BLANK)
            rest = following
