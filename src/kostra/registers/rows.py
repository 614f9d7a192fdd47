"""The controls of each row: is there a value, is it of its kind, does the code or the region exist in the year, is it within the period.

They follow from the layout. What is wrong is counted and the first rows are listed; a national id is never shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import polars as pl

from kostra import regions
from kostra.methods.identity import read_identity, valid_duf
from kostra.model.finding import Severity
from kostra.model.period import Period
from kostra.registers.found import LISTED, Found, Row, may_show
from kostra.registers.layout import Column, Edge, Kind, Layout, Unknown
from kostra.registers.opening import LINE

_SHAPES = {
    Kind.NATIONAL_ID: r"^[0-9]{11}$",
    Kind.DUF: r"^[0-9]{12}$",
    Kind.WHOLE: r"^[0-9]{1,15}$",
    Kind.DATE: r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    Kind.MONTH: r"^[0-9]{4}-(?:0[1-9]|1[0-2])$",
    Kind.MUNICIPALITY: r"^[0-9]{4}$",
    Kind.DISTRICT: r"^[0-9]{2}$",
    Kind.REGIONS: r"^(?:[0-9]{6}|[0-9]{4}(?:\+[0-9]{4})*)$",
}


def row_controls(layout: Layout, cells: pl.DataFrame, period: Period) -> Iterator[Found]:
    """Column by column. What has no value or is not of its kind is not asked about further."""
    for column in layout.columns(period.year):
        if column.id not in cells.columns:
            continue
        if column.required:
            yield from _list("R09", column, cells, pl.col(column.id).is_null())
        shaped = _shaped(column)
        yield from _list("R10", column, cells, ~shaped)
        right = cells.filter(pl.col(column.id).is_not_null() & shaped)
        for found in _content(layout, column, right, period):
            yield _weighed(layout, column, found, cells.height)
        for found in _within(column, right, period):
            yield _weighed(layout, column, found, cells.height)
    yield from _duplicates(layout, cells)


def _shaped(column: Column) -> pl.Expr:
    """Whether the value is of its kind; null where there is none."""
    value = pl.col(column.id)
    if column.kind not in _SHAPES:
        return pl.when(value.is_not_null()).then(True)
    shaped = value.str.contains(_SHAPES[column.kind])
    if column.kind is Kind.DATE:
        in_calendar = value.str.to_date("%Y-%m-%d", strict=False).is_not_null()
        return pl.when(value.is_not_null()).then(shaped & in_calendar)
    return shaped


def _content(layout: Layout, column: Column, cells: pl.DataFrame, period: Period) -> Iterator[Found]:
    value = pl.col(column.id)
    match column.kind:
        case Kind.NATIONAL_ID | Kind.DUF:
            yield from _list("R13", column, cells, ~pl.lit(_real_numbers(column, cells)))
        case Kind.CODE:
            yield from _list("R11", column, cells, ~value.is_in(_codes(column, period)))
        case Kind.CODES:
            unknown = value.str.split(",").list.eval(~pl.element().is_in(_codes(column, period))).list.any()
            yield from _list("R11", column, cells, unknown)
        case Kind.MUNICIPALITY | Kind.REGIONS:
            known = [*_municipalities(period), *(one.code for one in regions.districts(period.year))]
            yield from _list(
                "R12", column, cells, value.str.split("+").list.eval(~pl.element().is_in(known)).list.any()
            )
        case Kind.DISTRICT:
            owner = pl.col(layout.region[layout.region.index(column.id) - 1])
            known = [one.code for one in regions.districts(period.year)]
            yield from _list("R12", column, cells, ~(owner + value).is_in(known))


def _codes(column: Column, period: Period) -> list[str]:
    return [] if column.codes is None else list(column.codes.at(period.year))


def _municipalities(period: Period) -> list[str]:
    return [one.code for one in regions.municipalities(period.year)]


def _real_numbers(column: Column, cells: pl.DataFrame) -> pl.Series:
    """Whether the check digits fit. Those who have no number, but a birth date and a stand-in, are persons too."""
    width = 11 if column.kind is Kind.NATIONAL_ID else 12
    signs = np.frombuffer("".join(cells[column.id].to_list()).encode(), dtype=np.uint8)
    digits = np.ascontiguousarray(signs.reshape(-1, width).T)
    if column.kind is Kind.DUF:
        return pl.Series(valid_duf(digits))
    identity = read_identity(digits, 9999)
    return pl.Series(identity.number | identity.stand_in)


def _within(column: Column, cells: pl.DataFrame, period: Period) -> Iterator[Found]:
    if not column.period:
        return
    value = pl.col(column.id)
    day = value.str.to_date("%Y-%m-%d", strict=False)
    if column.kind is Kind.MONTH:
        day = (value + "-01").str.to_date("%Y-%m-%d", strict=False)
    outside = pl.lit(False)
    if Edge.NOT_BEFORE in column.period:
        outside = outside | (day < period.first_day)
    if Edge.NOT_AFTER in column.period:
        outside = outside | (day > period.last_day)
    shown = (("period", str(period)),)
    yield from (replace(found, shown=shown) for found in _list("R14", column, cells, outside))


def _duplicates(layout: Layout, cells: pl.DataFrame) -> Iterator[Found]:
    """Each row that has the key of one before it."""
    key = [column for column in layout.key if column in cells.columns]
    again = cells.filter(~pl.struct(key).is_first_distinct())
    if again.height:
        lines = tuple(Row(line) for line in again[LINE].head(LISTED).to_list())
        shown = (("key", ", ".join(key)),)
        yield Found("R15", Severity.ERROR, count=again.height, rows=lines, shown=shown)


def _list(control: str, column: Column, cells: pl.DataFrame, wrong: pl.Expr) -> Iterator[Found]:
    hit = cells.filter(wrong)
    if not hit.height:
        return
    first = hit.head(LISTED)
    hidden = column.kind.personal
    rows = tuple(
        Row(line, "" if hidden or value is None else may_show(value))
        for line, value in zip(first[LINE].to_list(), first[column.id].to_list(), strict=True)
    )
    yield Found(control, Severity.ERROR, column.id, hit.height, rows)


def _weighed(layout: Layout, column: Column, found: Found, rows: int) -> Found:
    """A few unknown values are listed; many of them say that the file, or our own lists, are of another year."""
    few = found.count <= layout.limits.listed * rows
    return replace(found, severity=Severity.WARNING) if column.unknown is Unknown.LIST and few else found
