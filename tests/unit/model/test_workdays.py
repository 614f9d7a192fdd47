"""Which days are worked: Easter and the holidays as they were, and the working day before and after any other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kostra.model.workdays import easter_sunday, holidays, last_working_day, next_working_day


@pytest.mark.parametrize(
    ("year", "month", "on"),
    [
        (2017, 4, 16),
        (2019, 4, 21),
        (2021, 4, 4),
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2027, 3, 28),
        (2030, 4, 21),
    ],
)
def test_easter(year: int, month: int, on: int) -> None:
    assert easter_sunday(year) == date(year, month, on)


def test_holidays_of_a_year() -> None:
    expected = {
        *(date(2026, 1, 1), date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 5), date(2026, 4, 6)),
        *(date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 17), date(2026, 5, 24), date(2026, 5, 25)),
        *(date(2026, 12, 25), date(2026, 12, 26)),
    }
    assert holidays(2026) == expected


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)))
def test_the_next_working_day_is_one_and_none_lies_between(on: date) -> None:
    found = next_working_day(on)
    assert found >= on and found.weekday() < 5 and found not in holidays(found.year)
    between = (on + timedelta(days=days) for days in range((found - on).days))
    assert all(one.weekday() >= 5 or one in holidays(one.year) for one in between)


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)))
def test_the_last_working_day_is_one_and_none_lies_between(on: date) -> None:
    found = last_working_day(on)
    assert found <= on and found.weekday() < 5 and found not in holidays(found.year)
    between = (on - timedelta(days=days) for days in range((on - found).days))
    assert all(one.weekday() >= 5 or one in holidays(one.year) for one in between)
