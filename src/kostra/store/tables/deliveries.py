"""Recipients, legal bases, and deliveries with what became of them. Rows are only ever added, but for the keys to what is kept."""

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


recipient = sa.Table(
    "recipient",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    *_said(),
)

recipient_key = sa.Table(
    "recipient_key",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("recipient", sa.Text, sa.ForeignKey("recipient.id"), nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    *_said(),
)

legal_basis = sa.Table(
    "legal_basis",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("recipient", sa.Text, sa.ForeignKey("recipient.id"), nullable=False),
    sa.Column("paragraph", sa.Text, nullable=False),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("variables", JSONB, nullable=False),
    sa.Column("persons", JSONB, nullable=False),
    sa.Column("identity", sa.Text, nullable=False),
    sa.Column("first_year", sa.Integer, nullable=False),
    sa.Column("last_year", sa.Integer),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date),
    *_said(),
)

legal_basis_approved = sa.Table(
    "legal_basis_approved",
    metadata,
    sa.Column("basis", sa.Text, sa.ForeignKey("legal_basis.id"), primary_key=True),
    *_said(),
)

legal_basis_ended = sa.Table(
    "legal_basis_ended",
    metadata,
    sa.Column("basis", sa.Text, sa.ForeignKey("legal_basis.id"), primary_key=True),
    *_said(),
)

delivery = sa.Table(
    "delivery",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("body", sa.Text, sa.ForeignKey("recipient.id"), nullable=False),
    sa.Column("basis", sa.Text, sa.ForeignKey("legal_basis.id"), nullable=False),
    sa.Column("form", sa.Text, nullable=False),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("variables", sa.ARRAY(sa.Text), nullable=False),
    sa.Column("persons", JSONB, nullable=False),
    sa.Column("replaces", sa.Text, sa.ForeignKey("delivery.id")),
    *_said(),
)

delivery_made = sa.Table(
    "delivery_made",
    metadata,
    sa.Column("delivery", sa.Text, sa.ForeignKey("delivery.id"), primary_key=True),
    sa.Column("at", Time, nullable=False),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Column("persons", sa.BigInteger, nullable=False),
    sa.Column("manifest", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
)

delivery_region = sa.Table(
    "delivery_region",
    metadata,
    sa.Column("delivery", sa.Text, sa.ForeignKey("delivery.id"), primary_key=True),
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Index("delivery_region_region_idx", "region"),
)

delivery_approved = sa.Table(
    "delivery_approved",
    metadata,
    sa.Column("delivery", sa.Text, sa.ForeignKey("delivery.id"), primary_key=True),
    *_said(),
)

delivery_fetched = sa.Table(
    "delivery_fetched",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("delivery", sa.Text, sa.ForeignKey("delivery.id"), nullable=False),
    sa.Column("receipt", sa.Text, nullable=False),
    *_said(),
)

delivery_deleted = sa.Table(
    "delivery_deleted",
    metadata,
    sa.Column("delivery", sa.Text, sa.ForeignKey("delivery.id"), primary_key=True),
    sa.Column("proof", sa.Text, nullable=False),
    *_said(),
)

delivery_kept = sa.Table(
    "delivery_kept",
    metadata,
    sa.Column("delivery", sa.Text, sa.ForeignKey("delivery.id"), primary_key=True),
    sa.Column("what", sa.Text, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("key", sa.LargeBinary),
    sa.Column("wrapped_by", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("destroyed", Time),
)
