"""Runs of the estimation and what came of them. A run is added, never changed, and never removed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kostra.store.migrations.walls import grant

revision = "0008"
down_revision = "0007"

_TIME = sa.DateTime(timezone=True)
_EVERYWHERE = "(SELECT current_setting('kostra.regions', true)) = '*'"


def upgrade() -> None:
    op.create_table(
        "estimate",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("season", sa.Text, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by_kind", sa.Text, nullable=False),
        sa.Column("by_id", sa.Text, nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
    )
    op.create_table(
        "estimate_outcome",
        sa.Column("estimate", sa.Text, sa.ForeignKey("estimate.id"), primary_key=True),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("sha256", sa.Text),
        sa.Column("refused", sa.Text),
        sa.Column("record", sa.Text),
        sa.Column("values", sa.Text),
    )
    for table in ("estimate", "estimate_outcome"):
        op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'CREATE POLICY wall ON "{table}" USING ({_EVERYWHERE}) WITH CHECK ({_EVERYWHERE})')
        grant(table, "select", "insert")
