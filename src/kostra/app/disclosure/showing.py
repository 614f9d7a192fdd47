"""Runs of disclosure control as the desk sees them: how much each lost, beside last year's, and what stands in the way of approving it.

For statisticians alone. No value of any cell is read here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kostra.app.disclosure.audits import Found, found
from kostra.app.disclosure.deciding import Obstacle, is_on_disk, obstacles, one
from kostra.app.disclosure.earlier import standing
from kostra.app.permissions import Asker, demand_duty
from kostra.app.ports.transaction import Transaction
from kostra.app.system import System
from kostra.model.people import Duty
from kostra.model.protection import Forcing, Protection, Tally
from kostra.model.region import RegionKind


@dataclass(frozen=True, slots=True)
class Seen:
    """`before` is last year's run of the same status. `is_there` says that its pattern files are still those of this run."""

    made: Protection
    before: Protection | None
    obstacles: tuple[Obstacle, ...]
    forcings: tuple[Forcing, ...]
    is_there: bool
    audited: tuple[Found, ...]

    def level_before(self, kind: RegionKind) -> Tally | None:
        return None if self.before is None else dict(self.before.levels).get(kind)

    def table_before(self, table: str) -> Tally | None:
        return None if self.before is None else self.before.tally(table)

    @property
    def by_loss(self) -> tuple[tuple[str, Tally], ...]:
        """The tables that lost the largest part first."""
        return tuple(sorted(self.made.tables, key=lambda each: (-each[1].lost / (each[1].cells or 1), each[0])))


def listed(system: System, asker: Asker) -> tuple[Protection, ...]:
    """The newest first."""
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        return tx.disclosure.protections()


def see(system: System, asker: Asker, data: Path, id: str) -> Seen:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        made = one(tx, id)
        return Seen(
            made,
            year_before(tx, made),
            obstacles(tx, data, made),
            tx.disclosure.forcings(made.year, made.status),
            is_on_disk(data, made),
            found(data, made),
        )


def year_before(tx: Transaction, made: Protection) -> Protection | None:
    return standing(tx, made.year - 1, made.status)
