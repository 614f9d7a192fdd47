"""Runs of disclosure control, their audits and approvals, cells that are forced out, and merges. Added, and never changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kostra.store.migrations.walls import grant

revision = "0009"
down_revision = "0008"

_EVERYWHERE = "(SELECT current_setting('kostra.regions', true)) = '*'"
_TABLES = (
    "protection",
    "protection_audit",
    "protection_approval",
    "forcing",
    "forcing_answer",
    "merge",
    "merge_undone",
)


def upgrade() -> None:
    op.create_table(
        "protection",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("input", sa.Text, nullable=False),
        sa.Column("pattern", sa.Text, nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
        *_said(),
    )
    op.create_table(
        "protection_audit",
        sa.Column("protection", sa.Text, sa.ForeignKey("protection.id"), primary_key=True),
        sa.Column("cells", sa.Integer, nullable=False),
        sa.Column("suppressed", sa.Integer, nullable=False),
        sa.Column("recoverable_by_rank", sa.Integer, nullable=False),
        sa.Column("determined_by_bounds", sa.Integer, nullable=False),
        sa.Column("narrower_than_3", sa.Integer, nullable=False),
        sa.Column("certified", sa.Integer, nullable=False),
        sa.Column("proven_unique", sa.Integer, nullable=False),
        sa.Column("passed", sa.Boolean, nullable=False),
        *_said(),
    )
    op.create_table(
        "protection_approval",
        sa.Column("protection", sa.Text, sa.ForeignKey("protection.id"), primary_key=True),
        *_said(),
    )
    op.create_table(
        "forcing",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("cell", sa.Text, nullable=False),
        sa.Column("seen_in", sa.Text, sa.ForeignKey("protection.id"), nullable=False),
        *_said(),
    )
    op.create_table(
        "forcing_answer",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("forcing", sa.Text, sa.ForeignKey("forcing.id"), nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        *_said(),
    )
    op.create_table(
        "merge",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("table", sa.Text, nullable=False),
        sa.Column("dimension", sa.Text, nullable=False),
        sa.Column("codes", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("title_nb", sa.Text, nullable=False),
        sa.Column("title_nn", sa.Text, nullable=False),
        sa.Column("since", sa.Integer, nullable=False),
        *_said(),
    )
    op.create_table(
        "merge_undone",
        sa.Column("merge", sa.Text, sa.ForeignKey("merge.id"), primary_key=True),
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
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
