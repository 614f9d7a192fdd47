"""From records to rows: everybody once in each region of a level.

A person with several records in a region has one row there: the months of all of them, each month once, the sum of the amounts, and in all
else what the leading record says, the one with most months, of two alike the one of the first unit. So the parts of a table add up to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kostra.model.region import RegionKind
from kostra.statistics.definition import Over, Where
from kostra.statistics.places import NOWHERE, Level, Places
from kostra.statistics.records import Flags, Records, Whole, inside


@dataclass(frozen=True)
class Rows:
    """`region` is the place of each row in the level it was made for; `lead` is its leading record.

    `order` are the records sorted by row, and `starts` where in it each row begins.
    """

    records: Records
    region: Places
    lead: Places
    order: Places
    starts: Places
    months_from: str | None

    def amount(self, fields: tuple[str, ...]) -> Whole:
        values = self.records.amount(fields)[self.order]
        found: Whole = np.add.reduceat(values, self.starts) if len(self.starts) else values
        return found

    def months(self) -> Whole:
        """How many each row has."""
        bits = self.records.months(self.months_from)[self.order]
        joined = np.bitwise_or.reduceat(bits, self.starts) if len(self.starts) else bits
        return np.bitwise_count(joined).astype(np.int64)

    def hold(self, where: Where) -> Flags:
        found = np.ones(len(self.lead), np.bool_)
        for field, codes in where.fields.items():
            found &= self.records.is_one_of(field, codes)[self.lead]
        if where.ages:
            found &= inside(self.records.age[self.lead], where.ages)
        if where.months:
            found &= inside(self.months(), where.months)
        return found


def rows_of(records: Records, level: Level, over: Over, months: str | None) -> Rows:
    """The rows of a level: persons once in its regions, or cases, which are made in the municipalities whatever the level."""
    if over is Over.PERSONS or level.kind in (RegionKind.MUNICIPALITY, RegionKind.DISTRICT):
        return _rows(records, level, months)
    municipal = records.places.level(RegionKind.MUNICIPALITY)
    assert municipal is not None, "Every municipality is one."
    cases = _rows(records, municipal, months)
    region = level.place[records.unit[cases.lead]]
    return Rows(records, region, cases.lead, cases.order, cases.starts, months)


def _rows(records: Records, level: Level, months: str | None) -> Rows:
    found: Rows = records.once(("rows", level.kind, months), lambda: _made(records, level, months))
    return found


def _made(records: Records, level: Level, months: str | None) -> Rows:
    region = level.place[records.unit]
    there = np.flatnonzero(region != NOWHERE)
    whose = records.person[there] * len(level.names) + region[there]
    longest = -np.bitwise_count(records.months(months)[there]).astype(np.int64)
    # The place of a unit follows its code, and what stands first in a file comes first: nothing is left to chance.
    order = there[np.lexsort((there, records.unit[there], longest, whose))]
    sorted_ = records.person[order] * len(level.names) + region[order]
    starts = np.flatnonzero(np.diff(sorted_, prepend=-1))
    lead = order[starts]
    return Rows(records, region[lead], lead, order, starts, months)
