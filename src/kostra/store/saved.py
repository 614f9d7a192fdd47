"""Queries that readers keep, in the database. There is no changing a row of it, and no right to."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from kostra.store.tables.saved import saved_query


class StoredQueries:
    def __init__(self, connection: sa.Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    def add(self, id: str, query: str) -> None:
        added = insert(saved_query).values(id=id, query=query, at=self._now)
        self._connection.execute(added.on_conflict_do_nothing(index_elements=[saved_query.c.id]))

    def query(self, id: str) -> str | None:
        found: str | None = self._connection.scalar(sa.select(saved_query.c.query).where(saved_query.c.id == id))
        return found

    def since(self, moment: datetime) -> int:
        counted = sa.select(sa.func.count()).select_from(saved_query).where(saved_query.c.at >= moment)
        return self._connection.execute(counted).scalar_one()
