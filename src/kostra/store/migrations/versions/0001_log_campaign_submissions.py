"""The log of events, what is owed, what was sent, and the queue."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects.postgresql import JSONB

from kostra.store.migrations.walls import APP, grant, one_way_wall, wall

revision = "0001"
down_revision = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _log()
    _campaign()
    _submissions()
    _queue()
    grant("alembic_version", "select")


def _log() -> None:
    op.create_table(
        "event",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("actor_kind", sa.Text, nullable=False),
        sa.Column("actor_id", sa.Text, nullable=False),
        sa.Column("actor_name", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("region", sa.Text),
        sa.Column("form", sa.Text),
        sa.Column("period", sa.Text),
        sa.Column("details", JSONB, nullable=False),
        sa.Column("before", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
    )
    op.create_index("event_region_number_idx", "event", ["region", "number"])
    op.create_index("event_subject_number_idx", "event", ["subject", "number"])
    op.create_index("event_form_period_action_number_idx", "event", ["form", "period", "action", "number"])
    one_way_wall("event")
    grant("event", "select", "insert")
    op.execute(
        """
        CREATE FUNCTION event_stands() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the log of events is only ever added to'; END $$
        """
    )
    op.execute(
        "CREATE TRIGGER event_stands BEFORE UPDATE OR DELETE OR TRUNCATE ON event "
        "FOR EACH STATEMENT EXECUTE FUNCTION event_stands()"
    )
    # The end of the chain is of another region more often than not. It is told as numbers and hashes, and nothing else.
    op.execute(
        """
        CREATE FUNCTION last_event(OUT number bigint, OUT at timestamptz, OUT hash bytea) LANGUAGE sql SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp
        AS $$ SELECT number, at, hash FROM public.event ORDER BY number DESC LIMIT 1 $$
        """
    )
    op.execute(f"REVOKE ALL ON FUNCTION last_event() FROM PUBLIC; GRANT EXECUTE ON FUNCTION last_event() TO {APP}")


def _campaign() -> None:
    op.create_table(
        "expected",
        sa.Column("season", sa.Text, primary_key=True),
        sa.Column("form", sa.Text, primary_key=True),
        sa.Column("period", sa.Text, primary_key=True),
        sa.Column("region", sa.Text, primary_key=True),
        sa.Column("added", _TIME, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("submission", sa.Text),
        sa.Column("arrived", _TIME),
        sa.Column("extended_until", sa.Date),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_index("expected_region_idx", "expected", ["region"])
    wall("expected")
    grant("expected", "select", "insert", "update")


def _submissions() -> None:
    op.create_table(
        "submission",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("season", sa.Text, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("uploaded", _TIME, nullable=False),
        sa.Column("preparer_kind", sa.Text, nullable=False),
        sa.Column("preparer_id", sa.Text, nullable=False),
        sa.Column("preparer_name", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("received", _TIME),
        sa.Column("sender_kind", sa.Text),
        sa.Column("sender_id", sa.Text),
        sa.Column("sender_name", sa.Text),
        sa.Column("file_name", sa.Text),
        sa.Column("replaces", sa.Text),
        sa.Column("severity", sa.SmallInteger),
        sa.Column("records", sa.BigInteger),
        sa.Column("receipt", sa.Text),
        sa.Column("idempotency_key", sa.Text),
    )
    op.create_index("submission_expected_idx", "submission", ["season", "form", "period", "region"])
    op.create_index("submission_region_idx", "submission", ["region"])
    op.create_index(
        "submission_idempotency_key_idx",
        "submission",
        ["season", "preparer_id", "idempotency_key"],
        unique=True,
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "kept",
        sa.Column("submission", sa.Text, sa.ForeignKey("submission.id"), primary_key=True),
        sa.Column("what", sa.Text, primary_key=True),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("object", sa.Text, nullable=False),
        sa.Column("key", sa.LargeBinary),
        sa.Column("wrapped_by", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("destroyed", _TIME),
    )
    op.create_table(
        "tally",
        sa.Column("submission", sa.Text, sa.ForeignKey("submission.id"), primary_key=True),
        sa.Column("control", sa.Text, primary_key=True),
        sa.Column("field", sa.Text, primary_key=True),
        sa.Column("severity", sa.SmallInteger, primary_key=True),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("count", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "progress",
        sa.Column("submission", sa.Text, sa.ForeignKey("submission.id"), primary_key=True),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("done", sa.BigInteger, nullable=False),
        sa.Column("of", sa.BigInteger, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
    )
    for table in ("kept", "tally", "progress"):
        op.create_index(f"{table}_region_idx", table, ["region"])
    for table in ("submission", "kept", "progress"):
        wall(table)
        grant(table, "select", "insert", "update")
    wall("tally")
    grant("tally", "select", "insert", "delete")


def _queue() -> None:
    """The tables of procrastinate, as it was when they were made. They hold ids of ours and nothing about anybody."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None
    connection.execute(SchemaManager.get_schema())
    for table in ("jobs", "events", "periodic_defers", "workers"):
        grant(f"procrastinate_{table}", "select", "insert", "update", "delete")
    op.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP}")
