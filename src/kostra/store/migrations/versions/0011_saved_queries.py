"""Queries of published tables that readers keep. Added, and never changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kostra.store.migrations.walls import grant

revision = "0011"
down_revision = "0010"

_EVERYWHERE = "(SELECT current_setting('kostra.regions', true)) = '*'"


def upgrade() -> None:
    op.create_table(
        "saved_query",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("saved_query_at_idx", "saved_query", ["at"])
    op.execute("ALTER TABLE saved_query ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY wall ON saved_query USING ({_EVERYWHERE}) WITH CHECK ({_EVERYWHERE})")
    grant("saved_query", "select", "insert")
