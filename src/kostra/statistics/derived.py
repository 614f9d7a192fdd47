"""What tables divide and choose by that no single field says: codes that follow from several fields, and months between two days.

The rules are data. Nothing that was reported is changed: what follows stands in columns of its own, made in one pass over the records of a
year. Whether a form has the fields is for its tests to say: this room knows no form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, reduce
from operator import and_, or_
from pathlib import Path

import polars as pl

from kostra.model.content import Table, read
from kostra.model.errors import Refused
from kostra.model.region import AgeBand
from kostra.model.text import Text
from kostra.regions import read_band

FILE = Path(__file__).parent / "derived.toml"
BLANK = ""
"""The code of a field that is not filled."""


class Day(StrEnum):
    """Where a day is, seen from the year of the figures."""

    BEFORE = "before"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class Value:
    """A code, and all that must hold for it."""

    id: str
    title: Text
    where: Mapping[str, tuple[str, ...]]
    number: Mapping[str, tuple[AgeBand, ...]]
    day: Mapping[str, Day]


@dataclass(frozen=True, slots=True)
class Between:
    """The whole months from one day to another, both included; to the end of the year where the other is not there."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Derived:
    """A column of codes, or of months: it has `values`, or it is `between` two days."""

    id: str
    forms: tuple[str, ...]
    since: int
    values: tuple[Value, ...]
    between: Between | None

    def holds(self, form: str, year: int) -> bool:
        return form in self.forms and self.since <= year

    @property
    def codes(self) -> Mapping[str, Text]:
        """None of a number."""
        return {one.id: one.title for one in self.values}


@cache
def declared(file: Path = FILE) -> tuple[Derived, ...]:
    table = read(file)
    return tuple(_declared(id, table.table(id)) for id in list(table.keys()))


def names(form: str, year: int) -> Mapping[str, Mapping[str, Text]]:
    """The columns that records of a form have beside its fields, each with its codes; a number has none."""
    return {one.id: one.codes for one in declared() if one.holds(form, year)}


def with_derived(frame: pl.DataFrame, form: str, year: int) -> pl.DataFrame:
    """Months first, since codes may follow from them."""
    chosen = [one for one in declared() if one.holds(form, year)]
    numbers = [_months(one.between, year).alias(one.id) for one in chosen if one.between is not None]
    codes = [_code(one.values, year).alias(one.id) for one in chosen if one.between is None]
    return frame.with_columns(numbers).with_columns(codes)


def _months(between: Between, year: int) -> pl.Expr:
    first, last = pl.col(between.first), pl.col(between.last).fill_null(date(year, 12, 31)).dt.offset_by("1d")
    years, months = last.dt.year() - first.dt.year(), last.dt.month().cast(pl.Int64) - first.dt.month()
    found = years.cast(pl.Int64) * 12 + months - (last.dt.day() < first.dt.day()).cast(pl.Int64)
    return pl.when(found >= 0).then(found)


def _code(values: tuple[Value, ...], year: int) -> pl.Expr:
    """Backwards, so that the first that holds is the one that stays."""
    found = pl.lit(None, pl.String)
    for value in reversed(values):
        found = pl.when(_holds(value, year)).then(pl.lit(value.id)).otherwise(found)
    return found


def _holds(value: Value, year: int) -> pl.Expr:
    """What is not filled, or not known, holds of nothing but `BLANK`."""
    asked = [_is_one_of(pl.col(field), codes) for field, codes in value.where.items()]
    asked += [_inside(pl.col(field), bands) for field, bands in value.number.items()]
    for field, day in value.day.items():
        own = pl.col(field).dt.year()
        asked.append(own == year if day is Day.WITHIN else own < year)
    return reduce(and_, asked, pl.lit(True)).fill_null(False)


def _is_one_of(field: pl.Expr, codes: tuple[str, ...]) -> pl.Expr:
    return field.fill_null(BLANK).is_in(list(codes))


def _inside(number: pl.Expr, bands: tuple[AgeBand, ...]) -> pl.Expr:
    each = [number >= one.first if one.last is None else number.is_between(one.first, one.last) for one in bands]
    return reduce(or_, each)


def _declared(id: str, row: Table) -> Derived:
    forms, since = row.texts("forms"), row.take("since", int)
    values = tuple(_value(one) for one in row.rows("values"))
    between = None
    if row.has("months"):
        days = row.table("months")
        between = Between(days.take("from", str), days.take("to", str))
        days.done()
    if bool(values) == (between is not None):
        raise row.wrong(None, f"{id} is made in no way, or in several", "Write [[values]], or months = { from, to }.")
    row.done()
    return Derived(id, forms, since, values, between)


def _value(row: Table) -> Value:
    both = row.text("title")
    found = Value(
        id=row.take("id", str),
        title=Text(both.nb, both.nn, row.take("title_en", str)),
        where={field: asked.texts(field) for field, asked in _asked(row, "where")},
        number={field: _bands(asked, field) for field, asked in _asked(row, "number")},
        day={field: asked.choice(field, Day, Day) for field, asked in _asked(row, "day")},
    )
    row.done()
    return found


def _bands(row: Table, key: str) -> tuple[AgeBand, ...]:
    try:
        return tuple(read_band(one) for one in row.texts(key))
    except Refused:
        raise row.wrong(key, f"{key} is in no bands of numbers", 'Write bands as "1-3" and "5+".') from None


def _asked(row: Table, key: str) -> Iterator[tuple[str, Table]]:
    """Each field that something is asked of, with the table that says what."""
    if row.has(key):
        asked = row.table(key)
        for field in list(asked.keys()):
            yield field, asked
