"""What is in force: for the steps after reception, and for whoever asks which register a figure was held against.

A register that never came is None, and that is something else than one with no rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kostra.app.ports.registers import TYPED, Received
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.model.errors import Broken
from kostra.model.period import Period

if TYPE_CHECKING:
    import polars as pl


def newest_until(tx: Transaction, register: str, period: Period) -> Received | None:
    """The one in force for the period, or else for the newest one before it: a code list holds until the next."""
    earlier = [one for one in tx.registers.in_force(register) if one.period.first_day <= period.first_day]
    return max(earlier, key=lambda one: (one.period.first_day, one.period == period), default=None)


def records(system: System, tx: Transaction, received: Received) -> pl.DataFrame:
    """The typed records, with pseudonyms."""
    import polars as pl

    kept = tx.registers.kept(received.id, TYPED)
    if kept is None:
        raise Broken(f"The records of register file {received.id} are not kept, or not any longer.")
    with system.vault.open(kept) as file:
        return pl.read_parquet(file.read())
