"""Queries that readers keep, by a digest of what they ask for. Rows are only ever added."""

from __future__ import annotations

import sqlalchemy as sa

from kostra.store.tables import Time, metadata

saved_query = sa.Table(
    "saved_query",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("query", sa.Text, nullable=False),
    sa.Column("at", Time, nullable=False),
    sa.Index("saved_query_at_idx", "at"),
)
