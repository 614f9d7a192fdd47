"""A register in force as the records that tables count.

A register covers the whole country: a municipality without a row has nobody in it. Only one that is to have a row for everybody who reports
says itself who has answered.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from kostra import regions
from kostra.app.ports.registers import TYPED
from kostra.app.ports.transaction import Transaction
from kostra.app.ports.vault import Kept
from kostra.app.reconciling.gathering import in_force, of_register
from kostra.app.system import System
from kostra.model.errors import Missing
from kostra.model.period import Period
from kostra.registers.catalogue import layout
from kostra.registers.layout import Covers, Kind, Layout
from kostra.registers.typed import BORN, SEX, name
from kostra.statistics.records import NO_AGE, NOBODY, UNIT, Records, Whole, ages, records

_REGION = "region"


def kept(tx: Transaction, register: str, year: int) -> tuple[Kept | None, ...]:
    """The files that are in force. None for one whose records are destroyed."""
    return tuple(tx.registers.kept(one.id, TYPED) for one in in_force(tx, register, Period(year)))


def gather(system: System, tx: Transaction, register: str, year: int) -> Records:
    found = of_register(system, tx, register, Period(year))
    if found is None:
        raise Missing(f"Registeret {register} for {year} er ikke kommet. Velg et annet år.")
    return of_rows(layout(register), found, year)


def of_rows(of: Layout, rows: pl.DataFrame, year: int) -> Records:
    """The age is that at the end of the year. A file that was read before age and sex were kept beside the pseudonym tells neither."""
    frame = rows.drop_nulls(_REGION).rename({_REGION: UNIT}).sort(UNIT, maintain_order=True)
    if SEX not in frame.columns:
        frame = frame.with_columns(pl.lit(None, pl.String).alias(SEX))
    if of.covers is Covers.REPORTING_UNITS:
        answered = frame[UNIT].unique().sort().to_list()
    else:
        by_district = not (frame[UNIT] == f"{regions.OSLO}00").any()
        answered = [one.code for one in regions.reporting_units(year, by_district=by_district)]
    return records(frame, year, _persons(of, frame), _ages(frame, year), answered)


def _persons(of: Layout, frame: pl.DataFrame) -> Whole:
    """By the national id, or the DUF number where that is all there is."""
    whom = [pl.col(name(one)) for kind in (Kind.NATIONAL_ID, Kind.DUF) for one in of.every_column if one.kind is kind]
    if not whom:
        return np.full(len(frame), NOBODY)
    told = frame.select(pl.coalesce(whom).alias("who"))
    numbers = told.drop_nulls().unique(maintain_order=True).with_row_index("number", offset=NOBODY + 1)
    joined = told.join(numbers, on="who", how="left", maintain_order="left")
    return np.asarray(joined["number"].cast(pl.Int64).fill_null(NOBODY), np.int64)


def _ages(frame: pl.DataFrame, year: int) -> Whole:
    if BORN not in frame.columns:
        return np.full(len(frame), NO_AGE)
    return ages(frame[BORN], year)
