"""Releases, their tables, approvals and withdrawals. Of the whole country, and reached by those alone who reach all of it. Rows are only
ever added."""

from __future__ import annotations

import sqlalchemy as sa

from kostra.store.tables import Time, metadata


def _said() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("by_kind", sa.Text, nullable=False),
        sa.Column("by_id", sa.Text, nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
        sa.Column("at", Time, nullable=False),
    )


release = sa.Table(
    "release",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("hour", Time, nullable=False),
    sa.Column("manifest", sa.Text, nullable=False),
    sa.Column("corrects", sa.Text, sa.ForeignKey("release.id")),
    *_said(),
)

release_table = sa.Table(
    "release_table",
    metadata,
    sa.Column("release", sa.Text, sa.ForeignKey("release.id"), primary_key=True),
    sa.Column("table", sa.Text, primary_key=True),
    sa.Column("protection", sa.Text, sa.ForeignKey("protection.id"), nullable=False),
)

standing_approval = sa.Table(
    "standing_approval",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("tables", sa.ARRAY(sa.Text), nullable=False),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date, nullable=False),
    *_said(),
)

standing_approval_ended = sa.Table(
    "standing_approval_ended",
    metadata,
    sa.Column("standing", sa.Text, sa.ForeignKey("standing_approval.id"), primary_key=True),
    *_said(),
)

release_approval = sa.Table(
    "release_approval",
    metadata,
    sa.Column("release", sa.Text, sa.ForeignKey("release.id"), primary_key=True),
    sa.Column("standing", sa.Text, sa.ForeignKey("standing_approval.id")),
    *_said(),
)

release_withdrawn = sa.Table(
    "release_withdrawn",
    metadata,
    sa.Column("release", sa.Text, sa.ForeignKey("release.id"), primary_key=True),
    *_said(),
)
