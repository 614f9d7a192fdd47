"""Runs of the estimation: what was asked for, and what came of it. Of the whole country, and reached by those alone who reach all of it."""

from __future__ import annotations

import sqlalchemy as sa

from kostra.store.tables import Time, metadata

estimate = sa.Table(
    "estimate",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("season", sa.Text, nullable=False),
    sa.Column("form", sa.Text, nullable=False),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("by_kind", sa.Text, nullable=False),
    sa.Column("by_id", sa.Text, nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", Time, nullable=False),
)

estimate_outcome = sa.Table(
    "estimate_outcome",
    metadata,
    sa.Column("estimate", sa.Text, sa.ForeignKey("estimate.id"), primary_key=True),
    sa.Column("at", Time, nullable=False),
    sa.Column("sha256", sa.Text),
    sa.Column("refused", sa.Text),
    sa.Column("record", sa.Text),
    sa.Column("values", sa.Text),
)
"""The record is JSON of some hundred kilobytes, without a value of a single unit; `values` has those."""
