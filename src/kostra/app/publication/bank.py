"""The table bank of one process: the tables that are public now, each joined over its years and kept in memory.

A table is made when somebody first asks for it, and again when one of its years is in another release than before. A process that reads
ahead has made them before that, and shortly before the hour those that come then, so that nobody waits. What is public is worked out from
the time at every question, so nothing that is kept can show a release before its hour, or after it was taken back. The releases themselves
are read no more often than once a second.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from kostra.app.ports.transaction import Scope
from kostra.app.publication import showing
from kostra.app.publication.showing import Public
from kostra.app.system import System
from kostra.model.errors import Broken
from kostra.model.people import HOUSE
from kostra.model.release import Release
from kostra.model.text import Text
from kostra.publication import codelists, over_years, refusals
from kostra.publication.codelists import CodeList
from kostra.publication.reading import Edition
from kostra.publication.refusals import Unanswerable
from kostra.publication.table import Listing, Subject, Table

HOLDS = 1.0
"""Seconds that the releases are kept: a release that is approved late, or taken back, is seen by readers within this."""
AHEAD = timedelta(minutes=10)
"""How long before its hour a release is read."""
SUBJECT = Subject("sosiale", Text("Sosiale tjenester", "Sosiale tenester", "Social services"))


Key = tuple[str, ...]
"""A table, and the releases that it is made from, by year."""


@dataclass(slots=True)
class _Kept:
    """After `until` the calendar has another next update."""

    lock: Lock = field(default_factory=Lock)
    table: Table | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """The bank as it is at one moment, for an answer with figures of several tables: the hour may come while it is made."""

    _bank: Bank
    _at: Public

    def table(self, id: str) -> Table:
        return self._bank._table(self._at, id)


class Bank:
    """Asked by many threads at once. Only those who wait for the same table wait for each other."""

    def __init__(self, system: System, data: Path, timer: Callable[[], float] = time.monotonic) -> None:
        self._system, self._data, self._timer = system, data, timer
        self._lock = Lock()
        self._kept: dict[Key, _Kept] = {}
        self._releases: tuple[Release, ...] = ()
        self._read_at: float | None = None

    def now(self) -> datetime:
        return self._system.clock.now()

    def tables(self) -> tuple[Table, ...]:
        """All that are public, in the order of their ids. One whose files are not as they were takes none of the others with it; asked for
        by itself it is a fault of ours."""
        now = self._public()
        found = []
        for id in dict.fromkeys(id for id, _ in now.standing):
            with suppress(Broken):
                found.append(self._table(now, id))
        return tuple(found)

    def table(self, id: str) -> Table:
        return self._table(self._public(), id)

    def moment(self) -> Moment:
        return Moment(self, self._public())

    def ahead(self) -> Iterator[str]:
        """Makes what is public now, and what will be within a while, a table at a time; the id of each when it is there."""
        now = self._public()
        for at in self._moments(now.now):
            for id in dict.fromkeys(id for id, _ in at.standing):
                if at.now == now.now or _key(at, id) not in self._kept:
                    with suppress(Broken):
                        self._made(at, id)
                    yield id

    def codelist(self, id: str) -> CodeList:
        """That of a table which is not public is as unknown as one that never was."""
        try:
            table = self.table(codelists.table_of(id))
        except Unanswerable:
            raise refusals.no_such_list(id) from None
        for one in codelists.lists(table):
            if one.id == id:
                return one
        raise refusals.no_such_list(id)

    def _public(self) -> Public:
        with self._lock:
            at = self._timer()
            if self._read_at is None or at - self._read_at >= HOLDS:
                with self._system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
                    self._releases = tx.releases.releases()
                self._read_at = at
                held = {_key(then, id) for then in self._moments(self.now()) for id, _ in then.standing}
                for gone in self._kept.keys() - held:
                    del self._kept[gone]
            return showing.at(self._data, self._releases, self.now())

    def _moments(self, now: datetime) -> Iterator[Public]:
        """What is public now, and at each hour that comes within a while."""
        hours = {one.opens for one in self._releases if one.opens is not None and now < one.opens <= now + AHEAD}
        return (showing.at(self._data, self._releases, moment) for moment in (now, *sorted(hours)))

    def _table(self, now: Public, id: str) -> Table:
        if not now.years(id):
            raise refusals.no_table(id[:20])
        return self._made(now, id)

    def _made(self, at: Public, id: str) -> Table:
        """As it is at a moment."""
        with self._lock:
            kept = self._kept.setdefault(_key(at, id), _Kept())
        with kept.lock:
            if kept.table is None or (kept.until is not None and kept.until <= at.now):
                coming = at.next_update(id)
                kept.until = None if coming is None else coming.hour
                listing = Listing(SUBJECT, next_update=kept.until)
                kept.table = over_years.table([_edition(at, id, year) for year in at.years(id)], listing)
            return kept.table


def _key(at: Public, id: str) -> Key:
    return (id, *(at.standing[id, year].id for year in at.years(id)))


def _edition(now: Public, id: str, year: int) -> Edition:
    opens = now.standing[id, year].opens
    assert opens is not None  # It is public.
    return now.folder(id, year).edition(id, opens)
