"""What was sent, what is kept of it, and what came of its controls.

Every table has the region of the submission, so that the wall stands before each of them alike.
"""

from __future__ import annotations

import sqlalchemy as sa

from kostra.store.tables import Time, metadata

ONE_KEY = "submission_idempotency_key_idx"
"""A sender uses an Idempotency-Key once."""

submission = sa.Table(
    "submission",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("season", sa.Text, nullable=False),
    sa.Column("form", sa.Text, nullable=False),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("uploaded", Time, nullable=False),
    sa.Column("preparer_kind", sa.Text, nullable=False),
    sa.Column("preparer_id", sa.Text, nullable=False),
    sa.Column("preparer_name", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("received", Time),
    sa.Column("sender_kind", sa.Text),
    sa.Column("sender_id", sa.Text),
    sa.Column("sender_name", sa.Text),
    sa.Column("file_name", sa.Text),
    sa.Column("replaces", sa.Text),
    sa.Column("severity", sa.SmallInteger),
    sa.Column("records", sa.BigInteger),
    sa.Column("receipt", sa.Text),
    sa.Column("idempotency_key", sa.Text),
    sa.Index("submission_expected_idx", "season", "form", "period", "region"),
    sa.Index("submission_region_idx", "region"),
    sa.Index(
        ONE_KEY,
        *("season", "preparer_id", "idempotency_key"),
        unique=True,
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    ),
)

kept = sa.Table(
    "kept",
    metadata,
    sa.Column("submission", sa.Text, sa.ForeignKey("submission.id"), primary_key=True),
    sa.Column("what", sa.Text, primary_key=True),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("key", sa.LargeBinary),
    sa.Column("wrapped_by", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("destroyed", Time),
    sa.Index("kept_region_idx", "region"),
)

tally = sa.Table(
    "tally",
    metadata,
    sa.Column("submission", sa.Text, sa.ForeignKey("submission.id"), primary_key=True),
    sa.Column("control", sa.Text, primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("severity", sa.SmallInteger, primary_key=True),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("count", sa.BigInteger, nullable=False),
    sa.Index("tally_region_idx", "region"),
)
"""`field` is empty where the finding is about no field in particular."""

progress = sa.Table(
    "progress",
    metadata,
    sa.Column("submission", sa.Text, sa.ForeignKey("submission.id"), primary_key=True),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("done", sa.BigInteger, nullable=False),
    sa.Column("of", sa.BigInteger, nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    sa.Index("progress_region_idx", "region"),
)
