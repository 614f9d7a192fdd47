"""What is written down with a release when it is made, and never worked out again: who had not delivered, and what changed since the
release before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import polars as pl

from kostra.app.followup.weighing import people
from kostra.app.people import units
from kostra.app.ports.transaction import Transaction
from kostra.app.publication import reading
from kostra.followup.inflow import missing
from kostra.model.cube import Status
from kostra.model.release import Kind, Release
from kostra.model.rounding import shown
from kostra.publication.changes import counted
from kostra.publication.manifest import Absent, Table
from kostra.publication.standing import Standing, before

_WHOLE = 10_000


def absent(tx: Transaction, of: Iterable[str], year: int, at: datetime) -> Iterator[Absent]:
    """As it was when the figures were made, by form and period; also where nobody was missing."""
    wanted = set(of)
    for form, period in sorted(tx.campaign.periods(), key=lambda one: (one[0], str(one[1]))):
        if form in wanted and period.year == year:
            states = tx.campaign.states_at(form, period, at)
            found = missing(states, {unit: people(unit, year) for unit in states})
            names = {unit: units.name(unit, year) for unit in found.units}
            yield Absent(form, str(period), names, found.owed, int(shown(Fraction(found.share) * _WHOLE, 0)))


def changed(
    data: Path,
    releases: Iterable[Release],
    one: Release,
    now: datetime,
    tables: Mapping[str, tuple[Status, pl.DataFrame]],
) -> Iterator[Table]:
    """By table, against what the release takes the place of."""
    every = tuple(releases)
    last = before(every, one, now)
    known = {table for each in every if each.approved and each.withdrawn is None for table in each.ids}
    for table, run in one.tables:
        status, frame = tables[table]
        earlier = last.get(table)
        was = None if earlier is None else reading.opened(data, earlier).cells(table)
        yield Table(
            table, status, run, None if earlier is None else earlier.id, table not in known, counted(was, frame)
        )


def gone(standing: Standing, one: Release) -> tuple[str, ...]:
    """Tables that are public for the year before, and not for this one any more. One subject says nothing of the others."""
    if one.kind not in (Kind.PROVISIONAL, Kind.FINAL):
        return ()
    here = {table for table, year in standing if year == one.year} | set(one.ids)
    return tuple(table for table, year in standing if year == one.year - 1 and table not in here)
