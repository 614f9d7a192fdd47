"""`kostra season`: the season of the demo: played, paused, taken forward. There is none outside the demo."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from kostra.cli.parser import number, subcommands
from kostra.cli.processes import end_with
from kostra.model.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from kostra.app.season.clock import SeasonClock
    from kostra.app.system import System


def add(
    commands: Any,
    clock: Callable[[], SeasonClock],
    system: Callable[[], tuple[System, Path]],
) -> None:
    """`clock` is that of the season; `system` what it is played in, with the folder of data."""
    season = commands.add_parser(
        "season",
        help="sesongen i demonstrasjonen: se hvor den er, stans den, spill den fram",
        description="Styrer sesongen som «kostra demo» spiller. Tiden i den går bare framover.",
    )
    below = subcommands(season)
    show = below.add_parser(
        "show", help="hvilken dag det er i sesongen", description="Viser dagen, og om den står stille."
    )
    show.set_defaults(run=lambda given: _show(clock()))
    pause = below.add_parser(
        "pause", help="stans sesongen", description="Sesongen står stille til den settes i gang igjen."
    )
    pause.set_defaults(run=lambda given: _pause(clock(), True))
    go = below.add_parser("go", help="la sesongen gå videre", description="Sesongen går videre i sitt eget tempo.")
    go.set_defaults(run=lambda given: _pause(clock(), False))
    forward = below.add_parser(
        "forward", help="spill fram til en dag", description="Spiller fram til en dag, og stanser der."
    )
    forward.add_argument("day", metavar="DAG", type=_day, help="for eksempel 2027-01-20")
    forward.set_defaults(run=lambda given: _forward(clock(), given.day))
    play = below.add_parser(
        "play", help="spill sesongen (brukes av «kostra demo»)", description="Spiller til den stoppes."
    )
    play.add_argument("--alive", metavar="NUMMER", type=number, help="stopp når dette røret lukkes")
    play.set_defaults(run=lambda given: _play(given, system))


def _show(clock: SeasonClock) -> int:
    wish = clock.wish()
    print(f"{clock.now():%Y-%m-%d %H:%M} UTC, {'står stille' if wish.paused else 'går'}")
    return 0


def _pause(clock: SeasonClock, paused: bool) -> int:
    clock.pause(paused)
    return _show(clock)


def _forward(clock: SeasonClock, to: date) -> int:
    from kostra.app.season.demo import LAST

    clock.forward(to, LAST)
    print(f"Spiller fram til {to}.")
    return 0


def _play(given: argparse.Namespace, system: Callable[[], tuple[System, Path]]) -> int:
    from kostra.app.season.demo import play_demo

    told: list[int] = []
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda number, frame: told.append(number))
    if given.alive is not None:
        end_with(given.alive)
    joined, data = system()
    play_demo(
        joined, data, lambda line: print(f"kostra: sesongen: {line}", file=sys.stderr, flush=True), lambda: bool(told)
    )
    while not told:
        signal.pause()
    return 0


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Refused(f"«{written}» er ikke en dag. Skriv for eksempel 2027-01-20.") from None
