"""The patches that accepted proposals have become, and what was said of each. Added, and never changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kostra.store.migrations.walls import grant

revision = "0017"
down_revision = "0016"

_EVERYWHERE = "(SELECT current_setting('kostra.regions', true)) = '*'"
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "proposal_patch",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("proposal", sa.Text, sa.ForeignKey("proposal.id"), nullable=False, index=True),
        sa.Column("version", sa.BigInteger, sa.ForeignKey("proposal_version.number"), nullable=False),
        sa.Column("year", sa.Integer, nullable=False, index=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        *_said(),
    )
    op.create_table(
        "proposal_review",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("patch", sa.Text, sa.ForeignKey("proposal_patch.id"), nullable=False, index=True),
        sa.Column("verdict", sa.Text, nullable=False),
        *_said(),
    )
    for table in ("proposal_patch", "proposal_review"):
        op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'CREATE POLICY wall ON "{table}" USING (true) WITH CHECK ({_EVERYWHERE})')
        grant(table, "select", "insert")


def _said() -> tuple[sa.Column[object], ...]:
    """What somebody said, who, and when. New columns for each table."""
    return (
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("by_kind", sa.Text, nullable=False),
        sa.Column("by_id", sa.Text, nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
    )
