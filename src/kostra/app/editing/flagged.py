"""What the controls say of the records of a municipality as they now stand: control by control, and record by record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from kostra.app.editing.findings import Found, findings
from kostra.app.editing.working import Working, working
from kostra.app.permissions import Asker, demand_duty
from kostra.app.system import System
from kostra.editing.columns import LINE, RECORD, UNIT
from kostra.model.edit import Whole
from kostra.model.people import Duty


@dataclass(frozen=True, slots=True)
class Flagged:
    """A record with what is said of it."""

    unit: str
    record: str
    line: int | None
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Flags:
    """`counts` are of all findings, by control; `records` those that are asked for, in the order of the file."""

    counts: Mapping[str, int]
    records: tuple[Flagged, ...]


def flagged(system: System, asker: Asker, whole: Whole, municipality: str, control: str | None = None) -> Flags:
    """Of all units of the municipality, or of the one unit that is asked for. With a control, only the records that it speaks of."""
    demand_duty(asker, Duty.STATISTICIAN)
    now = working(system, whole.form, whole.period, whole.season)
    counts: Counter[str] = Counter()
    records = []
    for one in _records(now, municipality):
        counts.update(each.control for each in one.found)
        if control is None or any(each.control == control for each in one.found):
            records.append(one)
    return Flags(dict(sorted(counts.items())), tuple(records))


def _records(now: Working, municipality: str) -> Iterator[Flagged]:
    mine = now.frame.filter(pl.col(UNIT).str.starts_with(municipality))
    for rows in mine.partition_by(UNIT, maintain_order=True):
        by_line: dict[int, list[Found]] = {}
        for one in findings(now.whole, now.version, rows):
            by_line.setdefault(one.line, []).append(one)
        for unit, record, line in rows.select(UNIT, RECORD, LINE).iter_rows():
            if several := by_line.get(line or 0):
                yield Flagged(unit, record, line, tuple(several))
