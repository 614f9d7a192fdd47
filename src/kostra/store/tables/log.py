"""The log of events: only ever added to. `before` is the hash of the event before it, and `hash` is over the two."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from kostra.store.tables import Time, metadata

event = sa.Table(
    "event",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", Time, nullable=False),
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
    sa.Index("event_region_number_idx", "region", "number"),
    sa.Index("event_subject_number_idx", "subject", "number"),
    sa.Index("event_form_period_action_number_idx", "form", "period", "action", "number"),
)
