"""Identity numbers of every kind, right and wrong. Whoever could be somebody is synthetic: 80, 65 or 40 is added to the month."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

ADDED = (80, 80, 80, 65, 40)
AGES = (0, 1, 16, 17, 18, 19, 30, 45, 58, 59, 60, 61, 62, 63, 64, 66, 67, 68, 69, 70, 94, 95, 96, 97, 110, 130)
ODD = (
    "",
    "00000000000",
    "99999999999",
    "1234567890",
    " 1234567890",
    "1234567890 ",
    "ABCDEFGHIJK",
    "-1234567890",
    "+1234567890",
    "1234567890²",
    "12345 67890",
    "31028000100",
    "31048000200",
    "00018099999",
    "01008000100",
    "01138000200",
    "29020000100",
    "29020100100",
    "29022800200",
)


def check_digits(nine: str) -> str | None:
    """The two last digits, when there are any that fit."""
    first = -sum(w * int(d) for w, d in zip((3, 7, 6, 1, 8, 9, 4, 5, 2), nine, strict=True)) % 11
    if first == 10:
        return None
    second = -sum(w * int(d) for w, d in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2), f"{nine}{first}", strict=True)) % 11
    return None if second == 10 else f"{first}{second}"


def duf(random: np.random.Generator) -> str:
    ten = "".join(str(digit) for digit in random.integers(0, 10, 10))
    rest = sum(w * int(d) for w, d in zip((4, 6, 3, 2, 4, 6, 3, 2, 7, 5), ten, strict=True)) % 11
    return f"{ten}{rest:02d}"


def many(random: np.random.Generator, year: int, count: int) -> list[str]:
    """A mixture, most of them right."""
    found = _mixed(random, year)
    return [next(found) for _ in range(count)]


def _mixed(random: np.random.Generator, year: int) -> Iterator[str]:
    kinds = random.choice(6, 1 << 16, p=(0.62, 0.14, 0.05, 0.06, 0.07, 0.06))
    for kind in kinds.tolist():
        match kind:
            case 0:
                yield number(random, year)
            case 1:
                yield _stand_in(random, year)
            case 2:
                yield _wrong_check(random, year)
            case 3:
                yield number(random, year, possible=False)
            case 4:
                yield _any_century(random)
            case _:
                yield ODD[int(random.integers(len(ODD)))]


def number(random: np.random.Generator, year: int, possible: bool = True) -> str:
    """A synthetic number with right check digits, of somebody of a telling age; or with a date part that no calendar has."""
    while True:
        born = year - int(random.choice(AGES))
        if possible:
            day, month = int(random.integers(1, 29)), int(random.integers(1, 13))
        else:
            day, month = ((31, 2), (30, 2), (31, 4), (31, 6), (0, 5), (32, 1), (12, 0), (29, 2))[
                int(random.integers(8))
            ]
            born = 2000 + int(random.choice((1, 2, 3, 5))) if (day, month) == (29, 2) else born
        individual = int(random.integers(500, 1000) if born >= 2000 else random.integers(0, 500))
        if born < 1900:
            individual = int(random.integers(500, 750))
        written = _nine(random, day, month, born % 100, individual)
        digits = check_digits(written)
        if digits is not None:
            return written + digits


def _nine(random: np.random.Generator, day: int, month: int, short_year: int, individual: int) -> str:
    added = ADDED[int(random.integers(len(ADDED)))]
    day += 40 if random.random() < 0.15 else 0
    return f"{day:02d}{month + added:02d}{short_year:02d}{individual:03d}"


def _any_century(random: np.random.Generator) -> str:
    """Year and individual number at random: also those that give no century."""
    while True:
        day, month = int(random.integers(1, 31)), int(random.integers(1, 13))
        short_year = int(random.choice((0, 4, 39, 40, 44, 53, 54, 60, 99)))
        individual = int(random.choice((0, 499, 500, 749, 750, 899, 900, 999)))
        written = _nine(random, day, month, short_year, individual)
        digits = check_digits(written)
        if digits is not None:
            return written + digits


def _stand_in(random: np.random.Generator, year: int) -> str:
    born = year + 1 - int(random.choice((*AGES, 2, 99, 100)))
    day, month = int(random.integers(1, 29)), int(random.integers(1, 13))
    return f"{day:02d}{month:02d}{born % 100:02d}{random.choice(('00100', '00200', '99999', '00300'))}"


def _wrong_check(random: np.random.Generator, year: int) -> str:
    right = number(random, year)
    place = int(random.integers(9, 11))
    return right[:place] + str((int(right[place]) + int(random.integers(1, 10))) % 10) + right[place + 1 :]
