"""The season in figures."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kostra.followup.inflow import Point, at_day, curve, measures, missing
from kostra.model.submission import State
from unit.followup.standings import DATES, DEADLINE, at, standing


def test_a_curve_has_every_day_and_counts_from_the_deadline() -> None:
    points = curve([at(1, 13), at(1, 13), at(1, 16)], DEADLINE)
    assert points == (Point(-2, 2), Point(-1, 2), Point(0, 2), Point(1, 3))
    assert [at_day(points, day) for day in (-5, -2, 0, 1, 50)] == [0, 2, 2, 3, 3]


def test_a_curve_goes_on_until_today_and_no_further() -> None:
    assert curve([at(1, 13)], DEADLINE, date(2027, 1, 14)) == (Point(-2, 1), Point(-1, 1))
    assert curve([at(1, 13), at(1, 20)], DEADLINE, date(2027, 1, 14))[-1] == Point(-1, 1)
    assert curve([], DEADLINE, DEADLINE) == ()


@given(st.lists(st.integers(-40, 40).map(lambda days: at(1, 15) + timedelta(days=days)), min_size=1))
def test_a_curve_never_falls_and_ends_with_all(arrivals: list[datetime]) -> None:
    counts = [point.count for point in curve(arrivals, DEADLINE)]
    assert counts == sorted(counts) and counts[-1] == len(arrivals)


def test_who_is_missing_and_what_share_of_the_people() -> None:
    states = {
        "110300": State.LATE,
        "460100": State.RECEIVED,
        "500100": State.NIL_CONFIRMED,
        "550100": State.EXCUSED,
        "560100": State.NOT_IN_POPULATION,
    }
    found = missing(states, {"110300": 30, "460100": 50, "500100": 10, "550100": 10, "560100": 900})
    assert (found.units, found.owed, found.share, found.nil) == (("110300", "550100"), 4, 0.4, 1)


def test_nobody_missing_among_nobody() -> None:
    assert missing({}, {}).share == 0.0


def test_measures() -> None:
    in_time, late = standing(State.ACCEPTED), standing(State.RECEIVED, unit="460100")
    extended = standing(State.RECEIVED, unit="500100", until=date(2027, 2, 1))
    gone = standing(State.LATE, unit="550100")
    out = standing(State.NOT_IN_POPULATION, unit="560100")
    found = measures(
        [in_time, late, extended, gone, out],
        DATES,
        {"110300": at(1, 15), "460100": at(1, 16), "500100": at(1, 31)},
        {
            "110300": [(at(1, 2), State.OPENED), (at(1, 12), State.RECEIVED), (at(1, 14), State.ACCEPTED)],
            "460100": [(at(1, 2), State.OPENED), (at(1, 16), State.LATE)],
        },
        6,
        (4, 3),
    )
    assert (found.owed, found.received, found.on_time) == (4, 3, 0.5)
    assert found.days_in == {State.OPENED: 12.0, State.RECEIVED: 2.0}
    assert (found.reminders_per_received, found.lists_sent, found.lists_returned) == (2.0, 4, 3)


def test_measures_of_nobody() -> None:
    found = measures([], DATES, {}, {}, 0, (0, 0))
    assert found.on_time is None and found.reminders_per_received is None
