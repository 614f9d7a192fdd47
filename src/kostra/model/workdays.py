"""Which days are worked in Norway: the public holidays, and the working day before or after another."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache


def next_working_day(on: date) -> date:
    """The day itself when it is a working day, else the first one after it."""
    while on.weekday() >= 5 or on in holidays(on.year):
        on += timedelta(days=1)
    return on


def last_working_day(on: date) -> date:
    """The day itself when it is a working day, else the last one before it."""
    while on.weekday() >= 5 or on in holidays(on.year):
        on -= timedelta(days=1)
    return on


@cache
def holidays(year: int) -> frozenset[date]:
    """The public holidays of Norway, Sundays apart."""
    easter = easter_sunday(year)
    moving = (-3, -2, 0, 1, 39, 49, 50)
    return frozenset(
        {
            *(easter + timedelta(days=days) for days in moving),
            *(date(year, month, on) for month, on in ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))),
        }
    )


def easter_sunday(year: int) -> date:
    """By the Gregorian reckoning of Meeus, Jones and Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    moon = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * moon) // 451
    month, before = divmod(h + moon - 7 * m + 114, 31)
    return date(year, month, before + 1)
