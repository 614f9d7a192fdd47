"""Releases, their tables, approvals and withdrawals, and standing approvals. Added, and never changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kostra.store.migrations.walls import grant

revision = "0010"
down_revision = "0009"

_EVERYWHERE = "(SELECT current_setting('kostra.regions', true)) = '*'"
_TIME = sa.DateTime(timezone=True)
_TABLES = (
    "release",
    "release_table",
    "standing_approval",
    "standing_approval_ended",
    "release_approval",
    "release_withdrawn",
)


def upgrade() -> None:
    op.create_table(
        "release",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("hour", _TIME, nullable=False),
        sa.Column("manifest", sa.Text, nullable=False),
        sa.Column("corrects", sa.Text, sa.ForeignKey("release.id")),
        *_said(),
    )
    op.create_table(
        "release_table",
        sa.Column("release", sa.Text, sa.ForeignKey("release.id"), primary_key=True),
        sa.Column("table", sa.Text, primary_key=True),
        sa.Column("protection", sa.Text, sa.ForeignKey("protection.id"), nullable=False),
    )
    op.create_table(
        "standing_approval",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("tables", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        *_said(),
    )
    op.create_table(
        "standing_approval_ended",
        sa.Column("standing", sa.Text, sa.ForeignKey("standing_approval.id"), primary_key=True),
        *_said(),
    )
    op.create_table(
        "release_approval",
        sa.Column("release", sa.Text, sa.ForeignKey("release.id"), primary_key=True),
        sa.Column("standing", sa.Text, sa.ForeignKey("standing_approval.id")),
        *_said(),
    )
    op.create_table(
        "release_withdrawn",
        sa.Column("release", sa.Text, sa.ForeignKey("release.id"), primary_key=True),
        *_said(),
    )
    for table in _TABLES:
        op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'CREATE POLICY wall ON "{table}" USING ({_EVERYWHERE}) WITH CHECK ({_EVERYWHERE})')
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
