"""What a value is, read one character at a time: a whole number, a day, an identity number, a DUF number.

Slow and obvious on purpose. It shares no code with what it is held against, and uses nothing but the standard library.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

DIGITS = "0123456789"
STAND_INS = ("00100", "00200", "99999")


def is_blank(text: str) -> bool:
    return text == " " * len(text)


def all_digits(text: str) -> bool:
    return text != "" and all(character in DIGITS for character in text)


def number(text: str) -> int | None:
    """An optional sign and digits, with blanks around. Anything else is no number."""
    inner = text.strip(" ")
    digits = inner[1:] if inner[:1] in ("+", "-") else inner
    if not all_digits(digits):
        return None
    value = 0
    for digit in digits:
        value = value * 10 + DIGITS.index(digit)
    return -value if inner[0] == "-" else value


def count(text: str) -> int:
    """Blank and unreadable count as 0, in every comparison of amounts and counts."""
    found = number(text)
    return 0 if found is None else found


def day(text: str) -> date | None:
    """ddMMyy of this century, or ddMMyyyy. A day that is not in the calendar is no day."""
    if not all_digits(text) or len(text) not in (6, 8):
        return None
    year = int(text[4:]) if len(text) == 8 else 2000 + int(text[4:])
    return calendar_day(year, int(text[2:4]), int(text[:2]))


def calendar_day(year: int, month: int, day_of_month: int) -> date | None:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return None


@dataclass(frozen=True)
class Person:
    """What an identity number tells. `valid` is a national id or D-number; `stand_in` a birth date and 00100, 00200 or 99999."""

    valid: bool
    stand_in: bool
    birth_year: int | None

    def age(self, year: int) -> int | None:
        return None if self.birth_year is None else year - self.birth_year


NOBODY = Person(False, False, None)


def person(text: str, reporting_year: int) -> Person:
    if len(text) != 11 or not all_digits(text):
        return NOBODY
    return _with_check_digits(text) or _without_number(text, reporting_year) or NOBODY


def _with_check_digits(text: str) -> Person | None:
    """Both check digits right, and a date part that is possible."""
    for weights in ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)):
        total = 0
        for weight, digit in zip(weights, text, strict=False):
            total += weight * int(digit)
        if total % 11 != 0:
            return None
    of_century, individual = int(text[4:6]), int(text[6:9])
    if individual >= 500 and of_century <= 39:
        century: int | None = 2000
    elif 500 <= individual <= 749 and of_century >= 54:
        century = 1800
    elif individual <= 499 or (individual >= 900 and of_century >= 40):
        century = 1900
    else:
        century = None
    # No century has a leap day that its neighbours lack where no century is given: those years end in 40 to 99.
    if calendar_day((century or 1900) + of_century, _month(text), _day_of_month(text)) is None:
        return None
    return Person(True, False, None if century is None else century + of_century)


def _day_of_month(text: str) -> int:
    """A D-number has 4 added to its first digit."""
    first = int(text[0])
    return (first - 4 if first >= 4 else first) * 10 + int(text[1])


def _month(text: str) -> int:
    """A synthetic number has 80, 65 or 40 added to its month."""
    month = int(text[2:4])
    for added in (80, 65, 40):
        if 1 <= month - added <= 12:
            return month - added
    return month


def _without_number(text: str, reporting_year: int) -> Person | None:
    if text[6:] not in STAND_INS:
        return None
    year = 2000 + int(text[4:6])
    if year > reporting_year + 1:
        year -= 100
    if calendar_day(year, int(text[2:4]), int(text[:2])) is None:
        return None
    return Person(False, True, year)


def is_duf(text: str) -> bool:
    if len(text) != 12 or not all_digits(text):
        return False
    total = 0
    for weight, digit in zip((4, 6, 3, 2, 4, 6, 3, 2, 7, 5), text, strict=False):
        total += weight * int(digit)
    return int(text[10:]) == total % 11
