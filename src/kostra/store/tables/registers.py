"""Files of registers, and what is kept of them. `found` is what the controls found, without anybody's id."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from kostra.store.tables import Time, metadata

register_file = sa.Table(
    "register_file",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("register", sa.Text, nullable=False),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("holds", sa.Text, nullable=False),
    sa.Column("received", Time, nullable=False),
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
    sa.Index("register_file_register_period_idx", "register", "period"),
    sa.Index(
        "register_file_in_force_idx",
        *("register", "period"),
        unique=True,
        postgresql_where=sa.text("holds = 'in-force'"),
    ),
)

register_kept = sa.Table(
    "register_kept",
    metadata,
    sa.Column("file", sa.Text, sa.ForeignKey("register_file.id"), primary_key=True),
    sa.Column("what", sa.Text, primary_key=True),
    sa.Column("body", sa.Text),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("key", sa.LargeBinary),
    sa.Column("wrapped_by", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("destroyed", Time),
)
