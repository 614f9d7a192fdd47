"""Klargjorte data of a form and a year as the records that tables count: who each is about, how old, and which units have answered."""

from __future__ import annotations

import numpy as np
import polars as pl

from kostra.app.editing.working import Working, current
from kostra.app.estimating.counting import lists
from kostra.app.ports.transaction import Transaction
from kostra.app.reconciling.gathering import nothing_there
from kostra.app.system import System
from kostra.editing.columns import UNIT
from kostra.model.edit import Whole
from kostra.model.errors import Missing
from kostra.reception.persons import BORN
from kostra.statistics.records import NO_AGE, Records, records
from kostra.statistics.records import Whole as Numbers


def gather(system: System, tx: Transaction, whole: Whole) -> Records:
    found = current(system, tx, whole)
    answered = frozenset(found.submissions) | nothing_there(tx, whole)
    if not answered:
        raise Missing(
            f"Ingen har levert skjema {whole.form} for {whole.period}, så det er ingenting å lage tabeller av. Velg et annet år."
        )
    return records(found.frame, whole.period.year, _persons(found), _ages(found.frame, whole.period.year), answered)


def _persons(found: Working) -> Numbers:
    """A number for each person who is known; the same for all of whom nobody knows who they are."""
    place = {unit: number for number, unit in enumerate(found.frame[UNIT].unique(maintain_order=True))}
    return np.asarray(lists(found.frame, found.version, place).person, np.int64)


def _ages(frame: pl.DataFrame, year: int) -> Numbers:
    """At the end of the year."""
    return (year - frame[BORN].dt.year().cast(pl.Int64)).fill_null(NO_AGE).to_numpy()
