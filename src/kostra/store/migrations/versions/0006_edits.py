"""The log of edits, what was judged usable, and snapshots. What has happened is only added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kostra.store.migrations.walls import grant, wall

revision = "0006"
down_revision = "0005"

_TIME = sa.DateTime(timezone=True)
_EVERYWHERE = "(SELECT current_setting('kostra.regions', true)) = '*'"


def upgrade() -> None:
    _edits()
    _usability()
    _snapshots()


def _edits() -> None:
    op.create_table(
        "edit",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("act", sa.Text, nullable=False),
        *_whose(),
        sa.Column("submission", sa.Text, nullable=False),
        sa.Column("record", sa.Text),
        sa.Column("line", sa.BigInteger),
        sa.Column("field", sa.Text),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        *_by(),
        sa.Column("answers", sa.Text),
        sa.Column("automatic", sa.Boolean, nullable=False),
        sa.Column("rule", sa.Text),
        sa.Column("about", sa.Text),
        sa.Column("digest", sa.Text),
        sa.Column("needs_second", sa.Boolean, nullable=False),
    )
    op.create_index("edit_whole_idx", "edit", ["season", "form", "period", "number"])
    op.create_index("edit_region_idx", "edit", ["region"])
    wall("edit")
    grant("edit", "select", "insert")


def _usability() -> None:
    op.create_table(
        "usability",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        *_whose(),
        sa.Column("table", sa.Text, nullable=False),
        sa.Column("usable", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        *_by(),
    )
    op.create_index("usability_whole_idx", "usability", ["season", "form", "period", "region"])
    op.create_index("usability_region_idx", "usability", ["region"])
    wall("usability")
    grant("usability", "select", "insert")


def _snapshots() -> None:
    op.create_table(
        "snapshot",
        sa.Column("season", sa.Text, primary_key=True),
        sa.Column("form", sa.Text, primary_key=True),
        sa.Column("period", sa.Text, primary_key=True),
        sa.Column("made_of", sa.Text, nullable=False),
        sa.Column("made", _TIME, nullable=False),
        sa.Column("object", sa.Text, nullable=False),
        sa.Column("key", sa.LargeBinary),
        sa.Column("wrapped_by", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
    )
    op.execute('ALTER TABLE "snapshot" ENABLE ROW LEVEL SECURITY')
    op.execute(f'CREATE POLICY wall ON "snapshot" USING ({_EVERYWHERE}) WITH CHECK ({_EVERYWHERE})')
    grant("snapshot", "select", "insert", "update")


def _whose() -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text, nullable=False) for name in ("season", "form", "period", "region"))


def _by() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("by_kind", sa.Text, nullable=False),
        sa.Column("by_id", sa.Text, nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
    )
