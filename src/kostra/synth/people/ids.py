"""Synthetic identity numbers, many at a time.

Every national number and D-number has 80 added to its month, so that it belongs to nobody, and right check digits. A register hands out
each number once. Persons without a number are written with their birth date and 00100 or 00200 instead (`stand_in`), and the dates of
such persons are kept clear of those where that happens to be a valid number.
"""

from __future__ import annotations

import numpy as np

from kostra.model.errors import Broken
from kostra.synth.arrays import Bools, Dates, Ints

FIRST_DAY = np.datetime64("1900-01-01", "D")
LAST_DAY = np.datetime64("2040-01-01", "D")
SYNTHETIC_MONTH = 80
D_NUMBER_DAY = 40

_WEIGHTS = np.array([[3, 7, 6, 1, 8, 9, 4, 5, 2, 0], [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]])
_DUF_WEIGHTS = np.array([4, 6, 3, 2, 4, 6, 3, 2, 7, 5])
_SLOTS = 250
"""How many individual numbers a birth date has for each sex within one century."""


def day_month_year(dates: Dates) -> tuple[Ints, Ints, Ints]:
    months = dates.astype("datetime64[M]")
    years = dates.astype("datetime64[Y]")
    day = (dates - months.astype("datetime64[D]")).astype(np.int64) + 1
    month = (months - years.astype("datetime64[M]")).astype(np.int64) + 1
    return day, month, years.astype(np.int64) + 1970


def digits(values: Ints, width: int) -> Ints:
    """[n, width] the decimal digits, most significant first."""
    return values[:, None] // 10 ** np.arange(width - 1, -1, -1) % 10


def with_check_digits(first_nine: Ints) -> tuple[Ints, Bools]:
    """The eleven digits, and whether check digits exist: some numbers have none, and are not used."""
    nine = digits(first_nine, 9)
    first = -(nine @ _WEIGHTS[0][:9]) % 11
    second = -(nine @ _WEIGHTS[1][:9] + first * _WEIGHTS[1][9]) % 11
    return first_nine * 100 + first * 10 + second, (first < 10) & (second < 10)


def stand_in(birth: Dates, sex: Ints) -> Ints:
    """Birth date and 00100 (men) or 00200 (women), for persons without a number."""
    day, month, year = day_month_year(birth)
    return (day * 10**4 + month * 100 + year % 100) * 10**5 + sex * 100


def keep_clear(birth: Dates, sex: Ints) -> Dates:
    """Birth dates, moved by days where the stand-in would pass for a real number."""
    moved = birth.copy()
    while True:
        number = stand_in(moved, sex)
        whole, possible = with_check_digits(number // 100)
        real = possible & (whole == number)
        if not real.any():
            return moved
        moved[real] -= np.timedelta64(1, "D")


class Register:
    """Hands out numbers, each once. The same requests in the same order give the same numbers."""

    def __init__(self) -> None:
        days = int((LAST_DAY - FIRST_DAY).astype(np.int64))
        self._taken = np.zeros(days * 4, dtype=np.int64)
        self._duf = np.zeros(200, dtype=np.int64)

    def national_ids(self, birth: Dates, sex: Ints, d_number: Bools) -> Ints:
        """A number for each person; D-numbers have 40 added to the day."""
        since = (birth - FIRST_DAY).astype(np.int64)
        group = since * 4 + (sex - 1) * 2 + d_number
        day, month, year = day_month_year(birth)
        date = (day + D_NUMBER_DAY * d_number) * 10**4 + (month + SYNTHETIC_MONTH) * 100 + year % 100
        result = np.zeros(len(birth), dtype=np.int64)
        waiting = np.arange(len(birth))
        while len(waiting):
            slot = self._next(group[waiting])
            # Spread over the range, from a place of the date's own, so that numbers do not come in rows.
            spread = (slot * 101 + since[waiting] * 37) % _SLOTS
            individual = np.where(year[waiting] >= 2000, 500, 0) + 2 * spread + (sex[waiting] == 1)
            number, possible = with_check_digits(date[waiting] * 1000 + individual)
            result[waiting[possible]] = number[possible]
            waiting = waiting[~possible]
        return result

    def duf_numbers(self, arrived: Ints) -> Ints:
        """DUF numbers: the year of arrival, a serial number, two check digits."""
        order = _rank(arrived)
        serial = self._duf[arrived - 1900] + order
        np.add.at(self._duf, arrived - 1900, 1)
        ten = arrived * 10**6 + (serial * 7919 + 104729) % 10**6
        check: Ints = digits(ten, 10) @ _DUF_WEIGHTS % 11
        return ten * 100 + check

    def _next(self, group: Ints) -> Ints:
        slot = self._taken[group] + _rank(group)
        np.add.at(self._taken, group, 1)
        if slot.max(initial=0) >= _SLOTS:
            raise Broken("a birth date has run out of synthetic numbers: make the nation smaller")
        return slot


def _rank(group: Ints) -> Ints:
    """The place of each within its group, from 0, in the order given."""
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(group) else np.zeros(0, dtype=np.int64)
    lengths = np.diff(np.r_[starts, len(group)])
    rank = np.empty(len(group), dtype=np.int64)
    rank[order] = np.arange(len(group)) - np.repeat(starts, lengths)
    return rank
