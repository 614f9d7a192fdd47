"""Persons, systems, offices, mandates, duties and sessions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kostra.store.migrations.walls import grant, wall

revision = "0002"
down_revision = "0001"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _who()
    _what_they_hold()
    _sessions()


def _who() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("language", sa.Text),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("code", sa.Text),
        sa.Column("code_until", _TIME),
        sa.UniqueConstraint("key", name="person_key_key"),
        sa.UniqueConstraint("code", name="person_code_key"),
    )
    op.create_table(
        "system",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("client", sa.Text, nullable=False),
        sa.Column("orgnr", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.UniqueConstraint("client", "orgnr", name="system_client_key"),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
    )
    op.create_table(
        "office_member",
        sa.Column("office", sa.Text, sa.ForeignKey("office.id"), primary_key=True),
        sa.Column("person", sa.Text, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("administers", sa.Boolean, nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("ended", _TIME),
    )
    op.create_index("office_member_person_idx", "office_member", ["person"])
    for table in ("person", "system", "office", "office_member"):
        grant(table, "select", "insert", "update")


def _what_they_hold() -> None:
    op.create_table(
        "mandate",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("holder_kind", sa.Text, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("form", sa.Text),
        sa.Column("right", sa.Text, nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("given_by_kind", sa.Text, nullable=False),
        sa.Column("given_by", sa.Text, nullable=False),
        sa.Column("ended", _TIME),
    )
    op.create_index("mandate_holder_idx", "mandate", ["holder"])
    op.create_index("mandate_region_idx", "mandate", ["region"])
    op.create_table(
        "region_language",
        sa.Column("region", sa.Text, primary_key=True),
        sa.Column("language", sa.Text, nullable=False),
    )
    for table in ("mandate", "region_language"):
        wall(table)
        grant(table, "select", "insert", "update")
    op.create_table(
        "duty",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("duty", sa.Text, nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("ended", _TIME),
    )
    op.create_index("duty_person_idx", "duty", ["person"])
    grant("duty", "select", "insert", "update")


def _sessions() -> None:
    op.create_table(
        "session",
        sa.Column("mark", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("started", _TIME, nullable=False),
        sa.Column("seen", _TIME, nullable=False),
    )
    op.create_index("session_person_idx", "session", ["person"])
    grant("session", "select", "insert", "update", "delete")
