"""Disclosure control: runs, audits, approvals, and what people decided. Of the whole country, and reached by those alone who reach all of
it. Rows are only ever added."""

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


protection = sa.Table(
    "protection",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("input", sa.Text, nullable=False),
    sa.Column("pattern", sa.Text, nullable=False),
    sa.Column("counts", sa.Text, nullable=False),
    *_said(),
)
"""`counts` is JSON: how many cells are shown and not, by kind of region and by table, and the ids of the decisions that are in the run."""

protection_audit = sa.Table(
    "protection_audit",
    metadata,
    sa.Column("protection", sa.Text, sa.ForeignKey("protection.id"), primary_key=True),
    sa.Column("cells", sa.Integer, nullable=False),
    sa.Column("suppressed", sa.Integer, nullable=False),
    sa.Column("recoverable_by_rank", sa.Integer, nullable=False),
    sa.Column("determined_by_bounds", sa.Integer, nullable=False),
    sa.Column("narrower_than_3", sa.Integer, nullable=False),
    sa.Column("certified", sa.Integer, nullable=False),
    sa.Column("proven_unique", sa.Integer, nullable=False),
    sa.Column("passed", sa.Boolean, nullable=False),
    *_said(),
)

protection_approval = sa.Table(
    "protection_approval",
    metadata,
    sa.Column("protection", sa.Text, sa.ForeignKey("protection.id"), primary_key=True),
    *_said(),
)

forcing = sa.Table(
    "forcing",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("cell", sa.Text, nullable=False),
    sa.Column("seen_in", sa.Text, sa.ForeignKey("protection.id"), nullable=False),
    *_said(),
)

forcing_answer = sa.Table(
    "forcing_answer",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("forcing", sa.Text, sa.ForeignKey("forcing.id"), nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    *_said(),
)

merge = sa.Table(
    "merge",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("table", sa.Text, nullable=False),
    sa.Column("dimension", sa.Text, nullable=False),
    sa.Column("codes", sa.ARRAY(sa.Text), nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("title_nb", sa.Text, nullable=False),
    sa.Column("title_nn", sa.Text, nullable=False),
    sa.Column("since", sa.Integer, nullable=False),
    *_said(),
)

merge_undone = sa.Table(
    "merge_undone",
    metadata,
    sa.Column("merge", sa.Text, sa.ForeignKey("merge.id"), primary_key=True),
    *_said(),
)
