"""Who takes part in the frequent series, and its figures. A line about taking part is its region's own; the figures are of the whole
country, and reached by those alone who reach all of it. Rows are only ever added."""

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


series_consent = sa.Table(
    "series_consent",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("since", sa.Text),
    sa.Column("on_behalf", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    *_who(),
)

series_figures = sa.Table(
    "series_figures",
    metadata,
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
"""The record is JSON of some hundred kilobytes, with the figures of single units."""

series_approval = sa.Table(
    "series_approval",
    metadata,
    sa.Column("figures", sa.Text, sa.ForeignKey("series_figures.id"), primary_key=True),
    sa.Column("standing", sa.Text, sa.ForeignKey("standing_approval.id")),
    sa.Column("said", sa.Text, nullable=False),
    *_who(),
)
