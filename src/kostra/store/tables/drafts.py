"""Drafts of e-forms: one row for each version, only ever added to. `typed` and `explained` are JSON, exactly as they were typed."""

from __future__ import annotations

import sqlalchemy as sa

from kostra.store.tables import Time, metadata

draft = sa.Table(
    "draft",
    metadata,
    sa.Column("season", sa.Text, primary_key=True),
    sa.Column("form", sa.Text, primary_key=True),
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seen", sa.Integer, nullable=False),
    sa.Column("typed", sa.Text, nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("saved", Time, nullable=False),
    sa.Column("by_kind", sa.Text, nullable=False),
    sa.Column("by_id", sa.Text, nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("explained", sa.Text, nullable=False),
    sa.Column("submission", sa.Text, sa.ForeignKey("submission.id")),
    sa.Index("draft_region_idx", "region"),
    sa.Index("draft_submission_idx", "submission"),
)
