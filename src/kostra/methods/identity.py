"""What an identity number tells, for many at once: is it one, which kind, and when was its owner born.

National ids and D-numbers have two check digits; synthetic ones have 80 (or 65, or 40) added to the month. Persons without a number are
written with their birth date and 00100 (man), 00200 (woman) or 99999. Nothing here keeps or shows a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kostra.methods.digits import Characters, Numbers, in_calendar, joined, ordinal
from kostra.methods.truth import Flags

_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_DUF = (4, 6, 3, 2, 4, 6, 3, 2, 7, 5)

STAND_INS = (100, 200, 99999)
"""The last five digits of a person without a number: man, woman, not told."""

_DAY = np.array([day - 40 if day >= 40 else day for day in range(100)], dtype=np.uint8)
"""The day, with what a D-number adds taken away."""

_MONTH = np.array(
    [next((month - added for added in (80, 65, 40) if added < month <= added + 12), month) for month in range(100)],
    dtype=np.uint8,
)
"""The month, with what a synthetic number adds taken away."""


@dataclass(frozen=True, slots=True)
class Identity:
    """`number` is a valid national id or D-number; `stand_in` a birth date with 00100, 00200 or 99999.

    A valid number may leave the century open; then the birth is not known.
    """

    number: Flags
    stand_in: Flags
    birth_year: Numbers
    birth_known: Flags
    key: npt.NDArray[np.int64]


def read_identity(rows: Characters, reporting_year: int) -> Identity:
    """From eleven rows of characters."""
    digits, all_digits = _digits(rows)
    day, month, short_year = joined(digits[:2]), joined(digits[2:4]), joined(digits[4:6]).astype(np.int64)
    checked = all_digits & (_weighted(digits, _FIRST) % 11 == 0) & (_weighted(digits, _SECOND) % 11 == 0)
    century, has_century = _century(joined(digits[6:9]), short_year)
    number_year = century + short_year
    number = checked & in_calendar(number_year, _MONTH[month], _DAY[day])

    last_five = joined(digits[6:])
    stand_in = (last_five == STAND_INS[0]) | (last_five == STAND_INS[1]) | (last_five == STAND_INS[2])
    year_of_stand_in = np.where(2000 + short_year > reporting_year + 1, 1900, 2000) + short_year
    stand_in &= all_digits & ~number & in_calendar(year_of_stand_in, month, day)
    return Identity(
        number=number,
        stand_in=stand_in,
        birth_year=np.where(number, number_year, year_of_stand_in),
        birth_known=stand_in | (number & has_century),
        key=joined(digits).astype(np.int64),
    )


def birth_day(rows: Characters, identity: Identity) -> Numbers:
    """Days since 1970 of the birth that the number tells; of no meaning where `birth_known` is not."""
    digits = (rows[:6] - np.uint8(48)) * identity.birth_known
    day, month = joined(digits[:2]), joined(digits[2:4])
    plain_day, plain_month = np.where(identity.number, _DAY[day], day), np.where(identity.number, _MONTH[month], month)
    return ordinal(identity.birth_year, plain_month.astype(np.int64), plain_day.astype(np.int64))


def sex(rows: Characters, identity: Identity) -> npt.NDArray[np.uint8]:
    """1 for a man, 2 for a woman, 0 where the number does not tell. The ninth digit is odd for men; 00100 is a man, 00200 a woman."""
    digits, _ = _digits(rows)
    of_number = np.where(digits[8] % 2 == 1, 1, 2).astype(np.uint8)
    last_five = joined(digits[6:])
    of_stand_in = np.where(last_five == STAND_INS[0], 1, np.where(last_five == STAND_INS[1], 2, 0)).astype(np.uint8)
    nobody = np.uint8(0)
    return np.where(identity.number, of_number, np.where(identity.stand_in, of_stand_in, nobody))


def is_d_number(rows: Characters, identity: Identity) -> Flags:
    """A valid number given to somebody who is not registered as living in the country: 4 is added to its first digit."""
    found: Flags = identity.number & (rows[0] >= np.uint8(52))
    return found


def _digits(rows: Characters) -> tuple[Characters, Flags]:
    """The digits, all 0 where something is no digit; and where everything is."""
    digits = rows - np.uint8(48)
    all_digits: Flags = np.logical_and.reduce(digits <= 9, axis=0)
    digits *= all_digits
    return digits, all_digits


def _weighted(digits: Characters, weights: tuple[int, ...]) -> npt.NDArray[np.uint16]:
    total = np.zeros(digits.shape[1], dtype=np.uint16)
    for row, weight in zip(digits, weights, strict=False):
        total += row * np.uint8(weight)
    return total


def _century(individual: npt.NDArray[Any], short_year: Numbers) -> tuple[Numbers, Flags]:
    """The century that the individual number gives, and whether it gives one. Where it does not, any will do for the calendar."""
    twentieth = individual <= 499
    twentieth |= (individual >= 900) & (short_year >= 40)
    nineteenth = (individual >= 500) & (individual <= 749) & (short_year >= 54)
    twenty_first = (individual >= 500) & (short_year <= 39)
    century = np.where(twenty_first, 2000, np.where(nineteenth, 1800, 1900))
    return century, twentieth | nineteenth | twenty_first


def valid_duf(rows: Characters) -> Flags:
    """From twelve rows of characters: the last two digits are the weighted sum of the first ten, modulo 11."""
    digits, all_digits = _digits(rows)
    right: Flags = all_digits & (_weighted(digits, _DUF) % 11 == joined(digits[10:]))
    return right


def begins_a_number(rows: Characters) -> Flags:
    """Whether the first ten characters are those of a national id or D-number. The eleventh follows from them, so they tell as much."""
    digits, all_digits = _digits(rows[:10])
    if not all_digits.any():
        return all_digits
    day, month, short_year = joined(digits[:2]), joined(digits[2:4]), joined(digits[4:6]).astype(np.int64)
    in_some_century = in_calendar(2000 + short_year % 4, _MONTH[month], _DAY[day])
    begins: Flags = all_digits & in_some_century & (_weighted(digits, _FIRST) % 11 == 0)
    return begins
