"""Characters to whole numbers and days, for many records at once: rows of characters in, numbers and where they are known out.

Stricter than the readers of the standard library: no other digits than 0 to 9, no underscores, no blanks inside, no day that the calendar
does not have.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from kostra.methods.truth import Flags

Characters = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.int64]

BLANK = 32
_ZERO = np.uint8(48)


def read_numbers(rows: Characters) -> tuple[Numbers, Flags, Flags]:
    """Whole numbers, blank padded, with an optional sign: (value, where there is one, where there is anything).

    `rows` is (characters, records). Where there is no number the value is 0.
    """
    digits = rows - _ZERO
    is_digit = digits <= 9
    is_blank = rows == BLANK
    filled = ~np.logical_and.reduce(is_blank, axis=0)
    known = is_digit[-1].copy()
    if len(rows) > 1:
        is_blank |= is_digit
        known &= np.logical_and.reduce(is_blank, axis=0)
        known &= np.logical_and.reduce(is_digit[1:] >= is_digit[:-1], axis=0)
    digits *= is_digit
    value = joined(digits).astype(np.int64)
    odd = filled & ~known
    if odd.any():
        _read_odd(rows, np.flatnonzero(odd), value, known)
    return value, known, filled


def _read_odd(rows: Characters, odd: npt.NDArray[np.intp], value: Numbers, known: Flags) -> None:
    """The few that are signed or padded on the right, one by one; the rest of them are no numbers."""
    for at in odd:
        text = rows[:, at].tobytes().strip(b" ")
        unsigned = text[1:] if text[:1] in (b"-", b"+") else text
        if unsigned.isdigit() and len(unsigned) <= 18:
            value[at] = int(text)
            known[at] = True
        else:
            value[at] = 0


def joined(digits: Characters) -> npt.NDArray[np.unsignedinteger]:
    """Rows of digits as one number, two neighbours at a time: most of the work is done on the smallest types."""
    parts: list[tuple[npt.NDArray[np.unsignedinteger], int]] = [(row, 1) for row in digits]
    while len(parts) > 1:
        alone = [parts.pop(0)] if len(parts) % 2 else []
        parts = alone + [_pair(*parts[at], *parts[at + 1]) for at in range(0, len(parts), 2)]
    return parts[0][0]


def _pair(
    left: npt.NDArray[np.unsignedinteger], before: int, right: npt.NDArray[np.unsignedinteger], after: int
) -> tuple[npt.NDArray[np.unsignedinteger], int]:
    kind = _kind(before + after)
    whole = left.astype(kind)
    whole *= kind(10**after)
    whole += right
    return whole, before + after


def _kind(digits: int) -> type[np.unsignedinteger]:
    """The smallest type for so many digits."""
    return np.uint8 if digits <= 2 else np.uint16 if digits <= 4 else np.uint32 if digits <= 9 else np.uint64


_LENGTHS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, *([0] * 88)], dtype=np.uint8)


def read_days(rows: Characters) -> tuple[Callable[[], Numbers], Numbers, Flags, Flags]:
    """Days written ddMMyy or ddMMyyyy: (days since 1970 when asked for, year, where it is a day, where there is anything)."""
    digits = rows - _ZERO
    all_digits = np.logical_and.reduce(digits <= 9, axis=0)
    filled = ~np.logical_and.reduce(rows == BLANK, axis=0)
    digits *= all_digits
    day, month = joined(digits[:2]), joined(digits[2:4])
    year = joined(digits[4:]).astype(np.int64)
    if len(rows) == 6:
        year += 2000
    known = all_digits & in_calendar(year, month, day)
    return lambda: ordinal(year, month.astype(np.int64), day.astype(np.int64)), year, known, filled


def in_calendar(year: npt.NDArray[Any], month: npt.NDArray[Any], day: npt.NDArray[Any]) -> Flags:
    """Whether there is such a day. Month and day have two digits, the year at most four."""
    length = _LENGTHS[month]
    february = np.flatnonzero(month == 2)
    if len(february):
        length[february] += _is_leap(year[february])
    known: Flags = (day >= 1) & (day <= length) & (year >= 1)
    return known


def _is_leap(year: npt.NDArray[Any]) -> Flags:
    leap: Flags = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    return leap


def ordinal(year: Numbers, month: Numbers, day: Numbers) -> Numbers:
    """Days since 1 January 1970, in the Gregorian calendar."""
    shifted = year - (month <= 2)
    era = shifted // 400
    of_era = shifted - era * 400
    of_year = (153 * (month + np.where(month > 2, -3, 9)) + 2) // 5 + day - 1
    days: Numbers = era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
    return days
