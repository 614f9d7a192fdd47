"""Reading numbers and days equals a strict reading by Python, for every string that is tried."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from kostra.methods.digits import Characters, in_calendar, joined, ordinal, read_days, read_numbers

ODD = "0159 +-.,_eAx\u00a0²½\u00b9/:"
"""Digits, signs, what stands beside the digits in the table of characters, and what other readers take for digits."""


def rows(texts: list[str]) -> Characters:
    flat = np.frombuffer("".join(texts).encode("latin-1"), dtype=np.uint8)
    return np.ascontiguousarray(flat.reshape(len(texts), -1).T)


def strict(text: str) -> int | None:
    """Blank padded, an optional sign, digits 0 to 9."""
    return int(text) if re.fullmatch(r" *[+-]?[0-9]+ *", text) else None


def numbers(texts: list[str]) -> list[int | None]:
    value, known, filled = read_numbers(rows(texts))
    assert filled.tolist() == [text.strip(" ") != "" for text in texts]
    assert not value[~known].any()
    return [int(value[at]) if known[at] else None for at in range(len(texts))]


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_every_short_string_is_read_strictly(width: int) -> None:
    texts = ["".join(letters) for letters in product(ODD, repeat=width)]
    assert numbers(texts) == [strict(text) for text in texts]


@given(
    some.integers(1, 18).flatmap(lambda w: some.lists(some.text(ODD, min_size=w, max_size=w), min_size=1, max_size=20))
)
def test_strings_of_any_width_are_read_strictly(texts: list[str]) -> None:
    assert numbers(texts) == [strict(text) for text in texts]


@given(some.integers(1, 18), some.data())
def test_a_number_that_fits_is_read_as_it_was_written(width: int, data: some.DataObject) -> None:
    whole = data.draw(some.lists(some.integers(0, 10**width - 1), min_size=1, max_size=20))
    assert numbers([str(one).rjust(width) for one in whole]) == whole
    assert numbers([str(one).rjust(width, "0") for one in whole]) == whole
    assert numbers([str(one).ljust(width) for one in whole]) == whole


@pytest.mark.parametrize("width", range(1, 19))
def test_the_largest_number_of_a_width_does_not_overflow(width: int) -> None:
    assert int(joined(np.full((width, 1), 9, dtype=np.uint8))[0]) == 10**width - 1
    assert numbers(["9" * width]) == [10**width - 1]


def as_day(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{6}|[0-9]{8}", text):
        return None
    year = int(text[4:]) + (2000 if len(text) == 6 else 0)
    try:
        return date(year, int(text[2:4]), int(text[:2]))
    except ValueError:
        return None


def days(texts: list[str]) -> list[date | None]:
    when, year, known, filled = read_days(rows(texts))
    assert filled.tolist() == [text.strip(" ") != "" for text in texts]
    found = [date(1970, 1, 1) + timedelta(int(when()[at])) if known[at] else None for at in range(len(texts))]
    assert [one.year for one in found if one] == year[known].tolist()
    return found


@pytest.mark.parametrize("year", [0, 1, 1600, 1900, 1999, 2000, 2023, 2024, 2026, 2100, 9999])
def test_every_day_and_month_of_a_year_is_a_day_when_the_calendar_has_it(year: int) -> None:
    texts = [f"{day:02d}{month:02d}{year:04d}" for day in range(100) for month in range(100)]
    assert days(texts) == [as_day(text) for text in texts]


def test_a_year_of_two_digits_is_of_this_century() -> None:
    texts = [f"{day:02d}{month:02d}{year:02d}" for day in (1, 28, 29, 31) for month in range(14) for year in range(100)]
    assert days(texts) == [as_day(text) for text in texts]


@given(some.lists(some.text(ODD, min_size=8, max_size=8), min_size=1, max_size=20))
def test_what_is_no_digits_is_no_day(texts: list[str]) -> None:
    assert days(texts) == [as_day(text) for text in texts]


@given(some.lists(some.dates(), min_size=1, max_size=20))
def test_days_are_counted_as_the_standard_library_does(those: list[date]) -> None:
    year, month, day = (
        np.array([getattr(one, part) for one in those], dtype=np.int64) for part in ("year", "month", "day")
    )
    assert ordinal(year, month, day).tolist() == [(one - date(1970, 1, 1)).days for one in those]
    assert in_calendar(year, month, day).all()
