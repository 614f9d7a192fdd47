"""Files of registers, and what was handed on to other bodies, each behind its body's wall."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from kostra.store.migrations.walls import grant, seen

revision = "0005"
down_revision = "0004"

_TIME = sa.DateTime(timezone=True)
_OWN = "body = NULLIF((SELECT current_setting('kostra.body', true)), '')"
"""The row is of the body that this transaction is for."""
_EVERYWHERE = "(SELECT current_setting('kostra.regions', true)) = '*'"


def upgrade() -> None:
    _registers()
    _passing()


def _registers() -> None:
    op.create_table(
        "register_file",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("register", sa.Text, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("holds", sa.Text, nullable=False),
        sa.Column("received", _TIME, nullable=False),
        sa.Column("by_kind", sa.Text, nullable=False),
        sa.Column("by_id", sa.Text, nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("file_name", sa.Text),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("severity", sa.SmallInteger, nullable=False),
        sa.Column("found", JSONB, nullable=False),
        sa.Column("replaces", sa.Text, sa.ForeignKey("register_file.id")),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("receipt", sa.Text),
    )
    op.create_index("register_file_register_period_idx", "register_file", ["register", "period"])
    op.create_index(
        "register_file_in_force_idx",
        "register_file",
        ["register", "period"],
        unique=True,
        postgresql_where=sa.text("holds = 'in-force'"),
    )
    op.create_table(
        "register_kept",
        sa.Column("file", sa.Text, sa.ForeignKey("register_file.id"), primary_key=True),
        sa.Column("what", sa.Text, primary_key=True),
        sa.Column("body", sa.Text),
        *_kept(),
    )
    for table in ("register_file", "register_kept"):
        _wall(table, f"{_EVERYWHERE} OR {_OWN}")
        grant(table, "select", "insert", "update")


def _passing() -> None:
    op.create_table(
        "handed_on",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("submission", sa.Text, sa.ForeignKey("submission.id"), nullable=False, unique=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("season", sa.Text, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("received", _TIME, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("file_name", sa.Text),
        sa.Column("opened", sa.Boolean, nullable=False),
        sa.Column("receipt", sa.Text, nullable=False),
        sa.Column("fetched", _TIME),
        sa.Column("fetched_by_kind", sa.Text),
        sa.Column("fetched_by_id", sa.Text),
        sa.Column("fetched_by_name", sa.Text),
    )
    op.create_index("handed_on_region_idx", "handed_on", ["region"])
    op.create_index("handed_on_body_at_idx", "handed_on", ["body", "at"])
    op.create_table(
        "handed_on_kept",
        sa.Column("handed_on", sa.Text, sa.ForeignKey("handed_on.id"), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        *_kept(),
    )
    _wall("handed_on", f"{seen()} OR {_OWN}")
    # The desk reaches every region, and still not the keys to what another body was sent.
    _wall("handed_on_kept", _OWN)
    for table in ("handed_on", "handed_on_kept"):
        grant(table, "select", "insert", "update")


def _kept() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("object", sa.Text, nullable=False),
        sa.Column("key", sa.LargeBinary),
        sa.Column("wrapped_by", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("destroyed", _TIME),
    )


def _wall(table: str, reached: str) -> None:
    op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    op.execute(f'CREATE POLICY wall ON "{table}" USING ({reached}) WITH CHECK ({reached})')
