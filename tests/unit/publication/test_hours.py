"""Eight in the morning in Oslo, in winter and in summer, and hours that are not there."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from kostra.app.publication.planning import all_planned, days, due, of_table
from kostra.model.errors import Refused
from kostra.model.release import Kind
from kostra.publication.calendar import coming, day, hour, planned


def test_eight_in_the_morning_is_an_hour_earlier_by_utc_in_summer() -> None:
    assert hour(date(2027, 3, 15)) == datetime(2027, 3, 15, 7, tzinfo=UTC)
    assert hour(date(2027, 6, 15)) == datetime(2027, 6, 15, 6, tzinfo=UTC)
    assert hour(date(2027, 3, 27)).hour == 7 and hour(date(2027, 3, 28)).hour == 6, "the night of the change"
    assert hour(date(2026, 6, 29), time(10)) == datetime(2026, 6, 29, 8, tzinfo=UTC)
    assert day(datetime(2027, 3, 14, 23, 30, tzinfo=UTC)) == date(2027, 3, 15)


def test_an_hour_that_the_clocks_skip_or_have_twice_is_refused() -> None:
    with pytest.raises(Refused, match="finnes ikke"):
        hour(date(2027, 3, 28), time(2, 30))
    with pytest.raises(Refused, match="to ganger"):
        hour(date(2027, 10, 31), time(2, 30))
    assert hour(date(2027, 10, 31), time(3)) - hour(date(2027, 10, 31), time(1, 59)) == timedelta(hours=2, minutes=1)


def test_the_first_figures_are_provisional_and_the_last_final() -> None:
    first, second = planned({2026: [date(2027, 6, 15), date(2027, 3, 15)]})
    assert (first.kind, second.kind) == (Kind.PROVISIONAL, Kind.FINAL) and first.hour < second.hour
    (alone,) = planned({2026: [date(2027, 6, 29)]})
    assert alone.kind is Kind.FINAL and planned({2026: []}) == ()
    assert coming((second, first), first.hour - timedelta(seconds=1)) == (first, second)
    assert coming((second, first), first.hour) == (second,) and coming((first,), first.hour) == ()


def test_the_days_are_those_of_the_forms_and_free_days_are_passed() -> None:
    assert days("11F", 2023) == (date(2024, 3, 15), date(2024, 6, 17)), "15 June 2024 was a Saturday"
    assert days("11F", 2025)[0] == date(2026, 3, 16), "15 March 2026 is a Sunday"
    assert days("KRISE-B", 2015) == () and days("11F", 1990) == () and days("finnes-ikke", 2026) == ()
    assert due(("91105",), 2026, Kind.PROVISIONAL) == hour(date(2027, 3, 15))
    assert due(("91105",), 2026, Kind.FINAL) == hour(date(2027, 6, 15))
    assert due(("91105",), 2026, Kind.SUBJECT) is None
    assert [one.kind for one in of_table("91105", (2026,))] == [Kind.PROVISIONAL, Kind.FINAL]
    assert of_table("91105", (1980,)) == ()
    assert {one.year for one in all_planned((2025, 2026))} == {2025, 2026}
