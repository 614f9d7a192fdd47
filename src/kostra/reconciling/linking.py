"""Persons of a form and of a register, linked on pseudonyms: who could be linked, what agrees, and what does not.

What comes out names a record by its unit, key and line, never by an id or a pseudonym. A person without a number that tells who it is
cannot be linked; how many they are is told beside every figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

UNIT, RECORD, LINE = "unit", "record", "line"
_FOUND, _WITH_ID, _ROW, _NEXT, _KEY = "_found", "_with_id", "_row", "_next", "_key"
_FORM, _REGISTER, _AGREES = "_form", "_register", "_agrees"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of a unit, or of them all: `records` in the form, those of them `with_id`, and those of these that were `found` in the register."""

    unit: str
    records: int
    with_id: int
    found: int

    @property
    def without_id(self) -> Fraction:
        """The share that cannot be linked. Nothing to link is no share at all."""
        return Fraction(self.records - self.with_id, self.records) if self.records else Fraction(0)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many have this in the form and that in the register. `agrees` is None where the register's value maps to nothing in the form."""

    form: str
    register: str
    count: int
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Over the linked persons who have the particular in both. `one_missing` have it in one alone."""

    field: str
    cells: tuple[Cell, ...]
    one_missing: int

    def _count(self, agrees: bool | None) -> int:
        return sum(cell.count for cell in self.cells if cell.agrees is agrees)

    @property
    def agreeing(self) -> int:
        return self._count(True)

    @property
    def disagreeing(self) -> int:
        return self._count(False)

    @property
    def unmapped(self) -> int:
        return self._count(None)


@dataclass(frozen=True, slots=True)
class Disagreement:
    unit: str
    record: str
    line: int
    field: str
    form: str
    register: str


Agreeing = Mapping[str, frozenset[str]]
"""What agrees in the form with each value of the register; a value that is not here maps to nothing. Without one, equal values agree."""


@dataclass(frozen=True, slots=True)
class Key:
    """What the same person has in both. `tells` holds where the pseudonym tells who it is: a stand-in number may be that of several."""

    form: str
    register: str
    tells: pl.Expr


def linked(form: pl.DataFrame, register: pl.DataFrame, keys: Sequence[Key]) -> pl.DataFrame:
    """Every record of the form, with the register's particulars as `r_<column>` where the person is there. The first key that fits counts.

    A person who stands on several rows of the register has the first of them.
    """
    rows = register.with_row_index(_ROW)
    found = form.with_columns(pl.lit(None, rows.schema[_ROW]).alias(_ROW), pl.lit(False).alias(_WITH_ID))
    for key in keys:
        known = pl.col(key.form).is_not_null() & key.tells.fill_null(False)
        once = rows.filter(pl.col(key.register).is_not_null()).unique(key.register, keep="first", maintain_order=True)
        found = (
            found.with_columns(pl.when(known).then(pl.col(key.form)).alias(_KEY), pl.col(_WITH_ID) | known)
            .join(
                once.select(pl.col(key.register).alias(_KEY), pl.col(_ROW).alias(_NEXT)),
                on=_KEY,
                how="left",
                maintain_order="left",
            )
            .with_columns(pl.coalesce(_ROW, _NEXT))
            .drop(_KEY, _NEXT)
        )
    particulars = rows.drop([key.register for key in keys]).rename(
        lambda column: column if column == _ROW else f"r_{column}"
    )
    return (
        found.with_columns(pl.col(_ROW).is_not_null().alias(_FOUND))
        .join(particulars, on=_ROW, how="left", maintain_order="left")
        .drop(_ROW)
    )


def only_in_register(form: pl.DataFrame, register: pl.DataFrame, keys: Sequence[Key]) -> tuple[tuple[str, int], ...]:
    """By the register's region: how many of its rows are of persons who are nowhere in the form."""
    left = register
    for key in keys:
        seen = form.filter(key.tells.fill_null(False) & pl.col(key.form).is_not_null()).select(key.form).unique()
        left = left.join(seen, left_on=key.register, right_on=key.form, how="anti")
    return tuple((region, count) for region, count in left.group_by("region").len().sort("region").iter_rows())


def coverage(found: pl.DataFrame) -> tuple[Coverage, ...]:
    """By unit, and last the whole, whose unit is empty."""
    each = found.group_by(UNIT).agg(pl.len(), pl.col(_WITH_ID).sum(), pl.col(_FOUND).sum()).sort(UNIT)
    units = [Coverage(*row) for row in each.iter_rows()]
    whole = (sum(one.records for one in units), sum(one.with_id for one in units), sum(one.found for one in units))
    return (*units, Coverage("", *whole))


def agreement(
    found: pl.DataFrame, field: str, of_form: pl.Expr, of_register: pl.Expr, agreeing: Agreeing | None = None
) -> Agreement:
    """A table of the form's values against the register's."""
    pairs = _pairs(found, of_form, of_register, agreeing)
    both = pairs.filter(pl.col(_FORM).is_not_null() & pl.col(_REGISTER).is_not_null())
    cells = both.group_by(_FORM, _REGISTER, _AGREES).len().sort(_FORM, _REGISTER)
    one = pairs.filter(pl.col(_FORM).is_null() != pl.col(_REGISTER).is_null())
    return Agreement(
        field,
        tuple(Cell(form, register, count, agrees) for form, register, agrees, count in cells.iter_rows()),
        len(one),
    )


def disagreements(
    found: pl.DataFrame, field: str, of_form: pl.Expr, of_register: pl.Expr, agreeing: Agreeing | None = None
) -> tuple[Disagreement, ...]:
    """In the order of units and lines."""
    pairs = _pairs(found, of_form, of_register, agreeing).filter(~pl.col(_AGREES))
    listed = pairs.select(UNIT, RECORD, LINE, pl.lit(field), _FORM, _REGISTER).sort(UNIT, LINE, RECORD)
    return tuple(Disagreement(*row) for row in listed.iter_rows())


def _pairs(found: pl.DataFrame, of_form: pl.Expr, of_register: pl.Expr, agreeing: Agreeing | None) -> pl.DataFrame:
    pairs = found.filter(_FOUND).with_columns(
        of_form.cast(pl.String).alias(_FORM), of_register.cast(pl.String).alias(_REGISTER)
    )
    if agreeing is None:
        return pairs.with_columns((pl.col(_FORM) == pl.col(_REGISTER)).alias(_AGREES))
    maps = pl.col(_REGISTER).is_in(list(agreeing))
    agrees = pl.any_horizontal(
        [
            pl.lit(False),
            *((pl.col(_REGISTER) == one) & pl.col(_FORM).is_in(sorted(these)) for one, these in agreeing.items()),
        ]
    )
    known = pl.col(_FORM).is_not_null() & pl.col(_REGISTER).is_not_null() & maps
    return pairs.with_columns(pl.when(known).then(agrees).alias(_AGREES))
