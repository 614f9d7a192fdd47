"""The patches of accepted proposals, and what was said of them. For anybody to read, for the desk to write. Rows are only ever added."""

from __future__ import annotations

import sqlalchemy as sa

from kostra.store.tables import Time, metadata


def _said() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("by_kind", sa.Text, nullable=False),
        sa.Column("by_id", sa.Text, nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
        sa.Column("at", Time, nullable=False),
    )


proposal_patch = sa.Table(
    "proposal_patch",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("proposal", sa.Text, sa.ForeignKey("proposal.id"), nullable=False, index=True),
    sa.Column("version", sa.BigInteger, sa.ForeignKey("proposal_version.number"), nullable=False),
    sa.Column("year", sa.Integer, nullable=False, index=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    *_said(),
)

proposal_review = sa.Table(
    "proposal_review",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("patch", sa.Text, sa.ForeignKey("proposal_patch.id"), nullable=False, index=True),
    sa.Column("verdict", sa.Text, nullable=False),
    *_said(),
)
