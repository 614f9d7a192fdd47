"""Runs of the estimation in the database. There is no changing a row of them, and no right to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from kostra.app.ports.estimates import Ordered, Outcome
from kostra.model.edit import Whole
from kostra.model.people import Actor, ActorKind
from kostra.model.period import Period
from kostra.model.submission import Season
from kostra.store.tables.estimates import estimate, estimate_outcome


class StoredEstimates:
    def __init__(self, connection: sa.Connection, now: datetime) -> None:
        self._connection = connection

    def order(self, ordered: Ordered) -> None:
        self._connection.execute(
            sa.insert(estimate).values(
                id=ordered.id,
                season=ordered.whole.season.value,
                form=ordered.whole.form,
                period=str(ordered.whole.period),
                kind=ordered.kind,
                reason=ordered.reason,
                by_kind=ordered.by.kind.value,
                by_id=ordered.by.id,
                by_name=ordered.by.name,
                at=ordered.at,
            )
        )

    def lock(self, id: str) -> None:
        self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(f"estimate {id}"))))

    def finish(self, id: str, outcome: Outcome, record: str | None, values: str | None) -> None:
        self._connection.execute(
            sa.insert(estimate_outcome).values(
                estimate=id,
                at=outcome.at,
                sha256=outcome.sha256,
                refused=outcome.refused,
                record=record,
                values=values,
            )
        )

    def one(self, id: str) -> Ordered | None:
        return next(iter(self._several(_EVERY.where(estimate.c.id == id))), None)

    def listed(self, form: str | None = None) -> tuple[Ordered, ...]:
        wanted = _EVERY.order_by(estimate.c.number.desc())
        return self._several(wanted if form is None else wanted.where(estimate.c.form == form))

    def record(self, id: str) -> str | None:
        return self._text(estimate_outcome.c.record, id)

    def values(self, id: str) -> str | None:
        return self._text(estimate_outcome.c["values"], id)

    def _several(self, wanted: sa.Select[Any]) -> tuple[Ordered, ...]:
        return tuple(_ordered(row) for row in self._connection.execute(wanted).mappings())

    def _text(self, column: sa.ColumnElement[str | None], id: str) -> str | None:
        return self._connection.execute(sa.select(column).where(estimate_outcome.c.estimate == id)).scalar()


_EVERY = sa.select(
    estimate,
    estimate_outcome.c.at.label("done"),
    estimate_outcome.c.sha256,
    estimate_outcome.c.refused,
).join(estimate_outcome, estimate_outcome.c.estimate == estimate.c.id, isouter=True)


def _ordered(row: sa.RowMapping) -> Ordered:
    outcome = None
    if row["done"] is not None:
        outcome = Outcome(row["done"].astimezone(UTC), row["sha256"], row["refused"])
    return Ordered(
        id=row["id"],
        whole=Whole(row["form"], Period.read(row["period"]), Season(row["season"])),
        kind=row["kind"],
        reason=row["reason"],
        by=Actor(ActorKind(row["by_kind"]), row["by_id"], row["by_name"]),
        at=row["at"].astimezone(UTC),
        outcome=outcome,
    )
