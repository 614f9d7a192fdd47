"""Reading the log of events as the steward does: the newest first, by what it is about, page by page, or all of it as a table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta

from kostra.app.followup.exporting import Table
from kostra.app.permissions import Asker, demand_duty
from kostra.app.system import System
from kostra.followup.calendar import begins
from kostra.model.event import Recorded
from kostra.model.people import Duty

PAGE = 100
MOST = 100_000
"""Of one export. More is for the database."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """None is anything. Days are whole days in Oslo, the first and the last included; `before` is the number to go on below."""

    region: str | None = None
    form: str | None = None
    period: str | None = None
    action: str | None = None
    first: date | None = None
    last: date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """`older` is the number to go on below, None when these were the last. `actions` are all that the log has."""

    events: tuple[Recorded, ...]
    older: int | None
    actions: tuple[str, ...]


def events(system: System, asker: Asker, wanted: Wanted, most: int = PAGE) -> Found:
    demand_duty(asker, Duty.STEWARD)
    with system.transactions.begin(asker.actor, asker.scope) as tx:
        found = tx.log.of(
            region=wanted.region,
            form=wanted.form,
            period=wanted.period,
            actions=(wanted.action,) if wanted.action else (),
            since=begins(wanted.first) if wanted.first else None,
            until=begins(wanted.last + timedelta(days=1)) - timedelta(microseconds=1) if wanted.last else None,
            before=wanted.before,
            limit=most + 1,
        )
        shown = found[:most]
        return Found(shown, shown[-1].number if len(found) > most else None, tx.log.actions())


def table(found: tuple[Recorded, ...]) -> Table:
    """As they were recorded, with the hashes that bind them."""
    columns = ("number", "at", "who", "event", "unit", "form", "period", "subject", "reason", "details", "hash")
    return Table(
        "events",
        columns,
        tuple(
            (
                one.number,
                one.at.isoformat(timespec="milliseconds"),
                f"{one.actor.kind} {one.actor.id} {one.actor.name}",
                one.event.action,
                one.event.region,
                one.event.form,
                one.event.period,
                one.event.subject,
                one.event.reason,
                json.dumps(dict(one.event.details), ensure_ascii=False, sort_keys=True),
                one.hash.hex(),
            )
            for one in found
        ),
    )
