"""The sources of a reconciliation as they are now: klargjorte data of a form, and the register that is in force.

A unit that has answered that there is nothing to report has answered. One whose records are not there has not, whatever its state.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from kostra.app.editing.working import current
from kostra.app.ports.registers import Received
from kostra.app.ports.transaction import Transaction
from kostra.app.registers.using import records
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.edit import Whole
from kostra.model.period import Period
from kostra.model.submission import State

_NIL = (State.NIL_CONFIRMED, State.NIL_PRESUMED)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The records of the whole country, with `unit`, `record` and `line`; `answered` are the units whose records they are."""

    records: pl.DataFrame
    answered: frozenset[str]


def exists(whole: Whole) -> bool:
    """Whether there was such a form in the year."""
    return whole.period.year in catalogue.form(whole.form).years


def of_form(system: System, tx: Transaction, whole: Whole) -> Gathered:
    found = current(system, tx, whole)
    return Gathered(found.frame, frozenset(found.submissions) | nothing_there(tx, whole))


def nothing_there(tx: Transaction, whole: Whole) -> frozenset[str]:
    """The units that have nothing to report, by their own word or the desk's."""
    standings = tx.campaign.standings(season=whole.season, form=whole.form, period=whole.period, states=_NIL)
    return frozenset(one.expected.unit for one in standings)


def in_force(tx: Transaction, register: str, period: Period) -> tuple[Received, ...]:
    """The file for the period, or those of all its months; none where that is not all there."""
    there = {one.period: one for one in tx.registers.in_force(register)}
    if period in there:
        return (there[period],)
    months = [there[month] for month in period.months() if month in there]
    return tuple(months) if len(months) == len(period.months()) else ()


def of_register(system: System, tx: Transaction, register: str, period: Period) -> pl.DataFrame | None:
    """The records in force; None where there are none."""
    files = in_force(tx, register, period)
    return pl.concat([records(system, tx, one) for one in files]) if files else None
