"""The job that keeps a snapshot of each form and period in the vault, so that a process that has just begun need not read every delivery.

A snapshot is inndata of the whole nation with keys of the records, and no edits: those are few, and replayed. It is made anew when other
submissions stand, and destroyed, key first, when it is replaced or none do. Run twice, it does nothing the second time.
"""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO

from kostra.app.editing.working import Working, current, made_of
from kostra.app.ports.edits import SNAPSHOT, Snapshot
from kostra.app.ports.transaction import Scope
from kostra.app.ports.vault import Kept, Unavailable
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.edit import Whole
from kostra.model.people import HOUSE
from kostra.model.submission import Season


def make_snapshots(system: System) -> int:
    """The job: how many were made or destroyed."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        wholes = [
            Whole(form, period)
            for form, period in tx.campaign.periods(Season.REAL)
            if catalogue.form(form).received_for is None
        ]
    return sum(_make(system, whole) for whole in wholes)


def _make(system: System, whole: Whole) -> bool:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        before = tx.edits.snapshot(whole)
        if before is None and not tx.edits.sources(whole):
            return False
        now = current(system, tx, whole)
    made = made_of(now.submissions)
    if len(now.base) == 0:
        return before is not None and _replace(system, whole, before, None)
    if before is not None and before.made_of == made:
        return False
    return _replace(system, whole, before, Snapshot(whole, made, system.clock.now(), _written(system, now)))


def _written(system: System, now: Working) -> Kept:
    buffer = BytesIO()
    now.base.write_parquet(buffer, compression="zstd", compression_level=1, statistics=False)
    with system.vault.writing(SNAPSHOT) as writing:
        writing.write(buffer.getvalue())
        return writing.keep()


def _replace(system: System, whole: Whole, before: Snapshot | None, after: Snapshot | None) -> bool:
    """False when somebody else was there first."""
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        now = tx.edits.snapshot(whole, lock=True)
        first = _object(now) == _object(before)
        if first and after is not None:
            tx.edits.keep(after)
        elif first:
            tx.edits.destroy_key(whole)
    gone = before if first else after
    if gone is not None:
        with suppress(Unavailable):
            system.vault.delete(gone.kept)
    return first


def _object(snapshot: Snapshot | None) -> str | None:
    return None if snapshot is None else snapshot.kept.object
