"""The controls of the file as a whole: how many rows against last time, is every region there, and did it come for another period before.

A register that has shrunk a lot is likelier to be half a file than half a country. Whoever has the care of it may accept it, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from kostra import regions
from kostra.model.finding import Severity
from kostra.model.period import Period
from kostra.registers.found import Found, few
from kostra.registers.layout import Covers, Kind, Layout

ACCEPTABLE = frozenset({"R16", "R17", "R18"})
"""What may be accepted with a reason: it may be true. All else must be put right by the sender."""


@dataclass(frozen=True, slots=True)
class Before:
    """The one that is in force: for this period, or else for the newest one before it."""

    period: Period
    rows: int


@dataclass(frozen=True, slots=True)
class Against:
    """What the file is held against. `same_bytes` is another period for which the very same bytes came."""

    period: Period
    before: Before | None = None
    declared_rows: int | None = None
    same_bytes: Period | None = None


def whole_controls(layout: Layout, cells: pl.DataFrame, against: Against) -> Iterator[Found]:
    rows = cells.height
    if against.declared_rows is not None and against.declared_rows != rows:
        shown = (("declared", str(against.declared_rows)), ("rows", str(rows)))
        yield Found("R07", Severity.ERROR, shown=shown)
    if against.same_bytes is not None:
        yield Found("R08", Severity.ERROR, shown=(("other", str(against.same_bytes)), ("period", str(against.period))))
    if against.before is not None:
        yield from _change(layout, rows, against.before)
    yield from _coverage(layout, cells, against.period)


def _change(layout: Layout, rows: int, before: Before) -> Iterator[Found]:
    shown = (("rows", str(rows)), ("before", str(before.rows)), ("other", str(before.period)))
    if rows < before.rows * (1 - layout.limits.fewer):
        yield Found("R16", Severity.ERROR, shown=(*shown, ("limit", _percent(layout.limits.fewer))))
    if rows > before.rows * (1 + layout.limits.more):
        yield Found("R17", Severity.ERROR, shown=(*shown, ("limit", _percent(layout.limits.more))))


def _percent(share: float) -> str:
    return str(round(share * 100))


def _coverage(layout: Layout, cells: pl.DataFrame, period: Period) -> Iterator[Found]:
    if layout.covers is Covers.NOTHING:
        return
    if layout.covers is Covers.MUNICIPALITIES:
        there = cells[layout.region[0]].drop_nulls().str.split("+").explode()
        wanted = [one.code for one in regions.municipalities(period.year)]
    else:
        there = cells.select(region_of(layout)).to_series()
        wanted = [one.code for one in regions.reporting_units(period.year)]
    known = set(there.to_list())
    missing = [code for code in wanted if code not in known]
    if missing:
        yield Found("R18", Severity.ERROR, layout.region[0], len(missing), shown=(("regions", few(missing, 20)),))


def region_of(layout: Layout) -> pl.Expr:
    """The region in six digits, as submissions have it, with the district where a column tells it. Joined regions stand as they are."""
    first, *district = layout.region
    code = pl.col(first)
    if layout.column(first).kind is Kind.MUNICIPALITY:
        code = code + (pl.col(district[0]).fill_null("00") if district else pl.lit("00"))
    return code.alias("region")
