"""The season of the demo: last year's, played through, and this year's up to some days before the first deadline.

There it goes on in its own time, and can be paused, or taken forward to any day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from kostra.app.people import demo
from kostra.app.season import delivering, frequent
from kostra.app.season.cast import gather
from kostra.app.season.clock import SeasonClock
from kostra.app.season.faults import Fault, Faults, Part
from kostra.app.season.plan import FORMS, LEFT, arrivals, by_quarter, extracts, monthly, vendors
from kostra.app.season.playing import Player, play
from kostra.app.system import System

YEARS = (2025, 2026)
BEGINS = datetime(2026, 1, 2, 7, tzinfo=UTC)
SHOWN = date(2027, 1, 13)
"""Two days before the deadline of 11F and 11CF: much has come, and much is to come."""
LAST = date(2027, 6, 30)
LAST_YEAR = ("11F", "11CF", "7", "7B", "12", "0A")
"""Enough of the year before to compare with: the inflow of files and of an e-form, and persons to hold against the accounts."""
MENDED = "mended"
"""The same nation without what the controls stop, beside the other; what is sent again after having been stopped."""


def play_demo(system: System, data: Path, tell: Callable[[str], None], stopped: Callable[[], bool]) -> None:
    """Goes on from where the clock stands, until it is told to stop or the season is over."""
    clock = system.clock
    assert isinstance(clock, SeasonClock)
    try:
        player = _ready(system, clock, data, tell)
    except Exception as error:
        Faults(data).add(Fault(clock.now(), Part.BEGINNING, "", type(error).__name__))
        raise
    play(player, SHOWN, stopped)


def _ready(system: System, clock: SeasonClock, data: Path, tell: Callable[[str], None]) -> Player:
    nation = data / "nation"
    demo.install(system)
    before, shown = YEARS
    cast = gather(system, {before: LAST_YEAR, shown: FORMS}, vendors(nation, shown))
    joined = frequent.begin(system, cast, by_quarter(nation, shown))
    yearly = (*arrivals(nation, before, LAST_YEAR), *arrivals(nation, shown, left=LEFT))
    plan = tuple(sorted((*yearly, *monthly(nation, shown, joined)), key=lambda one: (one.at, one.expected)))
    delivering.begin(system, cast, data)
    player = Player(system, clock, cast, plan, data / MENDED, LAST, tell, data)
    player.extracts = tuple(one for year in YEARS for one in extracts(nation, year))
    player.catch_up()
    return player
