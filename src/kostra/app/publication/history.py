"""What came and what comes, for anybody: the releases that are out, with what each changed, and the days that are still to come.

Of what is still to come its day, its kind and the names of its tables are told, and nothing else: neither how much is in it nor who made
it. A release that nobody has approved is not told of at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kostra.app.ports.transaction import Scope
from kostra.app.publication import planning, reading, showing
from kostra.app.publication.bank import SUBJECT
from kostra.app.publication.showing import Public
from kostra.app.system import System
from kostra.model.errors import Broken
from kostra.model.people import HOUSE
from kostra.model.release import Kind, Release
from kostra.model.text import Text
from kostra.publication.calendar import coming, day
from kostra.publication.manifest import Manifest
from kostra.publication.over_years import table as joined
from kostra.publication.parcel import Held, packed
from kostra.publication.table import Listing
from kostra.tables import catalogue


@dataclass(frozen=True, slots=True)
class Came:
    """A release that is out. `manifest` is None where some file is not as it was written. `corrected` are the corrections of it that are
    out, the oldest first; `is_shown` says that some table is still shown from it. One that was taken back after it was out is told of too,
    with when: what was seen once does not go without a word. What was in it is not."""

    release: Release
    opened: datetime
    manifest: Manifest | None
    corrected: tuple[Release, ...]
    is_shown: bool
    withdrawn: datetime | None = None

    @property
    def updated(self) -> datetime:
        """When something was last to be said of it."""
        corrected = max((one.opens for one in self.corrected if one.opens is not None), default=self.opened)
        return self.withdrawn or corrected

    @property
    def reason(self) -> str:
        """What was wrong, where it is a correction; why others were made is nobody's concern."""
        return self.release.made.text if self.release.kind is Kind.CORRECTION else ""


@dataclass(frozen=True, slots=True)
class Comes:
    hour: datetime
    kind: Kind
    year: int
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """`came` has the newest first, also those that were taken back; `comes` has the nearest first."""

    now: datetime
    came: tuple[Came, ...]
    comes: tuple[Comes, ...]

    @property
    def out(self) -> tuple[Came, ...]:
        """Those that came and were not taken back."""
        return tuple(one for one in self.came if one.withdrawn is None)


def calendar(system: System, data: Path) -> Calendar:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        every, now = tx.releases.releases(), tx.now
    public = showing.at(data, every, now)
    approved = [one for one in every if one.withdrawn is None and one.opens is not None and one.opens > now]
    told = sorted([*map(_came_of(public), public.releases), *_taken_back(every, now)], key=_age, reverse=True)
    return Calendar(now, tuple(told), tuple(_coming(approved, now)))


def came(public: Public, id: str) -> Came:
    return _came_of(public)(public.release(id))


def parcel(public: Public, id: str) -> Iterator[bytes]:
    """Everything of one that is out, as a file, piece by piece."""
    release = public.release(id)
    folder, opens = public.of(id), release.opens
    assert opens is not None  # It is out.

    def held(table: str) -> Held:
        edition = folder.edition(table, opens)
        return Held(joined([edition], Listing(SUBJECT)), edition.description)

    return packed(folder.manifest, opens, held)


def title(table: str, year: int) -> Text:
    """Of a table of the catalogue; one that it has no more is called by its number."""
    found = next((one for one in catalogue.tables() if one.id == table and one.covers(year)), None)
    return Text(table, table, table) if found is None else found.title


def _came_of(public: Public) -> Callable[[Release], Came]:
    shown = {one.id for one in public.standing.values()}

    def came(one: Release) -> Came:
        opens = one.opens
        assert opens is not None  # It is out.
        corrected = tuple(each for each in reversed(public.releases) if each.corrects == one.id)
        return Came(one, opens, _manifest(public, one), corrected, one.id in shown)

    return came


def _taken_back(every: Iterable[Release], now: datetime) -> Iterator[Came]:
    """Those that had been out, if only for a moment."""
    for one in every:
        if one.opens is not None and one.withdrawn is not None and one.opens < one.withdrawn.at <= now:
            yield Came(one, one.opens, None, (), is_shown=False, withdrawn=one.withdrawn.at)


def _age(one: Came) -> tuple[datetime, int]:
    return one.opened, one.release.number


def _manifest(public: Public, of: Release) -> Manifest | None:
    try:
        return reading.opened(public.data, of).manifest
    except Broken:
        return None


def _coming(approved: Iterable[Release], now: datetime) -> Iterator[Comes]:
    """By the calendar of each table, but where a release is approved already: that knows its own hour and tables."""
    this = day(now).year
    found: dict[tuple[datetime, int, Kind], dict[str, None]] = {}
    made = {(one.year, one.kind, table) for one in approved for table in one.ids}
    for table in dict.fromkeys(one.id for one in catalogue.tables()):
        for one in coming(planning.of_table(table, range(this - 1, this + 2)), now):
            if (one.year, one.kind, table) not in made:
                found.setdefault((one.hour, one.year, one.kind), {})[table] = None
    for release in approved:
        opens = release.opens
        assert opens is not None  # It is approved.
        found.setdefault((opens, release.year, release.kind), {}).update(dict.fromkeys(release.ids))
    for (hour, year, kind), tables in sorted(found.items()):
        yield Comes(hour, kind, year, tuple(sorted(tables)))
