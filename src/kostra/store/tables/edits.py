"""The log of edits and what was judged usable, one row for each event; and the snapshot of each form and period."""

from __future__ import annotations

import sqlalchemy as sa

from kostra.store.tables import Time, metadata

edit = sa.Table(
    "edit",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("season", sa.Text, nullable=False),
    sa.Column("form", sa.Text, nullable=False),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("submission", sa.Text, nullable=False),
    sa.Column("record", sa.Text),
    sa.Column("line", sa.BigInteger),
    sa.Column("field", sa.Text),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("by_kind", sa.Text, nullable=False),
    sa.Column("by_id", sa.Text, nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", Time, nullable=False),
    sa.Column("answers", sa.Text),
    sa.Column("automatic", sa.Boolean, nullable=False),
    sa.Column("rule", sa.Text),
    sa.Column("about", sa.Text),
    sa.Column("digest", sa.Text),
    sa.Column("needs_second", sa.Boolean, nullable=False),
    sa.Index("edit_whole_idx", "season", "form", "period", "number"),
    sa.Index("edit_region_idx", "region"),
)

usability = sa.Table(
    "usability",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("season", sa.Text, nullable=False),
    sa.Column("form", sa.Text, nullable=False),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("table", sa.Text, nullable=False),
    sa.Column("usable", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("by_kind", sa.Text, nullable=False),
    sa.Column("by_id", sa.Text, nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", Time, nullable=False),
    sa.Index("usability_whole_idx", "season", "form", "period", "region"),
    sa.Index("usability_region_idx", "region"),
)

snapshot = sa.Table(
    "snapshot",
    metadata,
    sa.Column("season", sa.Text, primary_key=True),
    sa.Column("form", sa.Text, primary_key=True),
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("made_of", sa.Text, nullable=False),
    sa.Column("made", Time, nullable=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("key", sa.LargeBinary),
    sa.Column("wrapped_by", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
)
"""Of all regions at once, so it is reached by those alone who reach every region."""
