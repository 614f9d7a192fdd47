"""A part of the season that fails is told of and passed by; the others are played, and after several in a row the season stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kostra.app.ports.vault import Unavailable
from kostra.app.season import playing
from kostra.app.season.clock import SeasonClock
from kostra.app.season.faults import Fault, Faults, Part
from kostra.app.season.playing import Player, play
from kostra.model.errors import Broken, Conflict

BEGINS = datetime(2026, 1, 2, 7, tzinfo=UTC)
SHOWN = date(2026, 3, 1)
NOT_OURS: Any = None
"""Neither the system nor those who act in it is asked for anything."""


class Given(Player):
    """A season of these jobs, one each hour."""

    jobs: tuple[Callable[[], object], ...] = ()

    def happenings(self) -> Iterator[tuple[datetime, Callable[[], None]]]:
        for number, job in enumerate(self.jobs, 1):
            yield BEGINS + timedelta(hours=number), partial(self.do, Part.ARRIVAL, job, f"11F {number}")

    def wait_for_controls(self) -> None:
        """Nothing has come."""


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def season(tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch) -> Given:
    monkeypatch.setattr(playing, "_WAITS", (0.0, 0.0))
    clock = SeasonClock(tmp_path, BEGINS)
    clock.begin()
    return Given(NOT_OURS, clock, NOT_OURS, (), tmp_path, SHOWN, told.append, tmp_path)


def raises(error: Exception) -> Callable[[], None]:
    def job() -> None:
        raise error

    return job


def test_what_fails_is_told_without_what_it_said_and_the_next_is_played(
    season: Given, told: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []
    season.jobs = (raises(KeyError("01017012345")), partial(done.append, "next"))
    play(season, SHOWN)
    assert done == ["next"] and season.clock.now() == BEGINS + timedelta(hours=2)
    assert Faults(season.data).listed() == (Fault(BEGINS + timedelta(hours=1), Part.ARRIVAL, "11F 1", "KeyError"),)
    assert told == ["arrival 11F 1: KeyError; the season goes on without it"]
    (logged,) = caplog.records
    assert logged.exc_info is not None and "01017012345" not in logged.getMessage()


def test_what_is_refused_is_an_answer_and_no_fault(season: Given, told: list[str]) -> None:
    season.jobs = (raises(Conflict("Allerede godkjent.")),)
    play(season, SHOWN)
    assert told == ["arrival: Allerede godkjent."] and Faults(season.data).listed() == ()


def test_a_database_that_is_away_is_waited_for_and_given_up_in_the_end(season: Given) -> None:
    tries: list[int] = []

    def comes_back() -> None:
        tries.append(1)
        if len(tries) < 3:
            raise Unavailable("away")

    season.jobs = (comes_back,)
    play(season, SHOWN)
    assert len(tries) == 3 and Faults(season.data).listed() == ()
    season.clock = SeasonClock(season.data / "other", BEGINS)
    season.jobs = (raises(Unavailable("away")),)
    play(season, SHOWN)
    assert [one.kind for one in Faults(season.data).listed()] == ["Unavailable"]


def test_after_many_faults_in_a_row_it_stands_still_and_can_be_told_to_go_on(season: Given, told: list[str]) -> None:
    done: list[str] = []
    faults = [raises(Broken(f"fault {number}")) for number in range(1, 6)]
    season.jobs = (*faults[:4], partial(done.append, "between"), *faults, partial(done.append, "after"))
    looks = iter(range(2))
    play(season, SHOWN, lambda: season.clock.wish().paused and next(looks, None) is None)
    assert done == ["between"] and season.clock.wish().paused
    assert "stands still" in told[-1]
    assert [one.about for one in Faults(season.data).listed()] == [f"11F {n}" for n in (10, 9, 8, 7, 6, 4, 3, 2, 1)]
    season.clock.pause(False)
    season.jobs = (partial(done.append, "after"),)
    play(season, SHOWN)
    assert done == ["between", "after"]


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    faults = Faults(tmp_path)
    for number in range(25):
        faults.add(Fault(BEGINS, Part.DESK, str(number), "Broken"))
    assert [one.about for one in faults.listed()] == [str(number) for number in range(24, 4, -1)]
