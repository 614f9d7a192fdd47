"""The accounts of a year as one record for each municipality, with the kroner of every cost that a table of the year asks for.

Oslo is one: its districts account for a part of what Oslo has, and would be counted twice beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

import polars as pl

from kostra import regions
from kostra.accounts.concepts import ACCOUNTS, Scope
from kostra.accounts.costs import NAME, costs
from kostra.app.ports.transaction import Transaction
from kostra.app.statistics.answers import melted
from kostra.app.statistics.klargjort import klargjort, of_units
from kostra.app.system import System
from kostra.editing.columns import UNIT
from kostra.model.edit import Whole
from kostra.model.errors import Missing
from kostra.model.period import Period
from kostra.statistics.definition import Kind, Melt, Source, Sum, TableDefinition
from kostra.statistics.records import Records
from kostra.tables import catalogue
from kostra.tables.fields import melted as names_of


def gather(system: System, tx: Transaction, scope: Scope, year: int, melt: Melt | None) -> Records:
    whole = Whole(ACCOUNTS[scope].form, Period(year))
    found = klargjort(system, tx, whole)
    districts = {one.code for one in regions.districts(year, regions.OSLO)}
    whole_ones = replace(found, answered=found.answered - districts)
    if not whole_ones.answered:
        raise Missing(f"Ingen kommune har levert regnskap {whole.form} for {year}. Velg et annet år.")
    names = wanted(catalogue.of_year(year), scope) if melt is None else names_of(melt)
    made = by_unit(found.working.frame, whole_ones.answered, year, scope, names)
    return of_units(whole_ones, made if melt is None else melted(made, melt))


def wanted(tables: Iterable[TableDefinition], scope: Scope) -> tuple[str, ...]:
    """The costs that some tables ask for, as `concept:function`."""
    source = Source(Kind.ACCOUNTS, scope.value)
    measures = (one for table in tables for one in table.measures if one.data == source)
    return tuple(sorted({name for one in measures if isinstance(one.formula, Sum) for name in one.formula.fields}))


def by_unit(frame: pl.DataFrame, units: Collection[str], year: int, scope: Scope, names: Iterable[str]) -> pl.DataFrame:
    """One row for each unit, in the order of their codes, and a column of kroner for each of the names."""
    split = [tuple(name.split(":", 1)) for name in names]
    functions = sorted({function for _, function in split})
    made = costs(frame, units, year, scope, functions)
    columns = [
        pl.col(concept).filter(pl.col(NAME) == function).first().alias(f"{concept}:{function}")
        for concept, function in split
    ]
    return made.group_by(UNIT, maintain_order=True).agg(columns)
