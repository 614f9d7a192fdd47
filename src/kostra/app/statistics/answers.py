"""Forms that a unit answers once. Answers with many numbers are melted where a table says so: one record for each number that is filled."""

from __future__ import annotations

from itertools import product

import polars as pl

from kostra.app.ports.transaction import Transaction
from kostra.app.statistics.klargjort import klargjort, of_units
from kostra.app.system import System
from kostra.editing.columns import UNIT
from kostra.forms.f12.compared import compared
from kostra.model.edit import Whole
from kostra.statistics.definition import VALUE, Melt
from kostra.statistics.records import Records
from kostra.tables.fields import COMPARED


def gather(system: System, tx: Transaction, whole: Whole, melt: Melt | None) -> Records:
    found = klargjort(system, tx, whole)
    frame = found.working.frame
    if whole.form == COMPARED:
        frame = compared(frame, whole.period.year)
    return of_units(found, frame if melt is None else melted(frame, melt))


def melted(frame: pl.DataFrame, melt: Melt) -> pl.DataFrame:
    """The numbers have as many decimals as the one with most."""
    names = [name for name, _ in melt.columns]
    parts = []
    for values in product(*(values for _, values in melt.columns)):
        told = dict(zip(names, values, strict=True))
        columns = [pl.lit(value).alias(name) for name, value in told.items()]
        parts.append(frame.select(UNIT, *columns, pl.col(melt.field.format(**told)).alias(VALUE)))
    return pl.concat(parts, how="vertical_relaxed").drop_nulls(VALUE)
