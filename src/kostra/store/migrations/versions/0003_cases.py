"""Contacts, letters, messages, reminders and error lists: what follow-up keeps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kostra.store.migrations.walls import grant, wall

revision = "0003"
down_revision = "0002"

_TIME = sa.DateTime(timezone=True)

_RIGHTS = {
    "contact": ("select", "insert", "update", "delete"),
    "attempt": ("select", "insert"),
    "thread": ("select", "insert", "update"),
    "message": ("select", "insert", "update"),
    "letter": ("select", "insert", "update"),
    "reminder": ("select", "insert"),
    "error_list": ("select", "insert", "update"),
    "error_line": ("select", "insert", "update"),
}


def upgrade() -> None:
    _reached()
    _written()
    _lists()
    for table, rights in _RIGHTS.items():
        wall(table)
        grant(table, *rights)


def _reached() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("email", sa.Text),
        sa.Column("phone", sa.Text),
    )
    op.create_index("contact_region_idx", "contact", ["region"])
    op.create_table(
        "attempt",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
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
    op.create_index("attempt_region_idx", "attempt", ["region"])


def _written() -> None:
    op.create_table(
        "thread",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("opened", _TIME, nullable=False),
        sa.Column("form", sa.Text),
        sa.Column("period", sa.Text),
        sa.Column("closed", _TIME),
    )
    op.create_index("thread_region_idx", "thread", ["region"])
    op.create_table(
        "message",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("thread", sa.Text, sa.ForeignKey("thread.id"), nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("author_kind", sa.Text, nullable=False),
        sa.Column("author_id", sa.Text, nullable=False),
        sa.Column("author_name", sa.Text, nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("read", _TIME),
    )
    op.create_index("message_thread_idx", "message", ["thread"])
    op.create_index("message_region_idx", "message", ["region"])
    op.create_table(
        "letter",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("round", sa.Text),
        sa.Column("to", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("made", _TIME, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try", _TIME, nullable=False),
        sa.Column("sent", _TIME),
    )
    op.create_index("letter_region_idx", "letter", ["region"])
    op.create_index("letter_round_idx", "letter", ["round"])
    op.create_index("letter_state_next_try_idx", "letter", ["state", "next_try"])
    op.create_table(
        "reminder",
        sa.Column("round", sa.Text, primary_key=True),
        sa.Column("season", sa.Text, primary_key=True),
        sa.Column("form", sa.Text, primary_key=True),
        sa.Column("period", sa.Text, primary_key=True),
        sa.Column("region", sa.Text, primary_key=True),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("by_kind", sa.Text, nullable=False),
        sa.Column("by_id", sa.Text, nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
        sa.Column("letter", sa.Text, sa.ForeignKey("letter.id"), nullable=False),
    )
    op.create_index("reminder_region_idx", "reminder", ["region"])


def _lists() -> None:
    op.create_table(
        "error_list",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("season", sa.Text, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("submission", sa.Text, sa.ForeignKey("submission.id"), nullable=False),
        sa.Column("sent", _TIME, nullable=False),
        sa.Column("sent_by", sa.Text, nullable=False),
        sa.Column("answer_by", sa.Date, nullable=False),
        sa.Column("left_out", sa.Integer, nullable=False),
        sa.Column("compared", sa.Text),
        sa.Column("returned", _TIME),
        sa.Column("closed", _TIME),
        sa.Column("treatment", sa.Text, nullable=False),
        sa.UniqueConstraint("season", "form", "period", "region", "round", name="error_list_season_key"),
    )
    op.create_index("error_list_region_idx", "error_list", ["region"])
    op.create_table(
        "error_line",
        sa.Column("list", sa.Text, sa.ForeignKey("error_list.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("control", sa.Text, nullable=False),
        sa.Column("severity", sa.SmallInteger, nullable=False),
        sa.Column("line", sa.BigInteger, nullable=False),
        sa.Column("field", sa.Text),
        sa.Column("journal", sa.Text),
        sa.Column("nb", sa.Text, nullable=False),
        sa.Column("nn", sa.Text, nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("explanation", sa.Text, nullable=False),
        sa.Column("answered", _TIME),
        sa.Column("answered_by", sa.Text, nullable=False),
        sa.Column("fate", sa.Text, nullable=False),
    )
    op.create_index("error_line_region_idx", "error_line", ["region"])
