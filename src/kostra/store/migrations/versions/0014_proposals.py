"""Proposals for changes: what is written, how they move, hearings and meetings. Added, and never changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from kostra.store.migrations.walls import grant

revision = "0014"
down_revision = "0013"

_EVERYWHERE = "(SELECT current_setting('kostra.regions', true)) = '*'"
_MINE = "by_kind || '/' || by_id = (SELECT current_setting('kostra.actor', true))"
_OF_SEEN = "proposal IN (SELECT id FROM proposal)"
_OF_HEARING = "hearing IN (SELECT id FROM proposal_hearing)"
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "proposal",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        *_said(),
    )
    op.create_table(
        "proposal_version",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        _of_proposal(),
        sa.Column("content", JSONB, nullable=False),
        *_said(),
    )
    _meetings()
    op.create_table(
        "proposal_move",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        _of_proposal(),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("year", sa.Integer),
        sa.Column("meeting", sa.BigInteger, sa.ForeignKey("proposal_meeting.number")),
        *_said(),
    )
    op.create_table(
        "proposal_trial",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        _of_proposal(),
        sa.Column("version", sa.BigInteger, sa.ForeignKey("proposal_version.number"), nullable=False),
        sa.Column("result", JSONB, nullable=False),
        *_said(),
    )
    _hearings()
    # Who entered one, and what it said, is for anybody as soon as it is entered; a draft is its author's own, and the desk's.
    entered = "id IN (SELECT proposal FROM proposal_move WHERE after = 'entered')"
    _walled("proposal", f"{_EVERYWHERE} OR {_MINE} OR {entered}", f"{_EVERYWHERE} OR {_MINE}")
    for table in ("proposal_version", "proposal_trial"):
        _walled(table, _OF_SEEN, f"{_EVERYWHERE} OR {_MINE}")
    _walled("proposal_move", "true", f"{_EVERYWHERE} OR {_MINE}")
    _walled("proposal_hearing", "true", _EVERYWHERE)
    _walled("proposal_contact", _EVERYWHERE, _EVERYWHERE)
    _walled("proposal_answer", _OF_HEARING, f"{_EVERYWHERE} OR {_MINE}")
    for table in ("proposal_reminder", "proposal_meeting", "proposal_minutes"):
        _walled(table, "true", _EVERYWHERE)


def _hearings() -> None:
    op.create_table(
        "proposal_hearing",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        _of_proposal(),
        sa.Column("deadline", sa.Date, nullable=False),
        sa.Column("parties", sa.ARRAY(sa.Text), nullable=False),
        *_said(),
    )
    op.create_table(
        "proposal_contact",
        sa.Column("hearing", sa.Text, sa.ForeignKey("proposal_hearing.id"), primary_key=True),
        sa.Column("party", sa.Text, primary_key=True),
        sa.Column("address", sa.Text, nullable=False),
    )
    op.create_table(
        "proposal_answer",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("hearing", sa.Text, sa.ForeignKey("proposal_hearing.id"), nullable=False, index=True),
        sa.Column("party", sa.Text, nullable=False),
        sa.Column("stance", sa.Text, nullable=False),
        sa.Column("came", sa.Text, nullable=False),
        *_said(),
    )
    op.create_table(
        "proposal_reminder",
        sa.Column("hearing", sa.Text, sa.ForeignKey("proposal_hearing.id"), primary_key=True),
        sa.Column("days", sa.Integer, primary_key=True),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("letters", sa.Integer, nullable=False),
    )


def _meetings() -> None:
    op.create_table(
        "proposal_meeting",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("held", sa.Date, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        *_said(),
    )
    op.create_table(
        "proposal_minutes",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("meeting", sa.Text, sa.ForeignKey("proposal_meeting.id"), nullable=False),
        sa.Column("proposal", sa.Text, sa.ForeignKey("proposal.id")),
        *_said(),
    )


def _of_proposal() -> sa.Column[object]:
    return sa.Column("proposal", sa.Text, sa.ForeignKey("proposal.id"), nullable=False, index=True)


def _walled(table: str, seen: str, added: str) -> None:
    op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    op.execute(f'CREATE POLICY wall ON "{table}" USING ({seen}) WITH CHECK ({added})')
    grant(table, "select", "insert")


def _said() -> tuple[sa.Column[object], ...]:
    """What somebody said, who, and when. New columns for each table."""
    return (
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("by_kind", sa.Text, nullable=False),
        sa.Column("by_id", sa.Text, nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
    )
