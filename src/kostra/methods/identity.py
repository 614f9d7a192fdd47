"""What an identity number tells, for many at once: is it one, which kind, and when was its owner born.

National ids and D-numbers have two check digits; synthetic ones have 80 (or 65, or 40) added to the month. Persons without a number are
written with their birth date and 00100 (man), 00200 (woman) or 99999. Nothing here keeps or shows a number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kostra.methods.columns import Characters, Numbers, read_days
from kostra.methods.truth import Flags

_FIRST = np.array([3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0], dtype=np.uint16)[:, None]
_SECOND = np.array([5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1], dtype=np.uint16)[:, None]
_DUF = np.array([4, 6, 3, 2, 4, 6, 3, 2, 7, 5], dtype=np.uint16)[:, None]

STAND_INS = (100, 200, 99999)
"""The last five digits of a person without a number: man, woman, not told."""


@dataclass(frozen=True, slots=True)
class Identity:
    """`number` is a valid national id or D-number; `stand_in` a birth date with 00100, 00200 or 99999."""

    number: Flags
    stand_in: Flags
    birth_year: Numbers
    birth_known: Flags
    key: npt.NDArray[np.int64]


def read_identity(rows: Characters, reporting_year: int) -> Identity:
    """From eleven rows of characters."""
    digits = rows - np.uint8(48)
    all_digits = np.all(digits <= 9, axis=0)
    digits[:, ~all_digits] = 0
    wide = digits.astype(np.uint16)
    checked = all_digits & ((wide * _FIRST).sum(axis=0) % 11 == 0) & ((wide * _SECOND).sum(axis=0) % 11 == 0)

    individual = wide[6].astype(np.int64) * 100 + wide[7] * 10 + wide[8]
    last_five = individual * 100 + wide[9] * 10 + wide[10]
    stand_in = all_digits & np.isin(last_five, STAND_INS)

    plain = _plain_date(digits)
    short_year = wide[4].astype(np.int64) * 10 + wide[5]
    century, has_century = _century(individual, short_year)
    year_of_stand_in = np.where(2000 + short_year > reporting_year + 1, 1900, 2000) + short_year

    number_year = century + short_year
    number = checked & has_century & _is_day(plain, number_year)
    stand_in &= ~number & _is_day(digits[:6], year_of_stand_in)
    birth_year = np.where(number, number_year, year_of_stand_in)
    key = np.zeros(rows.shape[1], dtype=np.int64)
    for row in wide:
        key *= 10
        key += row
    return Identity(number, stand_in, birth_year, number | stand_in, key)


def _plain_date(digits: Characters) -> Characters:
    """The first six digits with what D-numbers and synthetic numbers add taken away."""
    plain = digits[:6].copy()
    plain[0] = np.where(plain[0] >= 4, plain[0] - 4, plain[0])
    month = plain[2] * 10 + plain[3]
    for added in (80, 65, 40):
        month = np.where((month > added) & (month <= added + 12), month - added, month)
    plain[2], plain[3] = month // 10, month % 10
    return plain


def _is_day(six: Characters, year: Numbers) -> Flags:
    """Whether ddMM is a day of the year."""
    four = np.stack([year // 1000, year // 100 % 10, year // 10 % 10, year % 10]).astype(np.uint8)
    _, _, known, _ = read_days(np.concatenate([six[:4], four]) + np.uint8(48))
    return known


def _century(individual: Numbers, short_year: Numbers) -> tuple[Numbers, Flags]:
    """The century that the individual number gives, and whether it gives one."""
    twentieth = individual <= 499
    twentieth |= (individual >= 900) & (short_year >= 40)
    nineteenth = (individual >= 500) & (individual <= 749) & (short_year >= 54)
    twenty_first = (individual >= 500) & (short_year <= 39)
    century = np.where(twenty_first, 2000, np.where(nineteenth, 1800, 1900))
    return century, twentieth | nineteenth | twenty_first


def valid_duf(rows: Characters) -> Flags:
    """From twelve rows of characters: the last two digits are the weighted sum of the first ten, modulo 11."""
    digits = rows - np.uint8(48)
    all_digits = np.all(digits <= 9, axis=0)
    digits[:, ~all_digits] = 0
    wide = digits.astype(np.uint16)
    remainder = (wide[:10] * _DUF).sum(axis=0) % 11
    right: Flags = all_digits & (remainder == wide[10] * 10 + wide[11])
    return right
