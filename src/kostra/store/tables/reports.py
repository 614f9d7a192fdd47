"""Yearly reports: what was counted, what people wrote, and how far they came. They are of the whole country, and reached by those alone
who reach all of it. Rows are only ever added."""

from __future__ import annotations

import sqlalchemy as sa

from kostra.store.tables import Time, metadata


def _who() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("by_kind", sa.Text, nullable=False),
        sa.Column("by_id", sa.Text, nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
        sa.Column("at", Time, nullable=False),
    )


report = sa.Table(
    "report",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
    *_who(),
)
"""The record is JSON: every figure with its rows, and the report composed of them in both written forms."""

report_text = sa.Table(
    "report_text",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("slot", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("about", sa.Text, nullable=False),
    *_who(),
)

report_step = sa.Table(
    "report_step",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("sha256", sa.Text),
    sa.Column("record", sa.Text),
    sa.Column("reason", sa.Text, nullable=False),
    *_who(),
)
