"""What readers say of the questions of the guide, and what the desk does with it. Added, and never changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kostra.store.migrations.walls import grant

revision = "0015"
down_revision = "0014"

_EVERYWHERE = "(SELECT current_setting('kostra.regions', true)) = '*'"
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("helped", sa.Boolean, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
    )
    op.create_index("feedback_at_idx", "feedback", ["at"])
    op.create_index("feedback_form_idx", "feedback", ["form", "field"])
    op.create_table(
        "feedback_step",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("feedback", sa.Text, sa.ForeignKey("feedback.id"), nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("by_kind", sa.Text, nullable=False),
        sa.Column("by_id", sa.Text, nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
    )
    op.create_index("feedback_step_feedback_idx", "feedback_step", ["feedback", "number"])
    for table in ("feedback", "feedback_step"):
        op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'CREATE POLICY wall ON "{table}" USING ({_EVERYWHERE}) WITH CHECK ({_EVERYWHERE})')
        grant(table, "select", "insert")
