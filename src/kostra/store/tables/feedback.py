"""What readers say of the questions of the guide, and what the desk does with it. They are of no region and of nobody. Rows are only ever
added."""

from __future__ import annotations

import sqlalchemy as sa

from kostra.store.tables import Time, metadata

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("form", sa.Text, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("helped", sa.Boolean, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", Time, nullable=False),
    sa.Index("feedback_at_idx", "at"),
    sa.Index("feedback_form_idx", "form", "field"),
)

feedback_step = sa.Table(
    "feedback_step",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("feedback", sa.Text, sa.ForeignKey("feedback.id"), nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("said", sa.Text, nullable=False),
    sa.Column("by_kind", sa.Text, nullable=False),
    sa.Column("by_id", sa.Text, nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", Time, nullable=False),
    sa.Index("feedback_step_feedback_idx", "feedback", "number"),
)
