"""Klargjorte data of a form and a year, and which units have answered it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from kostra.app.editing.working import Working, current
from kostra.app.ports.transaction import Transaction
from kostra.app.reconciling.gathering import exists, nothing_there
from kostra.app.system import System
from kostra.model.edit import Whole
from kostra.model.errors import Missing
from kostra.model.form import Senders
from kostra.statistics.records import NO_AGE, NOBODY, Records, records


@dataclass(frozen=True, slots=True)
class Klargjort:
    working: Working
    answered: frozenset[str]


def klargjort(system: System, tx: Transaction, whole: Whole) -> Klargjort:
    if not exists(whole):
        raise Missing(f"Det er ikke noe skjema {whole.form} for {whole.period}. Velg et annet år.")
    found = current(system, tx, whole)
    answered = frozenset(found.submissions) | nothing_there(tx, whole)
    if not answered:
        raise Missing(
            f"Ingen har levert skjema {whole.form} for {whole.period}, så det er ingenting å lage tabeller av. Velg et annet år."
        )
    return Klargjort(found, answered)


def of_units(found: Klargjort, frame: pl.DataFrame) -> Records:
    """Records that are of no persons: each is somebody of their own, of no age. Oslo is one where its districts do not owe the form."""
    version = found.working.version
    nobody, no_age = np.full(len(frame), NOBODY), np.full(len(frame), NO_AGE)
    by_district = None if version.senders is Senders.MUNICIPALITIES_AND_DISTRICTS else False
    return records(frame, version.year, nobody, no_age, found.answered, by_district=by_district)
