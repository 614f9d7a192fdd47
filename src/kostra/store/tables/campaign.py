"""What is owed. One row for each form, period and region in each season; `added` is when it became known that it was."""

from __future__ import annotations

import sqlalchemy as sa

from kostra.store.tables import Time, metadata

expected = sa.Table(
    "expected",
    metadata,
    sa.Column("season", sa.Text, primary_key=True),
    sa.Column("form", sa.Text, primary_key=True),
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("added", Time, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("since", Time, nullable=False),
    sa.Column("submission", sa.Text),
    sa.Column("arrived", Time),
    sa.Column("extended_until", sa.Date),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Index("expected_region_idx", "region"),
)
