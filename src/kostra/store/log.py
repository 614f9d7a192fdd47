"""The log of events in the database. Adding to it is one function, called last in a transaction; there is no changing.

The clock of the house may jump back; the log does not. An event is then as late as the one before it, and what the clock said stands
among its details as `clock`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from kostra.app.audit.chain import BEGINNING, bind
from kostra.model.event import Event, Recorded
from kostra.model.people import Actor, ActorKind
from kostra.store.tables.log import event as table

_ADDING = 0x6C6F67
"""The number of the advisory lock that lets one transaction at a time add to the chain."""
_BATCH = 1000


class StoredLog:
    def __init__(self, connection: sa.Connection, now: datetime) -> None:
        self._connection = connection

    def of(
        self,
        *,
        region: str | None = None,
        form: str | None = None,
        period: str | None = None,
        subject: str | None = None,
        actions: tuple[str, ...] = (),
        since: datetime | None = None,
        until: datetime | None = None,
        before: int | None = None,
        limit: int = 500,
    ) -> tuple[Recorded, ...]:
        wanted = sa.select(table).order_by(table.c.number.desc()).limit(limit)
        for column, value in ((table.c.region, region), (table.c.form, form), (table.c.period, period)):
            if value is not None:
                wanted = wanted.where(column == value)
        if subject is not None:
            wanted = wanted.where(table.c.subject == subject)
        if actions:
            wanted = wanted.where(table.c.action.in_(actions))
        if since is not None:
            wanted = wanted.where(table.c.at >= since)
        if until is not None:
            wanted = wanted.where(table.c.at <= until)
        if before is not None:
            wanted = wanted.where(table.c.number < before)
        return tuple(_read(row) for row in self._connection.execute(wanted))

    def actions(self) -> tuple[str, ...]:
        return tuple(self._connection.scalars(sa.select(table.c.action).distinct().order_by(table.c.action)))

    def beginning(self) -> str | None:
        first: bytes | None = self._connection.scalar(sa.select(table.c.hash).where(table.c.number == 1))
        return None if first is None else first.hex()

    def whole(self, after: int = 0) -> Iterator[Recorded]:
        wanted = sa.select(table).where(table.c.number > after).order_by(table.c.number)
        with self._connection.execute(wanted.execution_options(yield_per=_BATCH)) as rows:
            for row in rows:
                yield _read(row)


def append(connection: sa.Connection, now: datetime, actor: Actor, events: Sequence[Event]) -> None:
    """To be called last before the commit: from here on, whoever else has something to add waits."""
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADDING)))
    last = connection.execute(sa.text("SELECT number, at, hash FROM last_event()")).one()
    number, before = last.number or 0, last.hash or BEGINNING
    at = max(now, last.at.astimezone(UTC)) if last.at else now
    rows = []
    for one in events:
        told = one if at == now else replace(one, details={**one.details, "clock": now.isoformat()})
        added = bind(number + 1, at, actor, told, before)
        number, before = added.number, added.hash
        rows.append(_written(added))
    connection.execute(sa.insert(table), rows)


def _written(one: Recorded) -> dict[str, Any]:
    return {
        "number": one.number,
        "at": one.at,
        "actor_kind": str(one.actor.kind),
        "actor_id": one.actor.id,
        "actor_name": one.actor.name,
        "action": one.event.action,
        "subject": one.event.subject,
        "reason": one.event.reason,
        "region": one.event.region,
        "form": one.event.form,
        "period": one.event.period,
        "details": dict(one.event.details),
        "before": one.before,
        "hash": one.hash,
    }


def _read(row: Any) -> Recorded:
    return Recorded(
        row.number,
        row.at.astimezone(UTC),
        Actor(ActorKind(row.actor_kind), row.actor_id, row.actor_name),
        Event(row.action, row.subject, row.reason, row.region, row.form, row.period, row.details),
        row.before,
        row.hash,
    )
