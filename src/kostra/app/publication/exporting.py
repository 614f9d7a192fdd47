"""A released table as files for the table bank of Statistics Norway. Approved releases alone, also before their hour: the bank gets its
files ahead, and keeps the hour itself. That figures went out is an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kostra.app.permissions import Asker, demand_duty
from kostra.app.publication import reading
from kostra.app.publication.approving import event, one
from kostra.app.publication.bank import SUBJECT
from kostra.app.system import System
from kostra.model.errors import Conflict, Missing
from kostra.model.people import Duty
from kostra.publication.calendar import day
from kostra.publication.over_years import table as joined
from kostra.publication.table import Listing, Table


@dataclass(frozen=True, slots=True)
class Exported:
    """A table of the year of one release, and the day that it is public from."""

    table: Table
    on: date


def export(system: System, asker: Asker, data: Path, table: str, release: str) -> Exported:
    demand_duty(asker, Duty.STATISTICIAN)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = one(tx, release)
        opens = found.opens
        if opens is None or found.withdrawn is not None:
            raise Conflict(
                "Bare en godkjent publisering som ikke er trukket tilbake, kan sendes. Be en kollega godkjenne den."
            )
        if table not in found.ids:
            raise Missing(f"Tabell «{table[:20]}» er ikke i publiseringen. Velg blant {', '.join(found.ids)}.")
        made = joined([reading.opened(data, found).edition(table, opens)], Listing(SUBJECT))
        tx.record(event("release.exported", found, {"table": table}, ""))
    return Exported(made, day(opens))
