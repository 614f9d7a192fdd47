"""The clock of the season: only ever forward, the same for every process, and obedient to what the page says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kostra.app.season.clock import SeasonClock
from kostra.model.errors import Refused

BEGINS = datetime(2026, 1, 2, 7, tzinfo=UTC)
LAST = date(2027, 6, 30)


def test_it_stands_at_its_beginning_until_it_is_moved(tmp_path: Path) -> None:
    clock = SeasonClock(tmp_path, BEGINS)
    assert clock.now() == BEGINS
    clock.begin()
    assert clock.now() == BEGINS


def test_it_never_goes_back(tmp_path: Path) -> None:
    clock = SeasonClock(tmp_path, BEGINS)
    clock.move(BEGINS + timedelta(days=3))
    clock.move(BEGINS + timedelta(days=1))
    assert clock.now() == BEGINS + timedelta(days=3)


def test_another_process_sees_where_it_has_come(tmp_path: Path) -> None:
    mover, reader = SeasonClock(tmp_path, BEGINS), SeasonClock(tmp_path, BEGINS)
    for hours in range(1, 200):
        mover.move(BEGINS + timedelta(hours=hours))
        assert reader.now() == BEGINS + timedelta(hours=hours)


def test_beginning_again_goes_on_from_where_it_is(tmp_path: Path) -> None:
    clock = SeasonClock(tmp_path, BEGINS)
    clock.move(BEGINS + timedelta(days=3))
    SeasonClock(tmp_path, BEGINS).begin()
    assert clock.now() == BEGINS + timedelta(days=3)


def test_it_is_paused_and_goes_on(tmp_path: Path) -> None:
    page, player = SeasonClock(tmp_path, BEGINS), SeasonClock(tmp_path, BEGINS)
    page.pause()
    assert player.wish().paused
    page.pause(False)
    assert not player.wish().paused


def test_forward_is_to_a_day_ahead_and_ends_in_a_pause(tmp_path: Path) -> None:
    clock = SeasonClock(tmp_path, BEGINS)
    clock.pause()
    clock.forward(date(2026, 1, 20), LAST)
    assert (clock.wish().goal, clock.wish().paused) == ("2026-01-20", False)
    clock.reached()
    assert (clock.wish().goal, clock.wish().paused) == (None, True)


@pytest.mark.parametrize("wrong", [date(2026, 1, 2), date(2025, 12, 31), date(2027, 7, 1)])
def test_back_and_beyond_the_end_are_refused(tmp_path: Path, wrong: date) -> None:
    with pytest.raises(Refused, match=r"Sesongen er kommet til 02\.01\.2026 og varer til 30\.06\.2027"):
        SeasonClock(tmp_path, BEGINS).forward(wrong, LAST)
