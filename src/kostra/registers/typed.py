"""From cells to typed records: numbers, dates, lists of codes, one region code, and pseudonyms where persons stood.

After this there is no national id and no DUF number. Who is who can only be told by equal pseudonyms. What a national id tells, when
somebody was born and their sex, stands beside it under the same names as in inndata.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl

from kostra.methods.identity import birth_day, read_identity, sex
from kostra.registers.layout import Column, Kind, Layout
from kostra.registers.opening import LINE
from kostra.registers.whole import region_of

BORN, SEX = "fodselsdato_avledet", "kjonn_avledet"
_SEXES = (None, "1", "2")
_DIGITS = 11

Pseudonymise = Callable[[Sequence[bytes]], list[bytes]]


def typed(layout: Layout, cells: pl.DataFrame, year: int, pseudonymise: Pseudonymise) -> pl.DataFrame:
    """The columns of the layout in its order, then `region`. One that tells who somebody is becomes `<column>_pseudonym`, as in inndata."""
    columns = [column for column in layout.columns(year) if column.id in cells.columns]
    made = cells.drop(LINE).with_columns(_typed(column) for column in columns if not column.kind.personal)
    told: list[str] = []
    for column in columns:
        if column.kind.personal:
            made = made.with_columns(_pseudonyms(cells[column.id], pseudonymise))
        if column.kind is Kind.NATIONAL_ID:
            made = made.with_columns(_told(cells[column.id], year))
            told = [BORN, SEX]
    if layout.region:
        made = made.with_columns(cells.select(region_of(layout)))
    return made.select([*(name(column) for column in columns), *told, *(["region"] if layout.region else [])])


def name(column: Column) -> str:
    return f"{column.id}_pseudonym" if column.kind.personal else column.id


def _typed(column: Column) -> pl.Expr:
    value = pl.col(column.id)
    match column.kind:
        case Kind.WHOLE:
            return value.cast(pl.Int64)
        case Kind.DATE:
            return value.str.to_date("%Y-%m-%d")
        case Kind.MONTH:
            return (value + "-01").str.to_date("%Y-%m-%d")
        case Kind.CODES:
            return value.str.split(",")
    return value


def _told(ids: pl.Series, year: int) -> list[pl.Series]:
    """What is no valid number tells nothing."""
    written = ids.fill_null("").str.pad_end(_DIGITS).str.slice(0, _DIGITS).to_list()
    signs = np.frombuffer("".join(written).encode("ascii", "replace"), np.uint8)
    rows = np.ascontiguousarray(signs.reshape(-1, _DIGITS).T)
    identity = read_identity(rows, year)
    days = pl.Series(np.where(identity.birth_known, birth_day(rows, identity), 0).astype(np.int32))
    born = days.scatter(np.flatnonzero(~identity.birth_known), None).cast(pl.Date)
    return [born.alias(BORN), pl.Series(SEX, _SEXES, dtype=pl.String)[sex(rows, identity)]]


def _pseudonyms(ids: pl.Series, pseudonymise: Pseudonymise) -> pl.Series:
    """Each id once: a person stands on many rows."""
    distinct = ids.drop_nulls().unique()
    made = pseudonymise([one.encode("ascii") for one in distinct.to_list()])
    pairs = pl.DataFrame({"id": distinct, "pseudonym": made}, schema={"id": pl.String, "pseudonym": pl.Binary})
    return (
        pl.DataFrame({"id": ids})
        .join(pairs, on="id", how="left", maintain_order="left")["pseudonym"]
        .alias(f"{ids.name}_pseudonym")
    )
