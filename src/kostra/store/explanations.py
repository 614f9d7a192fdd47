"""What the desk has said of residuals, in the database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from kostra.model.people import Actor, ActorKind
from kostra.reconciling.explanations import Explanation, Status
from kostra.store.tables.explanations import explanation as table


class StoredExplanations:
    def __init__(self, connection: sa.Connection, now: datetime) -> None:
        self._connection = connection

    def add(self, explanation: Explanation) -> None:
        self._connection.execute(
            sa.insert(table).values(
                id=explanation.id,
                comparison=explanation.comparison,
                year=explanation.year,
                region=explanation.region,
                status=explanation.status.value,
                cause=explanation.cause,
                said=explanation.text,
                residual=explanation.residual,
                first=explanation.first,
                at=explanation.at,
                by_kind=explanation.actor.kind.value,
                by_id=explanation.actor.id,
                by_name=explanation.actor.name,
            )
        )

    def of(self, comparison: str, *, until: int | None = None, region: str | None = None) -> tuple[Explanation, ...]:
        wanted = sa.select(table).where(table.c.comparison == comparison).order_by(table.c.number)
        if until is not None:
            wanted = wanted.where(table.c.year <= until)
        if region is not None:
            wanted = wanted.where(table.c.region == region)
        return tuple(_read(row) for row in self._connection.execute(wanted))


def _read(row: Any) -> Explanation:
    return Explanation(
        id=row.id,
        comparison=row.comparison,
        year=row.year,
        region=row.region,
        status=Status(row.status),
        cause=row.cause,
        text=row.said,
        residual=row.residual,
        first=row.first,
        actor=Actor(ActorKind(row.by_kind), row.by_id, row.by_name),
        at=row.at.astimezone(UTC),
    )
