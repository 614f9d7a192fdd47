"""Files of registers in the database: what came, what the controls found, and the keys to the bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from kostra.app.ports.registers import Holds, Received
from kostra.app.ports.vault import Kept
from kostra.model.errors import Broken
from kostra.model.finding import Severity
from kostra.model.people import Actor, ActorKind
from kostra.model.period import Period
from kostra.registers.found import Found, Row
from kostra.store.tables.registers import register_file as table
from kostra.store.tables.registers import register_kept as kept_table


class StoredRegisters:
    def __init__(self, connection: sa.Connection, now: datetime) -> None:
        self._connection = connection

    def lock(self, register: str) -> None:
        self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(f"register/{register}"))))

    def add(self, received: Received) -> None:
        self._connection.execute(sa.insert(table).values(**_written(received)))

    def put(self, received: Received) -> None:
        changed = sa.update(table).where(table.c.id == received.id).values(**_written(received))
        _must(self._connection.execute(changed).rowcount == 1, received.id)

    def one(self, id: str) -> Received | None:
        return next(self._several(sa.select(table).where(table.c.id == id)), None)

    def listed(
        self, *, register: str | None = None, period: Period | None = None, limit: int = 200
    ) -> tuple[Received, ...]:
        wanted = sa.select(table).order_by(table.c.received.desc(), table.c.id).limit(limit)
        if register is not None:
            wanted = wanted.where(table.c.register == register)
        if period is not None:
            wanted = wanted.where(table.c.period == str(period))
        return tuple(self._several(wanted))

    def in_force(self, register: str | None = None) -> tuple[Received, ...]:
        wanted = sa.select(table).where(table.c.holds == Holds.IN_FORCE.value)
        if register is not None:
            wanted = wanted.where(table.c.register == register)
        return tuple(self._several(wanted.order_by(table.c.register, table.c.period.desc())))

    def with_bytes(self, register: str, sha256: str) -> tuple[Received, ...]:
        wanted = sa.select(table).where(
            table.c.register == register, table.c.sha256 == sha256, table.c.holds != Holds.REFUSED.value
        )
        return tuple(self._several(wanted.order_by(table.c.received.desc(), table.c.id)))

    def keep(self, received: str, what: str, kept: Kept) -> None:
        body = self._connection.execute(sa.select(table.c.body).where(table.c.id == received)).one_or_none()
        _must(body is not None, received)
        said = written_kept(kept)
        self._connection.execute(
            insert(kept_table)
            .values(file=received, what=what, body=None if body is None else body[0], **said)
            .on_conflict_do_update(index_elements=[kept_table.c.file, kept_table.c.what], set_=said)
        )

    def kept(self, received: str, what: str) -> Kept | None:
        wanted = sa.select(kept_table).where(
            kept_table.c.file == received, kept_table.c.what == what, kept_table.c.key.is_not(None)
        )
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else read_kept(row)

    def all_kept(self) -> Iterator[tuple[str, str, Kept]]:
        wanted = (
            sa.select(kept_table).where(kept_table.c.key.is_not(None)).order_by(kept_table.c.file, kept_table.c.what)
        )
        for row in self._connection.execute(wanted):
            yield row.file, row.what, read_kept(row)

    def destroy_key(self, received: str, what: str, at: datetime) -> None:
        self._connection.execute(
            sa.update(kept_table)
            .where(kept_table.c.file == received, kept_table.c.what == what, kept_table.c.key.is_not(None))
            .values(key=None, destroyed=at)
        )

    def _several(self, wanted: sa.Select[Any]) -> Iterator[Received]:
        return (_read(row) for row in self._connection.execute(wanted))


def written_kept(kept: Kept) -> dict[str, Any]:
    return {
        "object": kept.object,
        "key": kept.key,
        "wrapped_by": kept.wrapped_by,
        "sha256": kept.sha256,
        "size": kept.size,
        "destroyed": None,
    }


def read_kept(row: Any) -> Kept:
    return Kept(row.object, bytes(row.key), row.wrapped_by, row.sha256, row.size)


def _must(there: bool, id: str) -> None:
    if not there:
        raise Broken(f"There is no register file {id} within reach.")


def _written(one: Received) -> dict[str, Any]:
    return {
        "id": one.id,
        "register": one.register,
        "period": str(one.period),
        "version": one.version,
        "holds": one.holds.value,
        "received": one.received,
        "by_kind": one.by.kind.value,
        "by_id": one.by.id,
        "by_name": one.by.name,
        "body": one.body,
        "sha256": one.sha256,
        "size": one.size,
        "file_name": one.file_name,
        "rows": one.rows,
        "severity": int(one.severity),
        "found": [_written_found(found) for found in one.found],
        "replaces": one.replaces,
        "reason": one.reason,
        "receipt": one.receipt,
    }


def _written_found(found: Found) -> dict[str, Any]:
    return {
        "control": found.control,
        "severity": int(found.severity),
        "column": found.column,
        "count": found.count,
        "rows": [[row.line, row.value] for row in found.rows],
        "shown": [list(pair) for pair in found.shown],
    }


def _read(row: Any) -> Received:
    return Received(
        id=row.id,
        register=row.register,
        period=Period.read(row.period),
        version=row.version,
        holds=Holds(row.holds),
        received=row.received.astimezone(UTC),
        by=Actor(ActorKind(row.by_kind), row.by_id, row.by_name),
        body=row.body,
        sha256=row.sha256,
        size=row.size,
        file_name=row.file_name,
        rows=row.rows,
        severity=Severity(row.severity),
        found=tuple(_read_found(one) for one in row.found),
        replaces=row.replaces,
        reason=row.reason,
        receipt=row.receipt,
    )


def _read_found(one: Mapping[str, Any]) -> Found:
    rows: Iterable[tuple[int, str]] = one["rows"]
    return Found(
        control=one["control"],
        severity=Severity(one["severity"]),
        column=one["column"],
        count=one["count"],
        rows=tuple(Row(line, value) for line, value in rows),
        shown=tuple((name, value) for name, value in one["shown"]),
    )
