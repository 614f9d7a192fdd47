"""The frequent series in the database. There is no changing a row of it, and no right to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any

import sqlalchemy as sa

from kostra.app.ports.series import Made
from kostra.followup.consent import Act, Consent
from kostra.model.people import Actor, ActorKind
from kostra.model.period import Period
from kostra.model.protection import Said
from kostra.store.tables.series import series_approval, series_consent, series_figures

_COLUMNS = [column for column in series_figures.c if column.name != "record"]


class StoredSeries:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def lock(self) -> None:
        self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("series"))))

    def write(self, lines: Iterable[Consent]) -> None:
        rows = [
            {
                "id": one.id,
                "region": one.unit,
                "act": one.act.value,
                "since": None if one.since is None else str(one.since),
                "on_behalf": one.on_behalf,
                "text": one.text,
                "at": one.at,
                **_who(one.by),
            }
            for one in lines
        ]
        if rows:
            self._connection.execute(sa.insert(series_consent), rows)

    def log(self, unit: str | None = None) -> tuple[Consent, ...]:
        wanted = sa.select(series_consent).order_by(series_consent.c.number)
        if unit is not None:
            wanted = wanted.where(series_consent.c.region == unit)
        return tuple(_consent(row) for row in self._connection.execute(wanted).mappings())

    def add(self, made: Made, record: str) -> None:
        self._connection.execute(
            sa.insert(series_figures).values(
                id=made.id,
                period=str(made.period),
                input=made.input,
                sha256=made.sha256,
                passed=made.passed,
                record=record,
                **_said(made.made),
            )
        )

    def approve(self, id: str, said: Said, standing: str | None = None) -> None:
        self._connection.execute(sa.insert(series_approval).values(figures=id, standing=standing, **_said(said)))

    def listed(self, period: Period | None = None) -> tuple[Made, ...]:
        wanted = sa.select(*_COLUMNS).order_by(series_figures.c.number.desc())
        if period is not None:
            wanted = wanted.where(series_figures.c.period == str(period))
        rows = self._connection.execute(wanted).mappings().all()
        ids = [row["id"] for row in rows]
        of = sa.select(series_approval).where(series_approval.c.figures.in_(ids))
        approvals = {row["figures"]: row for row in self._connection.execute(of).mappings()}
        return tuple(_made(row, approvals.get(row["id"])) for row in rows)

    def record(self, id: str) -> str | None:
        wanted = sa.select(series_figures.c.record).where(series_figures.c.id == id)
        return self._connection.execute(wanted).scalar()


def _consent(row: Mapping[str, Any] | sa.RowMapping) -> Consent:
    return Consent(
        id=row["id"],
        unit=row["region"],
        act=Act(row["act"]),
        by=_actor(row),
        at=row["at"].astimezone(UTC),
        since=None if row["since"] is None else Period.read(row["since"]),
        on_behalf=row["on_behalf"],
        text=row["text"],
    )


def _made(row: sa.RowMapping, approval: sa.RowMapping | None) -> Made:
    return Made(
        id=row["id"],
        period=Period.read(row["period"]),
        made=_read(row),
        input=row["input"],
        sha256=row["sha256"],
        passed=row["passed"],
        approved=None if approval is None else _read(approval),
        standing=None if approval is None else approval["standing"],
        number=row["number"],
    )


def _who(by: Actor) -> dict[str, str]:
    return {"by_kind": by.kind.value, "by_id": by.id, "by_name": by.name}


def _said(said: Said) -> dict[str, Any]:
    return {"said": said.text, "at": said.at, **_who(said.by)}


def _actor(row: Mapping[str, Any] | sa.RowMapping) -> Actor:
    return Actor(ActorKind(row["by_kind"]), row["by_id"], row["by_name"])


def _read(row: sa.RowMapping) -> Said:
    return Said(_actor(row), row["at"].astimezone(UTC), row["said"])
