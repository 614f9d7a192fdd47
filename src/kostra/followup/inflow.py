"""How the season goes: what has come by which day, who is missing and what part of the people that is, how long things take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from statistics import median

from kostra.followup.calendar import Dates, day, due
from kostra.followup.states import MISSING
from kostra.model.submission import Standing, State


@dataclass(frozen=True, slots=True)
class Point:
    """How many units had sent by the end of a day, counted from the deadline."""

    days: int
    count: int


def curve(first_arrivals: Iterable[datetime], deadline: date, until: date | None = None) -> tuple[Point, ...]:
    """From the first day that something came, to the last, or to `until`: one point for each day."""
    days = sorted((day(moment) - deadline).days for moment in first_arrivals)
    last = (until - deadline).days if until is not None else (days[-1] if days else 0)
    days = [one for one in days if one <= last]
    if not days:
        return ()
    points, count = [], 0
    for at in range(days[0], last + 1):
        while count < len(days) and days[count] <= at:
            count += 1
        points.append(Point(at, count))
    return tuple(points)


def at_day(points: Sequence[Point], days: int) -> int:
    """How many had come by this day on a curve."""
    return max((point.count for point in points if point.days <= days), default=0)


@dataclass(frozen=True, slots=True)
class Missing:
    """Who was missing at a time. `share` is their part of the people living in all the units that owed the form."""

    units: tuple[str, ...]
    owed: int
    share: float
    nil: int


def missing(states: Mapping[str, State], population: Mapping[str, int]) -> Missing:
    owing = {unit: state for unit, state in states.items() if state is not State.NOT_IN_POPULATION}
    gone = tuple(sorted(unit for unit, state in owing.items() if state in MISSING))
    people = sum(population.get(unit, 0) for unit in owing)
    without = sum(population.get(unit, 0) for unit in gone)
    nil = sum(state in {State.NIL_CONFIRMED, State.NIL_PRESUMED} for state in owing.values())
    return Missing(gone, len(owing), without / people if people else 0.0, nil)


@dataclass(frozen=True, slots=True)
class Measures:
    """`on_time` of those that owed it; None where nobody did. `days_in` is the median number of days in each state that has been left."""

    owed: int
    received: int
    on_time: float | None
    days_in: Mapping[State, float]
    reminders_per_received: float | None
    lists_sent: int
    lists_returned: int


def measures(
    standings: Collection[Standing],
    dates: Dates,
    first_arrivals: Mapping[str, datetime],
    changes: Mapping[str, Sequence[tuple[datetime, State]]],
    reminders: int,
    lists: tuple[int, int],
) -> Measures:
    """`first_arrivals` and `changes` by unit; `lists` is how many error lists were sent, and how many came back."""
    owing = [one for one in standings if one.state is not State.NOT_IN_POPULATION]
    in_time = sum(
        1
        for one in owing
        if (came := first_arrivals.get(one.expected.unit)) is not None and day(came) <= due(dates, one)
    )
    received = sum(one.expected.unit in first_arrivals for one in owing)
    return Measures(
        owed=len(owing),
        received=received,
        on_time=in_time / len(owing) if owing else None,
        days_in=_days_in(changes),
        reminders_per_received=reminders / received if received else None,
        lists_sent=lists[0],
        lists_returned=lists[1],
    )


def _days_in(changes: Mapping[str, Sequence[tuple[datetime, State]]]) -> dict[State, float]:
    spent: dict[State, list[float]] = defaultdict(list)
    for history in changes.values():
        for (entered, state), (left, _) in pairwise(history):
            spent[state].append((left - entered).total_seconds() / 86_400)
    return {state: round(median(spent[state]), 1) for state in State if state in spent}
