"""Who takes part in the frequent series, and its figures. Added, and never changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kostra.store.migrations.walls import grant, wall

revision = "0013"
down_revision = "0012"

_EVERYWHERE = "(SELECT current_setting('kostra.regions', true)) = '*'"
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "series_consent",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("since", sa.Text),
        sa.Column("on_behalf", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        *_who(),
    )
    wall("series_consent")
    grant("series_consent", "select", "insert")
    op.create_table(
        "series_figures",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("input", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("passed", sa.Boolean, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        *_who(),
    )
    op.create_table(
        "series_approval",
        sa.Column("figures", sa.Text, sa.ForeignKey("series_figures.id"), primary_key=True),
        sa.Column("standing", sa.Text, sa.ForeignKey("standing_approval.id")),
        sa.Column("said", sa.Text, nullable=False),
        *_who(),
    )
    for table in ("series_figures", "series_approval"):
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
