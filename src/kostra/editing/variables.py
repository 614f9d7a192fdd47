"""What is counted in macro views: declared for each form, in whole sums that can be added over units and moved to other municipalities.

A variable is one sum, or one sum over another; both are added up first and divided last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TypeAlias

import polars as pl

from kostra.editing.columns import UNIT
from kostra.model.content import Table, read
from kostra.model.form import FieldType, FormVersion
from kostra.model.text import Text

FILE = Path(__file__).parent / "variables.toml"
KINDS = ("records", "sum", "filled", "codes")
_OTHER = "annet"

Sums: TypeAlias = tuple[int | Fraction, ...]
"""The measures of one region, in the order of `measures`."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A sum over records: how many, what is in these fields, how many of these fields are filled, how many hold these codes."""

    kind: str
    fields: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    def over(self, columns: Iterable[str]) -> pl.Expr:
        """Over all the records; a field that the year does not have adds nothing."""
        there = self._there(columns)
        if self.kind == "records":
            return pl.len().cast(pl.Int64)
        if not there:
            return pl.lit(0, dtype=pl.Int64)
        match self.kind:
            case "sum":
                return pl.sum_horizontal(pl.col(name).sum() for name in there)
            case "filled":
                return pl.sum_horizontal(pl.col(name).count().cast(pl.Int64) for name in there)
        return pl.col(there[0]).is_in(list(self.codes)).sum().cast(pl.Int64)

    def each(self, columns: Iterable[str]) -> pl.Expr:
        """What each record adds."""
        there = self._there(columns)
        if self.kind == "records":
            return pl.lit(1, dtype=pl.Int64)
        if not there:
            return pl.lit(0, dtype=pl.Int64)
        match self.kind:
            case "sum":
                return pl.sum_horizontal(there)
            case "filled":
                return pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.Int64) for name in there)
        return pl.col(there[0]).is_in(list(self.codes)).fill_null(False).cast(pl.Int64)

    def is_in(self, columns: Iterable[str]) -> bool:
        """Whether there is anything to add."""
        return self.kind == "records" or bool(self._there(columns))

    def _there(self, columns: Iterable[str]) -> list[str]:
        return [name for name in columns if any(_named(name, field) for field in self.fields)]


@dataclass(frozen=True, slots=True)
class Variable:
    """`unit` is what it is counted in: personer, kroner, måneder, annet."""

    id: str
    label: Text
    unit: str
    top: Measure
    per: Measure | None = None


def _named(name: str, field: str) -> bool:
    return name.startswith(field[:-1]) if field.endswith("*") else name == field


@cache
def declared(file: Path = FILE) -> Mapping[str, tuple[Variable, ...]]:
    """By form."""
    table = read(file)
    found: dict[str, tuple[Variable, ...]] = {}
    for form in list(table.keys()):
        of_form = table.table(form)
        found[form] = tuple(_variable(id, of_form.table(id)) for id in list(of_form.keys()))
    return found


def variables(version: FormVersion) -> tuple[Variable, ...]:
    """Those of a form; the numbers of a form that none are declared for."""
    known = declared().get(version.form.id)
    if known is not None:
        return known
    numbers = [field for field in version.fields if field.type in (FieldType.INTEGER, FieldType.DECIMAL)]
    return tuple(Variable(field.id, field.label, _OTHER, Measure("sum", (field.id,))) for field in numbers)


def measures(chosen: Sequence[Variable]) -> tuple[Measure, ...]:
    """Each once."""
    found: dict[Measure, None] = {}
    for variable in chosen:
        found[variable.top] = None
        if variable.per is not None:
            found[variable.per] = None
    return tuple(found)


def totals(frame: pl.DataFrame, wanted: Sequence[Measure]) -> dict[str, Sums]:
    """The measures of every unit that has records."""
    summed = [measure.over(frame.columns).alias(str(number)) for number, measure in enumerate(wanted)]
    rows = frame.group_by(UNIT).agg(summed).sort(UNIT).iter_rows()
    return {unit: tuple(map(_exact, sums)) for unit, *sums in rows}


def added(several: Iterable[Sums], count: int) -> Sums:
    """Sums of several regions as one."""
    whole: list[int | Fraction] = [0] * count
    for one in several:
        for place, value in enumerate(one):
            whole[place] += value
    return tuple(whole)


def value(variable: Variable, wanted: Sequence[Measure], sums: Sums) -> int | Fraction | None:
    """None where there is nothing to divide by."""
    top = sums[wanted.index(variable.top)]
    if variable.per is None:
        return top
    per = sums[wanted.index(variable.per)]
    return Fraction(top) / Fraction(per) if per else None


def _exact(number: int | Decimal) -> int | Fraction:
    return number if isinstance(number, int) else Fraction(number)


def _variable(id: str, row: Table) -> Variable:
    per = row.texts("per")
    found = Variable(
        id,
        row.text("label"),
        row.take("unit", str),
        _measure(row, "top", row.texts("top")),
        _measure(row, "per", per) if per else None,
    )
    row.done()
    return found


def _measure(row: Table, key: str, words: tuple[str, ...]) -> Measure:
    kind, *rest = words or ("",)
    if kind not in KINDS:
        raise row.wrong(key, f"{key} is «{kind}»", f"Begin with one of: {', '.join(KINDS)}.")
    return Measure(kind, tuple(rest[:1]), tuple(rest[1:])) if kind == "codes" else Measure(kind, tuple(rest))
