"""Forms with a record for each person: who each is about, and how old."""

from __future__ import annotations

import numpy as np

from kostra.app.editing.working import Working
from kostra.app.estimating.counting import lists
from kostra.app.ports.transaction import Transaction
from kostra.app.statistics.klargjort import klargjort
from kostra.app.system import System
from kostra.editing.columns import UNIT
from kostra.model.edit import Whole
from kostra.reception.persons import BORN
from kostra.statistics.derived import with_derived
from kostra.statistics.records import Records, ages, records
from kostra.statistics.records import Whole as Numbers


def gather(system: System, tx: Transaction, whole: Whole) -> Records:
    found, year = klargjort(system, tx, whole), whole.period.year
    frame = with_derived(found.working.frame, whole.form, year)
    return records(frame, year, _persons(found.working), ages(frame[BORN], year), found.answered)


def _persons(found: Working) -> Numbers:
    """A number for each person who is known; the same for all of whom nobody knows who they are."""
    place = {unit: number for number, unit in enumerate(found.frame[UNIT].unique(maintain_order=True))}
    return np.asarray(lists(found.frame, found.version, place).person, np.int64)
