"""Persons, systems, offices, what they hold, and the sessions of those who are logged in.

`key` is a digest made under a key of the house; no national id is here. What has ended keeps its row, with the time; a session is deleted.
"""

from __future__ import annotations

import sqlalchemy as sa

from kostra.store.tables import Time, metadata

person = sa.Table(
    "person",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("language", sa.Text),
    sa.Column("created", Time, nullable=False),
    sa.Column("code", sa.Text, unique=True),
    sa.Column("code_until", Time),
)

system = sa.Table(
    "system",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("client", sa.Text, nullable=False),
    sa.Column("orgnr", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.UniqueConstraint("client", "orgnr"),
)

office = sa.Table(
    "office",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
)

member = sa.Table(
    "office_member",
    metadata,
    sa.Column("office", sa.Text, sa.ForeignKey("office.id"), primary_key=True),
    sa.Column("person", sa.Text, sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("administers", sa.Boolean, nullable=False),
    sa.Column("since", Time, nullable=False),
    sa.Column("ended", Time),
    sa.Index("office_member_person_idx", "person"),
)

mandate = sa.Table(
    "mandate",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("holder_kind", sa.Text, nullable=False),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("form", sa.Text),
    sa.Column("right", sa.Text, nullable=False),
    sa.Column("since", Time, nullable=False),
    sa.Column("given_by_kind", sa.Text, nullable=False),
    sa.Column("given_by", sa.Text, nullable=False),
    sa.Column("ended", Time),
    sa.Index("mandate_holder_idx", "holder"),
    sa.Index("mandate_region_idx", "region"),
)

duty = sa.Table(
    "duty",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, sa.ForeignKey("person.id"), nullable=False),
    sa.Column("duty", sa.Text, nullable=False),
    sa.Column("body", sa.Text),
    sa.Column("since", Time, nullable=False),
    sa.Column("ended", Time),
    sa.Index("duty_person_idx", "person"),
)

session = sa.Table(
    "session",
    metadata,
    sa.Column("mark", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, sa.ForeignKey("person.id"), nullable=False),
    sa.Column("started", Time, nullable=False),
    sa.Column("seen", Time, nullable=False),
    sa.Index("session_person_idx", "person"),
)

language = sa.Table(
    "region_language",
    metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("language", sa.Text, nullable=False),
)
