"""Taking a copy of the whole, with an event that tells of it."""

from __future__ import annotations

from pathlib import Path

from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.copies import Copies, Manifest
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.event import Event
from kostra.model.people import HOUSE, Duty


def make_copy(system: System, asker: Asker, copies: Copies, folder: Path, keys: Path | None) -> Manifest:
    """For the command line the asker is the house itself. The event comes after the copy, and is not in it."""
    if asker.actor != HOUSE:
        demand_duty(asker, Duty.STEWARD)
    made = copies.make(folder, keys, system.clock.now())
    with system.transactions.begin(asker.actor, Scope.EVERYWHERE) as tx:
        tx.record(
            Event(
                "backup.made",
                made.sha256,
                details={"last_event": made.last_event[0], "objects": made.objects, "with_keys": int(keys is not None)},
            )
        )
    return made
