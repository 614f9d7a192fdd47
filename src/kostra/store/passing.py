"""What was handed on, in the database. The keys stand in a table that only the body's own scope reaches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from kostra.app.ports.passing import HandedOn
from kostra.app.ports.vault import Kept
from kostra.model.errors import Broken
from kostra.model.people import Actor, ActorKind
from kostra.model.period import Period
from kostra.model.submission import Content, Expected, Season
from kostra.store.registers import read_kept, written_kept
from kostra.store.tables.passing import handed_on as table
from kostra.store.tables.passing import handed_on_kept as kept_table


class StoredPassing:
    def __init__(self, connection: sa.Connection, now: datetime) -> None:
        self._connection = connection

    def add(self, handed: HandedOn, kept: Kept) -> None:
        self._connection.execute(sa.insert(table).values(**_written(handed)))
        self._connection.execute(
            sa.insert(kept_table).values(handed_on=handed.id, body=handed.body, **written_kept(kept))
        )

    def one(self, id: str, *, lock: bool = False) -> HandedOn | None:
        wanted = sa.select(table).where(table.c.id == id)
        return next(self._several(wanted.with_for_update() if lock else wanted), None)

    def of_submission(self, submission: str) -> HandedOn | None:
        return next(self._several(sa.select(table).where(table.c.submission == submission)), None)

    def listed(self, *, body: str | None = None, form: str | None = None, limit: int = 500) -> tuple[HandedOn, ...]:
        wanted = sa.select(table).order_by(table.c.at.desc(), table.c.id).limit(limit)
        if body is not None:
            wanted = wanted.where(table.c.body == body)
        if form is not None:
            wanted = wanted.where(table.c.form == form)
        return tuple(self._several(wanted))

    def fetched(self, id: str, at: datetime, by: Actor) -> None:
        self._connection.execute(sa.update(table).where(table.c.id == id).values(fetched=at, **_written_fetcher(by)))

    def kept(self, id: str) -> Kept | None:
        wanted = sa.select(kept_table).where(kept_table.c.handed_on == id, kept_table.c.key.is_not(None))
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else read_kept(row)

    def all_kept(self) -> Iterator[tuple[str, Kept]]:
        wanted = sa.select(kept_table).where(kept_table.c.key.is_not(None)).order_by(kept_table.c.handed_on)
        for row in self._connection.execute(wanted):
            yield row.handed_on, read_kept(row)

    def keep(self, id: str, kept: Kept) -> None:
        changed = sa.update(kept_table).where(kept_table.c.handed_on == id).values(**written_kept(kept))
        if self._connection.execute(changed).rowcount != 1:
            raise Broken(f"There is no hand-on {id} within reach.")

    def destroy_key(self, id: str, at: datetime) -> None:
        self._connection.execute(
            sa.update(kept_table)
            .where(kept_table.c.handed_on == id, kept_table.c.key.is_not(None))
            .values(key=None, destroyed=at)
        )

    def _several(self, wanted: sa.Select[Any]) -> Iterator[HandedOn]:
        return (_read(row) for row in self._connection.execute(wanted))


def _written(one: HandedOn) -> dict[str, Any]:
    return {
        "id": one.id,
        "submission": one.submission,
        "body": one.body,
        "season": one.answers.season.value,
        "form": one.answers.form,
        "period": str(one.answers.period),
        "region": one.answers.unit,
        "content": one.content.value,
        "received": one.received,
        "at": one.at,
        "sha256": one.sha256,
        "size": one.size,
        "file_name": one.file_name,
        "opened": one.opened,
        "receipt": one.receipt,
        "fetched": one.fetched,
        **_written_fetcher(one.fetched_by),
    }


def _written_fetcher(by: Actor | None) -> dict[str, str | None]:
    return {
        "fetched_by_kind": None if by is None else by.kind.value,
        "fetched_by_id": None if by is None else by.id,
        "fetched_by_name": None if by is None else by.name,
    }


def _read(row: Any) -> HandedOn:
    by = (
        None
        if row.fetched_by_kind is None
        else Actor(ActorKind(row.fetched_by_kind), row.fetched_by_id, row.fetched_by_name)
    )
    return HandedOn(
        id=row.id,
        submission=row.submission,
        body=row.body,
        answers=Expected(row.form, Period.read(row.period), row.region, Season(row.season)),
        content=Content(row.content),
        received=row.received.astimezone(UTC),
        at=row.at.astimezone(UTC),
        sha256=row.sha256,
        size=row.size,
        file_name=row.file_name,
        opened=row.opened,
        receipt=row.receipt,
        fetched=None if row.fetched is None else row.fetched.astimezone(UTC),
        fetched_by=by,
    )
