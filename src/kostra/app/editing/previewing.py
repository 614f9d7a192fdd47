"""What the published figures would be, and what the controls would say, before an edit is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from kostra.app.editing.entering import entered
from kostra.app.editing.findings import Found, findings
from kostra.app.editing.working import Working, working
from kostra.app.permissions import Asker, demand_duty
from kostra.app.system import System
from kostra.editing.columns import DIGEST, LINE, RECORD, SUBMISSION, UNIT, written
from kostra.editing.derivations import derive
from kostra.editing.influence import Moved, moved, needs_second
from kostra.editing.ledger import Cell
from kostra.editing.replay import put
from kostra.editing.rules import Proposal
from kostra.editing.variables import totals
from kostra.model.edit import Whole
from kostra.model.errors import Missing
from kostra.model.people import Duty


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an editor wants to change: `saw` is the value they had before them, as the record showed it, and `to` is as typed."""

    unit: str
    record: str
    field: str
    saw: str | None
    to: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """`moved` are the figures that would differ, the smallest region first; `gone` and `new` findings of the record."""

    moved: tuple[Moved, ...]
    needs_second: bool
    before: tuple[Found, ...]
    after: tuple[Found, ...]

    @property
    def gone(self) -> tuple[Found, ...]:
        return tuple(one for one in self.before if _key(one) not in {_key(other) for other in self.after})

    @property
    def new(self) -> tuple[Found, ...]:
        return tuple(one for one in self.after if _key(one) not in {_key(other) for other in self.before})


def preview(system: System, asker: Asker, whole: Whole, wanted: Wanted) -> Preview:
    """Of one change. Nothing is saved. What was seen is not asked about: that is for the saving."""
    demand_duty(asker, Duty.STATISTICIAN)
    now = working(system, whole.form, whole.period, whole.season)
    return previewed(now, proposal(now, wanted))


def proposal(now: Working, wanted: Wanted) -> Proposal:
    """The change as a value of the field. `before` is what is there now, whatever was seen."""
    after = entered(now.version, wanted.field, wanted.to)
    row = record_of(now.frame, wanted.unit, wanted.record)
    before = written(row[wanted.field][0])
    return Proposal(
        wanted.unit, wanted.record, row[LINE][0], row[SUBMISSION][0], row[DIGEST][0], wanted.field, before, after
    )


def previewed(now: Working, one: Proposal) -> Preview:
    row = record_of(now.frame, one.unit, one.record)
    new = _with(now, row, {(one.unit, one.record, one.field): one.after})
    figures = moves(now, [one])
    return Preview(
        figures,
        needs_second(figures),
        findings(now.whole, now.version, row),
        findings(now.whole, now.version, new),
    )


def moves(now: Working, proposals: Sequence[Proposal]) -> tuple[Moved, ...]:
    """The figures that these changes together would move."""
    units = sorted({one.unit for one in proposals})
    cells: Mapping[Cell, str | None] = {(one.unit, one.record, one.field): one.after for one in proposals}
    changed = _with(now, now.frame.filter(pl.col(UNIT).is_in(units)), cells)
    return moved(
        now.totals, {**now.totals, **totals(changed, now.measures)}, now.whole.period.year, now.variables, now.measures
    )


def record_of(frame: pl.DataFrame, unit: str, record: str) -> pl.DataFrame:
    """The one row of a record. Refused when the delivery that stands has no such record."""
    found = frame.filter((pl.col(RECORD) == record) & (pl.col(UNIT) == unit))
    if not len(found):
        raise Missing(
            "Linjen finnes ikke i innsendingen som gjelder nå. Kommunen kan ha sendt inn på nytt; søk den opp igjen."
        )
    return found


def _with(now: Working, rows: pl.DataFrame, cells: Mapping[Cell, str | None]) -> pl.DataFrame:
    """These rows with other values, and what follows from those."""
    return derive(put(rows, cells), now.whole.form, now.whole.period.year)


def _key(one: Found) -> tuple[str, str | None]:
    return one.control, one.field
