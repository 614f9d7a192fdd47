"""The months held against the year: of each unit that takes part and has delivered form 11F, how much lies between them, and why.

The persons are told by their pseudonym, and by the journal number where nobody has one. Who is not a statistician sees nothing of it: small
differences are of few.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from kostra.app.editing.working import Working, current
from kostra.app.estimating.counting import whom
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.series.owing import FORM
from kostra.app.system import System
from kostra.editing.columns import UNIT
from kostra.forms import catalogue
from kostra.model.edit import Whole
from kostra.model.errors import Missing
from kostra.model.form import FormVersion, Role
from kostra.model.people import Duty
from kostra.model.period import Period, Span
from kostra.statistics.series import revision
from kostra.statistics.series.revision import MONTH, PAID, PERSON, Revised, revised

YEARLY = "11F"
_SUMS = ("bidrag", "laan")


@dataclass(frozen=True, slots=True)
class Revision:
    """`waiting` are those that have delivered months and not the year."""

    year: int
    units: tuple[Revised, ...]
    waiting: tuple[str, ...]


def revise(system: System, asker: Asker, year: int) -> Revision:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return found(system, tx, year)


def found(system: System, tx: Transaction, year: int) -> Revision:
    if year not in catalogue.form(FORM).years:
        raise Missing(f"Det finnes ingen måneder å holde opp mot {year}. Velg et annet år.")
    whole = Period(year)
    quarters = (Period(year, Span.QUARTER, number) for number in range(1, 5))
    periods = {one: current(system, tx, Whole(FORM, one)) for one in (*whole.months(), *quarters)}
    came: dict[str, set[int]] = {}
    for period, working in periods.items():
        for unit in working.submissions:
            came.setdefault(unit, set()).update(range(period.first_month, period.last_month + 1))
    yearly = current(system, tx, Whole(YEARLY, whole))
    there = {unit: months for unit, months in came.items() if unit in yearly.submissions}
    monthly = [_long(working, working.frame, {period.first_month: _SUMS}, there) for period, working in periods.items()]
    columns = _months(yearly.version)
    units = revised(
        pl.concat(monthly), _long(yearly, yearly.frame, columns, there), there, _edited(yearly, columns, there)
    )
    return Revision(year, units, tuple(sorted(came.keys() - there.keys())))


def _months(version: FormVersion) -> dict[int, tuple[str, ...]]:
    """The fields of each month, by their place among those of a sum: January first."""
    named = {sum_: [field.id for field in version.fields if field.id.startswith(f"{sum_}_")] for sum_ in _SUMS}
    return {month: tuple(fields[month - 1] for fields in named.values()) for month in range(1, 13)}


def _long(
    working: Working, frame: pl.DataFrame, columns: Mapping[int, tuple[str, ...]], units: Iterable[str]
) -> pl.DataFrame:
    """One row for each person and month with something paid."""
    here = frame.filter(pl.col(UNIT).is_in(sorted(units)))
    journal = working.version.of_role(Role.JOURNAL)
    person = whom(here, working.version).bin.encode("hex")
    if journal is not None:
        person = pl.coalesce(person, pl.col(journal.id))
    parts = [
        here.select(
            pl.col(UNIT).alias(revision.UNIT),
            person.alias(PERSON),
            pl.lit(month, pl.Int64).alias(MONTH),
            _paid(fields).alias(PAID),
        ).filter(pl.col(PAID) > 0)
        for month, fields in columns.items()
    ]
    return pl.concat(parts)


def _paid(fields: Iterable[str]) -> pl.Expr:
    return pl.sum_horizontal(pl.col(field).fill_null(0).cast(pl.Int64) for field in fields)


def _edited(yearly: Working, columns: Mapping[int, tuple[str, ...]], units: Iterable[str]) -> dict[str, int]:
    """What edits at the desk have moved in the months of the year, by unit."""
    every = [field for fields in columns.values() for field in fields]
    sums = [
        frame.filter(pl.col(UNIT).is_in(sorted(units))).group_by(UNIT).agg(_paid(every).sum().alias(PAID))
        for frame in (yearly.frame, yearly.base)
    ]
    after, before = (dict(one.iter_rows()) for one in sums)
    return {unit: after[unit] - before.get(unit, 0) for unit in after}
