"""What the desk has said of residuals. An answer is added, never changed, and never removed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kostra.store.migrations.walls import grant, wall

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "explanation",
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
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_kind", sa.Text, nullable=False),
        sa.Column("by_id", sa.Text, nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
    )
    op.create_index("explanation_comparison_year_idx", "explanation", ["comparison", "year"])
    op.create_index("explanation_region_idx", "explanation", ["region"])
    wall("explanation")
    grant("explanation", "select", "insert")
