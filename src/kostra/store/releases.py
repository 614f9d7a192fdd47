"""Releases in the database. There is no changing a row of it, and no right to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

import sqlalchemy as sa

from kostra.model.people import Actor, ActorKind
from kostra.model.protection import Said
from kostra.model.release import Kind, Release, StandingApproval
from kostra.store.tables.releases import (
    release,
    release_approval,
    release_table,
    release_withdrawn,
    standing_approval,
    standing_approval_ended,
)

_Row: TypeAlias = Mapping[str, Any] | sa.RowMapping


class StoredReleases:
    def __init__(self, connection: sa.Connection, now: datetime) -> None:
        self._connection = connection

    def lock(self) -> None:
        self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("releases"))))

    def add(self, one: Release) -> None:
        self._connection.execute(
            sa.insert(release).values(
                id=one.id,
                kind=one.kind.value,
                year=one.year,
                hour=one.hour,
                manifest=one.manifest,
                corrects=one.corrects,
                **_who(one.made),
            )
        )
        self._connection.execute(
            sa.insert(release_table),
            [{"release": one.id, "table": table, "protection": run} for table, run in one.tables],
        )

    def approve(self, release: str, said: Said, standing: str | None = None) -> None:
        self._connection.execute(sa.insert(release_approval).values(release=release, standing=standing, **_who(said)))

    def withdraw(self, release: str, said: Said) -> None:
        self._connection.execute(sa.insert(release_withdrawn).values(release=release, **_who(said)))

    def release(self, id: str) -> Release | None:
        return next(iter(self._releases(release.c.id == id)), None)

    def releases(self, year: int | None = None) -> tuple[Release, ...]:
        return self._releases(*([] if year is None else [release.c.year == year]))

    def _releases(self, *wanted: sa.ColumnElement[bool]) -> tuple[Release, ...]:
        every = sa.select(release).where(*wanted).order_by(release.c.number.desc())
        rows = self._connection.execute(every).mappings().all()
        ids = [row["id"] for row in rows]
        tables: dict[str, list[tuple[str, str]]] = {}
        of = sa.select(release_table).where(release_table.c.release.in_(ids)).order_by(release_table.c.table)
        for one in self._connection.execute(of).mappings():
            tables.setdefault(one["release"], []).append((one["table"], one["protection"]))
        approvals = self._by(release_approval.c.release, ids)
        withdrawn = self._by(release_withdrawn.c.release, ids)
        return tuple(
            _release(row, tables.get(row["id"], []), approvals.get(row["id"]), withdrawn.get(row["id"])) for row in rows
        )

    def give(self, standing: StandingApproval) -> None:
        self._connection.execute(
            sa.insert(standing_approval).values(
                id=standing.id,
                tables=list(standing.tables),
                since=standing.since,
                until=standing.until,
                **_who(standing.given),
            )
        )

    def end(self, standing: str, said: Said) -> None:
        self._connection.execute(sa.insert(standing_approval_ended).values(standing=standing, **_who(said)))

    def standings(self) -> tuple[StandingApproval, ...]:
        every = sa.select(standing_approval).order_by(standing_approval.c.number.desc())
        rows = self._connection.execute(every).mappings().all()
        ended = self._by(standing_approval_ended.c.standing, [row["id"] for row in rows])
        return tuple(_standing(row, ended.get(row["id"])) for row in rows)

    def _by(self, column: sa.Column[Any], ids: list[str]) -> dict[str, _Row]:
        found = self._connection.execute(sa.select(column.table).where(column.in_(ids))).mappings()
        return {row[column.name]: row for row in found}


def _release(row: _Row, tables: list[tuple[str, str]], approved: _Row | None, withdrawn: _Row | None) -> Release:
    return Release(
        id=row["id"],
        kind=Kind(row["kind"]),
        year=row["year"],
        tables=tuple(tables),
        hour=row["hour"].astimezone(UTC),
        made=_said(row),
        manifest=row["manifest"],
        corrects=row["corrects"],
        approved=None if approved is None else _said(approved),
        standing=None if approved is None else approved["standing"],
        withdrawn=None if withdrawn is None else _said(withdrawn),
        number=row["number"],
    )


def _standing(row: _Row, ended: _Row | None) -> StandingApproval:
    return StandingApproval(
        id=row["id"],
        tables=tuple(row["tables"]),
        since=row["since"],
        until=row["until"],
        given=_said(row),
        ended=None if ended is None else _said(ended),
    )


def _who(said: Said) -> dict[str, Any]:
    by = said.by
    return {"said": said.text, "by_kind": by.kind.value, "by_id": by.id, "by_name": by.name, "at": said.at}


def _said(row: _Row) -> Said:
    actor = Actor(ActorKind(row["by_kind"]), row["by_id"], row["by_name"])
    return Said(actor, row["at"].astimezone(UTC), row["said"])
