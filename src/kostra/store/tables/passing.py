"""What was handed on to other bodies: that it was, and, behind a wall of its own, the keys to the bytes."""

from __future__ import annotations

import sqlalchemy as sa

from kostra.store.tables import Time, metadata

handed_on = sa.Table(
    "handed_on",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("submission", sa.Text, sa.ForeignKey("submission.id"), nullable=False, unique=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("season", sa.Text, nullable=False),
    sa.Column("form", sa.Text, nullable=False),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("received", Time, nullable=False),
    sa.Column("at", Time, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("file_name", sa.Text),
    sa.Column("opened", sa.Boolean, nullable=False),
    sa.Column("receipt", sa.Text, nullable=False),
    sa.Column("fetched", Time),
    sa.Column("fetched_by_kind", sa.Text),
    sa.Column("fetched_by_id", sa.Text),
    sa.Column("fetched_by_name", sa.Text),
    sa.Index("handed_on_region_idx", "region"),
    sa.Index("handed_on_body_at_idx", "body", "at"),
)

handed_on_kept = sa.Table(
    "handed_on_kept",
    metadata,
    sa.Column("handed_on", sa.Text, sa.ForeignKey("handed_on.id"), primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("key", sa.LargeBinary),
    sa.Column("wrapped_by", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("destroyed", Time),
)
