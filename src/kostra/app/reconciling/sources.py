"""What each source of a comparison has for each unit in a year. Remembered by each process for as long as what it is made of is the same.

A reconciliation looks years back, and klargjorte data of so many forms and years are not held in memory together; their sums are small.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import polars as pl

from kostra.app.ports.transaction import Transaction, Transactions
from kostra.app.reconciling.gathering import exists, in_force, nothing_there, of_form, of_register
from kostra.app.system import System
from kostra.model.edit import Whole
from kostra.model.errors import Broken
from kostra.model.period import Period
from kostra.reconciling.amounts import UNIT, amounts
from kostra.reconciling.comparison import Absent, Comparison, Source
from kostra.reconciling.residuals import Amounts, places


@dataclass(frozen=True, slots=True)
class _Remembered:
    """`made_of` are the deliveries or the files, and `through` the newest edit."""

    made_of: Hashable
    through: int
    amounts: Amounts


_REMEMBERED: WeakKeyDictionary[Transactions, dict[tuple[str, str, int], _Remembered]] = WeakKeyDictionary()


def sources(system: System, tx: Transaction, about: Comparison, year: int) -> tuple[Amounts, ...]:
    """In the order of the comparison. A source that was not there in the year has no unit."""
    return tuple(_of(system, tx, about, source, Period(year)) for source in about.sources)


def _of(system: System, tx: Transaction, about: Comparison, source: Source, period: Period) -> Amounts:
    memory = _REMEMBERED.setdefault(system.transactions, {})
    key = (about.id, source.id, period.year)
    made_of, before = _made_of(tx, source, period), memory.get(key)
    edits = (
        () if source.form is None else tx.edits.listed(_whole(source, period), after=before.through if before else 0)
    )
    if before is None or edits or before.made_of != made_of:
        through = edits[-1].number if edits else before.through if before else 0
        before = memory[key] = _Remembered(made_of, through, _added_up(system, tx, about, source, period))
    return before.amounts


def _made_of(tx: Transaction, source: Source, period: Period) -> Hashable:
    if source.register is not None:
        return tuple(one.id for one in in_force(tx, source.register, period))
    whole = _whole(source, period)
    return (tx.edits.sources(whole), nothing_there(tx, whole))


def _added_up(system: System, tx: Transaction, about: Comparison, source: Source, period: Period) -> Amounts:
    if source.register is None:
        whole = _whole(source, period)
        if not exists(whole):
            return {}
        found = of_form(system, tx, whole)
        return amounts(found.records, found.answered, source)
    records = of_register(system, tx, source.register, period)
    if records is None:
        return {}
    named = records.filter(pl.col("region").is_not_null()).rename({"region": UNIT})
    if source.absent is Absent.UNKNOWN:
        return amounts(named, named[UNIT].unique().to_list(), source)
    where = places(period.year, districts=about.districts)
    return amounts(named, (*where.municipalities, *where.districts), source)


def _whole(source: Source, period: Period) -> Whole:
    if source.form is None:
        raise Broken(f"The source {source.id} is of neither a form nor a register.")
    return Whole(source.form, period)
