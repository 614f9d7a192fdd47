"""Trying a change on earlier years: how many records and municipalities it would have touched, how many cells, and which series break.

It is counted on inndata, with the controls run again as they were and as they would be. What is told are numbers of records and of senders,
never whose records they are. Rows that no field can tell (a control that reads who somebody is) are counted by the reports of the controls
instead, and it is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from kostra.app.editing.working import current
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.proposals import rerunning, touching
from kostra.app.proposals.changes_told import told
from kostra.app.proposals.touching import Uses
from kostra.app.system import System
from kostra.editing.columns import UNIT
from kostra.forms import catalogue
from kostra.model.edit import Whole
from kostra.model.form import FormVersion
from kostra.model.form_change import (
    Change,
    CodeAdded,
    CodeEnded,
    CodeLabel,
    ControlDropped,
    ControlLimit,
    ControlMessage,
    ControlSeverity,
    FieldAdded,
    FieldEnded,
    FieldGuidance,
    FieldLabel,
    FieldRequired,
    FieldWidth,
    TableBreak,
    TableEnded,
    TableFootnote,
)
from kostra.model.people import Duty
from kostra.model.period import Period
from kostra.model.submission import Season
from kostra.tables import catalogue as tables

MOST_YEARS = 5
"""As many of the newest years before the draft."""

Rows = npt.NDArray[np.bool_]


@dataclass(slots=True)
class _Count:
    """What a change came to in a year. `before` and `after` are hits of a control as it was, and as it would be."""

    records: int = 0
    touched: int = 0
    units: int = 0
    municipalities: int = 0
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class _Held:
    """The records of a form and a period."""

    whole: Whole
    version: FormVersion
    frame: pl.DataFrame
    submissions: Mapping[str, str]


def tried(system: System, asker: Asker, changes: tuple[Change, ...], year: int) -> dict[str, Any]:
    """A value of JSON. For the desk, which reaches every region."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        told_of = [_Tried(system, tx, change, year) for change in changes]
    years = sorted({one for each in told_of for one in each.counts})
    return {
        "year": year,
        "basis": "inndata",
        "years": [_together(one, told_of) for one in years],
        "changes": [each.as_json(years) for each in told_of],
        "breaks": list(_breaks(told_of)),
    }


class _Tried:
    """One change, on every year there are records of."""

    def __init__(self, system: System, tx: Transaction, change: Change, year: int) -> None:
        self.change = change
        self.forms = _forms(change, year)
        self.counts: dict[int, _Count] = {}
        self.rows: dict[Whole, Rows] = {}
        self.units: dict[int, set[str]] = {}
        self.by_report: set[int] = set()
        self.uses = _uses(change, self.forms, year)
        self.broken = _broken(change) if self.uses else None
        for whole in _wholes(tx, self.forms, year):
            held = _held(system, tx, whole)
            if len(held.frame):
                self._count(tx, held)

    def _count(self, tx: Transaction, held: _Held) -> None:
        count = self.counts.setdefault(held.whole.period.year, _Count())
        count.records += len(held.frame)
        units = self.units.setdefault(held.whole.period.year, set())
        rerun = rerunning.hits(self.change, held.whole, held.version, held.frame)
        if rerun is not None:
            before, after = rerun
            count.before = (count.before or 0) + int(before.sum())
            count.after = (count.after or 0) + int(after.sum())
            rows = (before ^ after) if isinstance(self.change, ControlLimit) else before
        elif isinstance(self.change, ControlSeverity | ControlDropped | ControlMessage) and rerunning.has(
            self.change, held.whole
        ):
            self._by_report(tx, held, count, units)
            return
        else:
            rows = _holding(self.change, held)
        self.rows[held.whole] = rows
        count.touched += int(rows.sum())
        units |= set(held.frame.filter(pl.Series(rows))[UNIT].unique())
        _spread(count, units)

    def _by_report(self, tx: Transaction, held: _Held, count: _Count, units: set[str]) -> None:
        """As the reports of the deliveries that count say."""
        self.by_report.add(held.whole.period.year)
        assert isinstance(self.change, ControlSeverity | ControlDropped | ControlMessage)
        id = rerunning.number(self.change)
        for unit, submission in held.submissions.items():
            found = sum(one.count for one in tx.submissions.tallies(submission) if one.control == id)
            count.touched += found
            units |= {unit} if found else set()
        count.before = count.touched
        count.after = 0 if isinstance(self.change, ControlDropped) else count.touched
        _spread(count, units)

    def as_json(self, years: list[int]) -> dict[str, Any]:
        said = told(self.change)
        return {
            "kind": self.change.KIND,
            "told": {"nb": said.nb, "nn": said.nn},
            "forms": list(self.forms),
            "by_report": sorted(self.by_report),
            "years": [self._year(one) for one in years if one in self.counts],
            "tables": touching.titled(self.uses, self.counts),
            "break": self.broken,
        }

    def _year(self, year: int) -> dict[str, Any]:
        count = self.counts[year]
        return {
            "year": year,
            "records": count.records,
            "touched": count.touched,
            "units": count.units,
            "municipalities": count.municipalities,
            "before": count.before,
            "after": count.after,
            "cells": self.cells(year),
        }

    def cells(self, year: int) -> int:
        return sum(touching.cells(one.table, one.measures, year) for one in self.uses)


def _spread(count: _Count, units: set[str]) -> None:
    count.units, count.municipalities = len(units), len({unit[:4] for unit in units})


def _together(year: int, several: list[_Tried]) -> dict[str, Any]:
    """A year with all the changes: a record, a sender and a cell once each, however many changes touch it."""
    here = [one for one in several if year in one.counts]
    rows: dict[Whole, Rows] = {}
    for one in here:
        for whole, touched in one.rows.items():
            if whole.period.year == year:
                rows[whole] = rows[whole] | touched if whole in rows else touched
    units = {unit for one in here for unit in one.units.get(year, ())}
    records: dict[tuple[str, ...], int] = {one.forms: one.counts[year].records for one in here}
    uses = touching.merged([one.uses for one in here])
    return {
        "year": year,
        "records": sum(records.values()),
        "touched": sum(int(touched.sum()) for touched in rows.values())
        + max((one.counts[year].touched for one in here if year in one.by_report), default=0),
        "units": len(units),
        "municipalities": len({unit[:4] for unit in units}),
        "cells": sum(touching.cells(one.table, one.measures, year) for one in uses),
    }


def _breaks(several: list[_Tried]) -> Iterator[dict[str, Any]]:
    """Each table once, with the surest of what is said of it."""
    found: dict[str, dict[str, Any]] = {}
    for one in several:
        for each in one.uses:
            if one.broken is None or each.table.until is not None:
                continue
            before = found.get(each.table.id)
            if before is None or (before["break"] == _POSSIBLE and one.broken == _CERTAIN):
                title = each.table.title
                found[each.table.id] = {
                    "table": each.table.id,
                    "title": {"nb": title.nb, "nn": title.nn},
                    "break": one.broken,
                }
    yield from (found[id] for id in sorted(found))


_CERTAIN, _POSSIBLE = "certain", "possible"


def _broken(change: Change) -> str | None:
    """Whether the series that use it break: surely, where something is no longer there; possibly, where answers may become others."""
    match change:
        case FieldEnded() | CodeEnded() | TableEnded() | TableBreak():
            return _CERTAIN
        case FieldLabel() | FieldRequired() | FieldWidth() | CodeAdded() | CodeLabel():
            return _POSSIBLE
    return None


def _forms(change: Change, year: int) -> tuple[str, ...]:
    """The forms whose records it is about; none for a table."""
    match change:
        case CodeAdded(code_list=id) | CodeLabel(code_list=id) | CodeEnded(code_list=id):
            return tuple(form.id for form in catalogue.all_forms() if _fields_with(form.version(form.last_year), id))
        case TableFootnote(table=id) | TableBreak(table=id) | TableEnded(table=id):
            return tuple(
                sorted({one.data.id for one in tables.tables() if one.id == id and one.data.id in catalogue.ids()})
            )
    return (change.form,)


def _fields_with(version: FormVersion, code_list: str) -> tuple[str, ...]:
    return tuple(field.id for field in version.fields if field.code_list == code_list)


def _uses(change: Change, forms: tuple[str, ...], year: int) -> tuple[Uses, ...]:
    match change:
        case FieldLabel(field=field) | FieldEnded(field=field) | FieldRequired(field=field) | FieldWidth(field=field):
            return touching.using(change.form, field)
        case (
            CodeAdded(code_list=id, code=code) | CodeLabel(code_list=id, code=code) | CodeEnded(code_list=id, code=code)
        ):
            fields = [(form, field) for form in forms for field in _fields_with(_newest(form, year), id)]
            return touching.merged([touching.using(form, field, {code}) for form, field in fields])
        case TableFootnote(table=id) | TableBreak(table=id) | TableEnded(table=id):
            return tuple(touching.Uses(one, one.measures, False) for one in tables.tables() if one.id == id)
    return ()


def _newest(form: str, year: int) -> FormVersion:
    known = catalogue.form(form)
    return known.version(min(year, known.last_year))


def _wholes(tx: Transaction, forms: tuple[str, ...], year: int) -> Iterator[Whole]:
    """The periods of the newest years that there are deliveries of."""
    there = [
        (form, period)
        for form, period in tx.campaign.periods(Season.REAL)
        if form in forms and period.year < year and period.year in catalogue.form(form).years
    ]
    newest = sorted({period.year for _, period in there})[-MOST_YEARS:]
    yield from (Whole(form, period) for form, period in sorted(there, key=_by_period) if period.year in newest)


def _by_period(one: tuple[str, Period]) -> tuple[str, str]:
    return one[0], str(one[1])


def _held(system: System, tx: Transaction, whole: Whole) -> _Held:
    found = current(system, tx, whole)
    return _Held(whole, found.version, found.base, found.submissions)


def _holding(change: Change, held: _Held) -> Rows:
    """The records that hold what is changed."""
    nobody, frame = np.zeros(len(held.frame), dtype=np.bool_), held.frame
    match change:
        case FieldLabel(field=field) | FieldGuidance(field=field) | FieldEnded(field=field):
            return _filled(frame, field)
        case FieldRequired(field=field):
            return ~_filled(frame, field) if held.version.has(field) else nobody
        case FieldWidth(field=field, width=width):
            return (
                _true(frame, pl.col(field).cast(pl.String).str.len_chars() > width)
                if field in frame.columns
                else nobody
            )
        case FieldAdded(required=required):
            return ~nobody if required else nobody
        case CodeAdded(code_list=id):
            return _any(frame, [_filled(frame, field) for field in _fields_with(held.version, id)])
        case CodeLabel(code_list=id, code=code) | CodeEnded(code_list=id, code=code):
            fields = [field for field in _fields_with(held.version, id) if field in frame.columns]
            return _any(frame, [_true(frame, pl.col(field) == code) for field in fields])
    return nobody


def _any(frame: pl.DataFrame, several: list[Rows]) -> Rows:
    found = np.zeros(len(frame), dtype=np.bool_)
    for one in several:
        found |= one
    return found


def _filled(frame: pl.DataFrame, field: str) -> Rows:
    if field not in frame.columns:
        return np.zeros(len(frame), dtype=np.bool_)
    filled = pl.col(field).is_not_null()
    if frame.schema[field] == pl.String:
        filled = filled & (pl.col(field).str.strip_chars() != "")
    return _true(frame, filled)


def _true(frame: pl.DataFrame, that: pl.Expr) -> Rows:
    found: Rows = frame.select(that.fill_null(value=False)).to_series().to_numpy()
    return found
