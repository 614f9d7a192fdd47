"""What is public, for anybody; and all releases, for the desk.

`public` is what every page, download, feed and search of readers goes through. Of a release whose hour has not come it gives nothing: a
table that is only there is answered as one that nobody has ever heard of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Scope
from kostra.app.publication import planning, reading
from kostra.app.publication.approving import Obstacle, obstacles, one
from kostra.app.publication.reading import Folder
from kostra.app.system import System
from kostra.model.errors import Missing
from kostra.model.people import HOUSE, Duty
from kostra.model.release import Release, StandingApproval
from kostra.publication.calendar import Planned, coming, day
from kostra.publication.manifest import Manifest
from kostra.publication.standing import Standing, State, opened, standing, state


@dataclass(frozen=True, slots=True)
class Public:
    """As it was at one moment, `now`; whoever answers one request asks once. `releases` are all that are out, the newest first, also those
    that others have taken the place of."""

    data: Path
    now: datetime
    standing: Standing
    releases: tuple[Release, ...]

    def folder(self, table: str, year: int) -> Folder:
        """The release that has the table of the year now."""
        found = self.standing.get((table, year))
        if found is None:
            raise Missing(f"Det er ikke publisert noen tabell «{table[:20]}» for {year}. Se listen over tabeller.")
        return reading.opened(self.data, found)

    def years(self, table: str) -> tuple[int, ...]:
        """That the table is public for, the oldest first."""
        return tuple(year for id, year in self.standing if id == table)

    def of(self, release: str) -> Folder:
        """One that is out, by its id."""
        return reading.opened(self.data, self.release(release))

    def release(self, id: str) -> Release:
        for each in self.releases:
            if each.id == id:
                return each
        raise Missing(f"Det finnes ingen publisering «{id[:20]}». Se listen over publiseringer.")

    def next_update(self, table: str) -> Planned | None:
        """When the calendar has new figures for a table: it knows days, and no release."""
        last = max(self.years(table), default=day(self.now).year - 1)
        return next(iter(coming(planning.of_table(table, (last, last + 1, last + 2)), self.now)), None)


def public(system: System, data: Path) -> Public:
    """For anybody. Two reads of the database, and no file."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        return at(data, tx.releases.releases(), tx.now)


def at(data: Path, releases: tuple[Release, ...], now: datetime) -> Public:
    """What is public at a moment, of all releases there are; for whoever keeps them for a while between requests."""
    return Public(data, now, standing(releases, now), opened(releases, now)[::-1])


def planned(system: System) -> tuple[Planned, ...]:
    """The calendar, for anybody: what comes, the nearest first."""
    now = system.clock.now()
    this = day(now).year
    return coming(planning.all_planned(range(this - 1, this + 2)), now)


@dataclass(frozen=True, slots=True)
class Listed:
    release: Release
    state: State


@dataclass(frozen=True, slots=True)
class Seen:
    """`manifest` is None where it is not the one that was written. `others` are the files that are not as they were; `after` is what would
    be public, by table, if the release were taken back now."""

    release: Release
    state: State
    manifest: Manifest | None
    others: tuple[str, ...]
    obstacles: tuple[Obstacle, ...]
    after: Mapping[str, Release | None]


def listed(system: System, asker: Asker) -> tuple[Listed, ...]:
    """The newest first."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        every = tx.releases.releases()
        now_standing = standing(every, tx.now)
        return tuple(Listed(each, state(each, now_standing, tx.now)) for each in every)


def standings(system: System, asker: Asker) -> tuple[StandingApproval, ...]:
    """The newest first, with those that hold no more."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tx.releases.standings()


def see(system: System, asker: Asker, data: Path, id: str) -> Seen:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = one(tx, id)
        every = tx.releases.releases(found.year)
        now_standing = standing(every, tx.now)
        without = standing((each for each in every if each.id != id), tx.now)
        return Seen(
            found,
            state(found, now_standing, tx.now),
            reading.told(data, found),
            reading.differing(data, found),
            obstacles(tx, data, found),
            {
                table: without.get((table, found.year))
                for table in found.ids
                if now_standing.get((table, found.year)) == found
            },
        )
