"""What the desk has said of residuals: one row for each answer, only ever added to. `number` is the order they came in."""

from __future__ import annotations

import sqlalchemy as sa

from kostra.store.tables import Time, metadata

explanation = sa.Table(
    "explanation",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, sa.Identity(), nullable=False, unique=True),
    sa.Column("comparison", sa.Text, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("said", sa.Text, nullable=False),
    sa.Column("residual", sa.BigInteger),
    sa.Column("first", sa.BigInteger),
    sa.Column("at", Time, nullable=False),
    sa.Column("by_kind", sa.Text, nullable=False),
    sa.Column("by_id", sa.Text, nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Index("explanation_comparison_year_idx", "comparison", "year"),
    sa.Index("explanation_region_idx", "region"),
)
