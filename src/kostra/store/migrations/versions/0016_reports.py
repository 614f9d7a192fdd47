"""Yearly reports: what was counted, what people wrote, and how far they came. Added, and never changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kostra.store.migrations.walls import grant

revision = "0016"
down_revision = "0015"

_EVERYWHERE = "(SELECT current_setting('kostra.regions', true)) = '*'"
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        *_who(),
    )
    op.create_table(
        "report_text",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("slot", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        *_who(),
    )
    op.create_table(
        "report_step",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text),
        sa.Column("record", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        *_who(),
    )
    for table in ("report", "report_text", "report_step"):
        op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'CREATE POLICY wall ON "{table}" USING ({_EVERYWHERE}) WITH CHECK ({_EVERYWHERE})')
        grant(table, "select", "insert")


def _who() -> tuple[sa.Column[object], ...]:
    """Who, and when. New columns for each table."""
    return (
        sa.Column("by_kind", sa.Text, nullable=False),
        sa.Column("by_id", sa.Text, nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
    )
