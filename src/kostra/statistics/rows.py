"""From records to rows: everybody once in each region.

A person with several records in a region has one row there: the months of all of them, each month once, the sum of the amounts, and in all
else what the leading record says, the one with most months, of two alike the one of the first unit. So the parts of a table add up to it.

All rows of a year stand in one list. Whoever is in one municipality alone is the same row there and in every region above it, and stands
once; only those in several have rows of their own above.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from kostra.model.region import RegionKind
from kostra.model.text import Text
from kostra.statistics.definition import Where
from kostra.statistics.places import NOWHERE, Level, Places
from kostra.statistics.records import Flags, Records, Whole, inside

_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Rows:
    """`group` is where each row is: the place of its municipality; that and the number of municipalities for somebody who is in several;
    and after these, at `begins`, the regions of each other level for those who have rows of their own there.

    `lead` is the leading record of each row. `order` are the records by row, and `starts` where in it each row begins.
    """

    records: Records
    group: Places
    groups: int
    begins: dict[RegionKind, int]
    lead: Places
    order: Places
    starts: Places
    months_from: str | None
    _made: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def amount(self, fields: tuple[str, ...]) -> Whole:
        return self.once(("amount", fields), lambda: self._joined(np.add, self.records.amount(fields)))

    def months(self) -> Whole:
        """How many each row has."""

        def find() -> Whole:
            joined = self._joined(np.bitwise_or, self.records.months(self.months_from))
            return np.bitwise_count(joined).astype(np.int64)

        return self.once("months", find)

    def hold(self, where: Where) -> Flags:
        found = np.ones(len(self.lead), np.bool_)
        for field_, codes in where.fields.items():
            found &= self._field(field_, codes)
        if where.ages:
            found &= inside(self.age, where.ages)
        if where.months:
            found &= inside(self.months(), where.months)
        return found

    @property
    def age(self) -> Whole:
        return self.once("age", lambda: self.records.age[self.lead])

    def above(self, level: Level) -> tuple[Places, Places, Places]:
        """The municipalities sorted by the region of a level that they are in, where in these each region begins, and which it is."""

        def find() -> tuple[Places, Places, Places]:
            within = np.full(len(municipal(self.records).names), NOWHERE, np.int64)
            within[municipal(self.records).place] = level.place
            order = np.argsort(within, kind="stable")
            order = order[within[order] != NOWHERE]
            starts = np.flatnonzero(np.diff(within[order], prepend=NOWHERE))
            return order, starts, within[order[starts]]

        return self.once(("above", level.kind), find)

    def _field(self, name: str, codes: tuple[str, ...]) -> Flags:
        return self.once((name, codes), lambda: self.records.is_one_of(name, codes)[self.lead])

    def _joined(self, by: np.ufunc, values: Whole) -> Whole:
        found: Whole = by.reduceat(values[self.order], self.starts) if len(self.starts) else values[:0]
        return found

    def once(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        if key not in self._made:
            self._made[key] = make()
        found: _Made = self._made[key]
        return found


def rows_of(records: Records, months: str | None) -> Rows:
    return records.once(("rows", months), lambda: _made(records, months))


def in_units(records: Records, months: str | None) -> Rows:
    """Everybody once in each unit that has reported about them, `group` being the unit: the smallest sets of persons there are."""

    def find() -> Rows:
        units = records.places.units
        own = Level(RegionKind.REPORTING_UNIT, tuple((unit, Text(unit, unit)) for unit in units), np.arange(len(units)))
        part = _of_level(records, own, np.arange(len(records.unit)), months)
        return Rows(records, part.region, len(units), {}, part.lead, part.order, part.starts, months)

    return records.once(("in units", months), find)


def municipal(records: Records) -> Level:
    found = records.places.level(RegionKind.MUNICIPALITY)
    assert found is not None, "Every municipality is one."
    return found


def _made(records: Records, months: str | None) -> Rows:
    level = municipal(records)
    parts = [_of_level(records, level, np.arange(len(records.unit)), months)]
    many = len(level.names)
    begins: dict[RegionKind, int] = {}
    # The rows of a person stand together, so that somebody with another row before or after is in several.
    whose = records.person[parts[0].lead]
    several = np.zeros(len(whose), np.bool_)
    several[1:] |= whose[1:] == whose[:-1]
    several[:-1] |= whose[1:] == whose[:-1]
    groups = [parts[0].region + many * several]
    wanders = np.zeros(int(records.person.max(initial=0)) + 1, np.bool_)
    wanders[whose[several]] = True
    theirs = np.flatnonzero(wanders[records.person])
    begin = 2 * many
    for other in records.places.levels:
        if other is level:
            continue
        those = np.arange(len(records.unit)) if other.kind is RegionKind.DISTRICT else theirs
        parts.append(_of_level(records, other, those, months))
        begins[other.kind] = begin
        groups.append(parts[-1].region + begin)
        begin += len(other.names)
    before = np.cumsum([0, *(len(one.order) for one in parts)])
    return Rows(
        records=records,
        group=np.concatenate(groups),
        groups=begin,
        begins=begins,
        lead=np.concatenate([one.lead for one in parts]),
        order=np.concatenate([one.order for one in parts]),
        starts=np.concatenate([one.starts + start for one, start in zip(parts, before, strict=False)]),
        months_from=months,
    )


@dataclass(frozen=True, slots=True)
class _Part:
    region: Places
    lead: Places
    order: Places
    starts: Places


def _of_level(records: Records, level: Level, those: Places, months: str | None) -> _Part:
    """These records, everybody once in each region of the level."""
    region = level.place[records.unit[those]]
    there = those[region != NOWHERE]
    region = region[region != NOWHERE]
    whose = records.person[there] * len(level.names) + region
    lacks = 12 - np.bitwise_count(records.months(months)[there]).astype(np.int64)
    # The place of a unit follows its code, with those that are none of the year last, and what stands first in a file comes first: nothing
    # is left to chance.
    by = np.argsort((whose * 13 + lacks) * len(records.places.units) + records.unit[there], kind="stable")
    starts = np.flatnonzero(np.diff(whose[by], prepend=-1))
    order = there[by]
    return _Part(region[by[starts]], order[starts], order, starts)
