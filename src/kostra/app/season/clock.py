"""The time of the season, kept in a file that every process of the demo reads: where it has come, and how it is to go on.

The player alone moves it. What the pages say (pause, go on, go forward to a day) is written beside it and obeyed by the player.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kostra.followup.calendar import day
from kostra.model.errors import Refused

FILE = Path("season") / "clock.json"
"""Under the folder of data."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How the season is to go on: `goal` is a day to reach as fast as can be, before it goes on at `pace` seconds for each day."""

    paused: bool = False
    goal: str | None = None
    pace: float = 60.0


class SeasonClock:
    """A clock of the house whose time is in a file. Reading is cheap: the file is looked at only when it has changed."""

    def __init__(self, data: Path, begins: datetime) -> None:
        self._file, self._wish = data / FILE, data / FILE.with_name("wish.json")
        self._begins = begins
        self._seen: tuple[tuple[int, int], datetime] | None = None

    def now(self) -> datetime:
        try:
            found = self._file.stat()
        except FileNotFoundError:
            return self._begins
        stamp = (found.st_mtime_ns, found.st_ino)
        if self._seen is None or self._seen[0] != stamp:
            self._seen = stamp, datetime.fromisoformat(json.loads(self._file.read_text())["now"])
        return self._seen[1]

    def begin(self) -> None:
        """There is a season from now on; one that has begun goes on from where it is."""
        if not self._file.exists():
            put(self._file, {"now": self._begins.isoformat()})

    def move(self, to: datetime) -> None:
        """Never back: what has happened, has happened."""
        if to > self.now():
            put(self._file, {"now": to.astimezone(UTC).isoformat()})

    def wish(self) -> Wish:
        try:
            return Wish(**json.loads(self._wish.read_text()))
        except FileNotFoundError:
            return Wish()

    def pause(self, paused: bool = True) -> None:
        self._put(replace(self.wish(), paused=paused, goal=None))

    def forward(self, to: date, last: date) -> None:
        """To the morning of a day ahead, and paused there."""
        today = day(self.now())
        if not today < to <= last:
            raise Refused(
                f"Sesongen er kommet til {today:%d.%m.%Y} og varer til {last:%d.%m.%Y}. Velg en dag etter i dag, og senest den siste."
            )
        self._put(replace(self.wish(), paused=False, goal=to.isoformat()))

    def reached(self) -> None:
        """The goal is here; the season stands still until it is told to go on."""
        self._put(replace(self.wish(), paused=True, goal=None))

    def next_day(self) -> date:
        return day(self.now()) + timedelta(days=1)

    def _put(self, wish: Wish) -> None:
        put(self._wish, asdict(wish))


def put(file: Path, content: dict[str, object]) -> None:
    """Whoever reads it sees the old or the new, and nothing between."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.write_text(json.dumps(content))
    draft.replace(file)
