"""Contacts, letters, messages, reminders and error lists. Every row belongs to a region."""

from __future__ import annotations

import sqlalchemy as sa

from kostra.store.tables import Time, metadata

contact = sa.Table(
    "contact",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("region", sa.Text, nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("roles", sa.Text, nullable=False),
    sa.Column("email", sa.Text),
    sa.Column("phone", sa.Text),
)

attempt = sa.Table(
    "attempt",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("region", sa.Text, nullable=False, index=True),
    sa.Column("at", Time, nullable=False),
    sa.Column("by_kind", sa.Text, nullable=False),
    sa.Column("by_id", sa.Text, nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("form", sa.Text),
    sa.Column("period", sa.Text),
    sa.Column("next_on", sa.Date),
    sa.Column("note", sa.Text, nullable=False),
)

thread = sa.Table(
    "thread",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("region", sa.Text, nullable=False, index=True),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("opened", Time, nullable=False),
    sa.Column("form", sa.Text),
    sa.Column("period", sa.Text),
    sa.Column("closed", Time),
)

message = sa.Table(
    "message",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("thread", sa.Text, sa.ForeignKey("thread.id"), nullable=False, index=True),
    sa.Column("region", sa.Text, nullable=False, index=True),
    sa.Column("at", Time, nullable=False),
    sa.Column("author_kind", sa.Text, nullable=False),
    sa.Column("author_id", sa.Text, nullable=False),
    sa.Column("author_name", sa.Text, nullable=False),
    sa.Column("side", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("read", Time),
)

letter = sa.Table(
    "letter",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("region", sa.Text, nullable=False, index=True),
    sa.Column("round", sa.Text, index=True),
    sa.Column("to", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("made", Time, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_try", Time, nullable=False),
    sa.Column("sent", Time),
    sa.Index("letter_state_next_try_idx", "state", "next_try"),
)

reminder = sa.Table(
    "reminder",
    metadata,
    sa.Column("round", sa.Text, primary_key=True),
    sa.Column("season", sa.Text, primary_key=True),
    sa.Column("form", sa.Text, primary_key=True),
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("at", Time, nullable=False),
    sa.Column("by_kind", sa.Text, nullable=False),
    sa.Column("by_id", sa.Text, nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("letter", sa.Text, sa.ForeignKey("letter.id"), nullable=False),
    sa.Index("reminder_region_idx", "region"),
)

error_list = sa.Table(
    "error_list",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("season", sa.Text, nullable=False),
    sa.Column("form", sa.Text, nullable=False),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("region", sa.Text, nullable=False, index=True),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("submission", sa.Text, sa.ForeignKey("submission.id"), nullable=False),
    sa.Column("sent", Time, nullable=False),
    sa.Column("sent_by", sa.Text, nullable=False),
    sa.Column("answer_by", sa.Date, nullable=False),
    sa.Column("left_out", sa.Integer, nullable=False),
    sa.Column("compared", sa.Text),
    sa.Column("returned", Time),
    sa.Column("closed", Time),
    sa.Column("treatment", sa.Text, nullable=False),
    sa.UniqueConstraint("season", "form", "period", "region", "round"),
)

error_line = sa.Table(
    "error_line",
    metadata,
    sa.Column("list", sa.Text, sa.ForeignKey("error_list.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("region", sa.Text, nullable=False, index=True),
    sa.Column("control", sa.Text, nullable=False),
    sa.Column("severity", sa.SmallInteger, nullable=False),
    sa.Column("line", sa.BigInteger, nullable=False),
    sa.Column("field", sa.Text),
    sa.Column("journal", sa.Text),
    sa.Column("nb", sa.Text, nullable=False),
    sa.Column("nn", sa.Text, nullable=False),
    sa.Column("answer", sa.Text),
    sa.Column("explanation", sa.Text, nullable=False),
    sa.Column("answered", Time),
    sa.Column("answered_by", sa.Text, nullable=False),
    sa.Column("fate", sa.Text, nullable=False),
)
