"""Whether the system can take anything in just now: its database answers, and its object store keeps and gives back."""

from __future__ import annotations

from kostra.app.ports.transaction import Scope
from kostra.app.ports.vault import Unavailable
from kostra.app.system import System
from kostra.model.people import HOUSE


def readiness(system: System) -> dict[str, bool]:
    """By part. What is written to try the store is removed again."""
    return {"database": _database(system), "store": _store(system)}


def _database(system: System) -> bool:
    try:
        with system.transactions.begin(HOUSE, Scope(frozenset())) as tx:
            tx.campaign.periods()
    except Unavailable:
        return False
    return True


def _store(system: System) -> bool:
    try:
        with system.vault.writing("ready") as writing:
            writing.write(b"ready")
            kept = writing.keep()
        system.vault.delete(kept)
    except Unavailable:
        return False
    return True
