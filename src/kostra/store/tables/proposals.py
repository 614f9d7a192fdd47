"""Proposals for changes: what is written, how they move, hearings and meetings. What is entered is for anybody to read; a draft is its
author's own, and addresses are the desk's. Rows are only ever added."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from kostra.store.tables import Time, metadata


def _said() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("by_kind", sa.Text, nullable=False),
        sa.Column("by_id", sa.Text, nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
        sa.Column("at", Time, nullable=False),
    )


def _of_proposal() -> sa.Column[object]:
    return sa.Column("proposal", sa.Text, sa.ForeignKey("proposal.id"), nullable=False, index=True)


proposal = sa.Table(
    "proposal",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    *_said(),
)

proposal_version = sa.Table(
    "proposal_version",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    _of_proposal(),
    sa.Column("content", JSONB, nullable=False),
    *_said(),
)

proposal_move = sa.Table(
    "proposal_move",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    _of_proposal(),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("after", sa.Text, nullable=False),
    sa.Column("year", sa.Integer),
    sa.Column("meeting", sa.BigInteger, sa.ForeignKey("proposal_meeting.number")),
    *_said(),
)

proposal_trial = sa.Table(
    "proposal_trial",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    _of_proposal(),
    sa.Column("version", sa.BigInteger, sa.ForeignKey("proposal_version.number"), nullable=False),
    sa.Column("result", JSONB, nullable=False),
    *_said(),
)

proposal_hearing = sa.Table(
    "proposal_hearing",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    _of_proposal(),
    sa.Column("deadline", sa.Date, nullable=False),
    sa.Column("parties", sa.ARRAY(sa.Text), nullable=False),
    *_said(),
)

proposal_contact = sa.Table(
    "proposal_contact",
    metadata,
    sa.Column("hearing", sa.Text, sa.ForeignKey("proposal_hearing.id"), primary_key=True),
    sa.Column("party", sa.Text, primary_key=True),
    sa.Column("address", sa.Text, nullable=False),
)

proposal_answer = sa.Table(
    "proposal_answer",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("hearing", sa.Text, sa.ForeignKey("proposal_hearing.id"), nullable=False, index=True),
    sa.Column("party", sa.Text, nullable=False),
    sa.Column("stance", sa.Text, nullable=False),
    sa.Column("came", sa.Text, nullable=False),
    *_said(),
)

proposal_reminder = sa.Table(
    "proposal_reminder",
    metadata,
    sa.Column("hearing", sa.Text, sa.ForeignKey("proposal_hearing.id"), primary_key=True),
    sa.Column("days", sa.Integer, primary_key=True),
    sa.Column("at", Time, nullable=False),
    sa.Column("letters", sa.Integer, nullable=False),
)

proposal_meeting = sa.Table(
    "proposal_meeting",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("held", sa.Date, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    *_said(),
)

proposal_minutes = sa.Table(
    "proposal_minutes",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("meeting", sa.Text, sa.ForeignKey("proposal_meeting.id"), nullable=False),
    sa.Column("proposal", sa.Text, sa.ForeignKey("proposal.id")),
    *_said(),
)
