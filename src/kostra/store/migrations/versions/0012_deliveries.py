"""Recipients and legal bases, deliveries and what became of them. Added, and never changed, but for the keys to what is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from kostra.store.migrations.walls import grant, wall

revision = "0012"
down_revision = "0011"

_EVERYWHERE = "(SELECT current_setting('kostra.regions', true)) = '*'"
_OWN = "body = (SELECT current_setting('kostra.body', true))"
_DELIVERY = "delivery IN (SELECT id FROM delivery)"
_OWN_DELIVERY = f"delivery IN (SELECT id FROM delivery WHERE {_OWN})"
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _bases()
    _deliveries()


def _bases() -> None:
    """On which basis somebody may have what is for anybody to know; entering it is not."""
    op.create_table(
        "recipient",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        *_said(),
    )
    op.create_table(
        "recipient_key",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("recipient", sa.Text, sa.ForeignKey("recipient.id"), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        *_said(),
    )
    op.create_table(
        "legal_basis",
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
    for table in ("legal_basis_approved", "legal_basis_ended"):
        op.create_table(table, sa.Column("basis", sa.Text, sa.ForeignKey("legal_basis.id"), primary_key=True), *_said())
    for table in ("recipient", "recipient_key", "legal_basis", "legal_basis_approved", "legal_basis_ended"):
        _walled(table, "true", _EVERYWHERE)
        grant(table, "select", "insert")


def _deliveries() -> None:
    op.create_table(
        "delivery",
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
    op.create_table(
        "delivery_made",
        sa.Column("delivery", sa.Text, sa.ForeignKey("delivery.id"), primary_key=True),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("persons", sa.BigInteger, nullable=False),
        sa.Column("manifest", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "delivery_region",
        sa.Column("delivery", sa.Text, sa.ForeignKey("delivery.id"), primary_key=True),
        sa.Column("region", sa.Text, primary_key=True),
        sa.Column("rows", sa.BigInteger, nullable=False),
    )
    op.create_index("delivery_region_region_idx", "delivery_region", ["region"])
    op.create_table(
        "delivery_approved",
        sa.Column("delivery", sa.Text, sa.ForeignKey("delivery.id"), primary_key=True),
        *_said(),
    )
    op.create_table(
        "delivery_fetched",
        sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("delivery", sa.Text, sa.ForeignKey("delivery.id"), nullable=False),
        sa.Column("receipt", sa.Text, nullable=False),
        *_said(),
    )
    op.create_table(
        "delivery_deleted",
        sa.Column("delivery", sa.Text, sa.ForeignKey("delivery.id"), primary_key=True),
        sa.Column("proof", sa.Text, nullable=False),
        *_said(),
    )
    op.create_table(
        "delivery_kept",
        sa.Column("delivery", sa.Text, sa.ForeignKey("delivery.id"), primary_key=True),
        sa.Column("what", sa.Text, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("object", sa.Text, nullable=False),
        sa.Column("key", sa.LargeBinary),
        sa.Column("wrapped_by", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("destroyed", _TIME),
    )
    wall("delivery_region")
    # A municipality sees of a delivery that it has records in that it was made, and on which basis.
    _walled(
        "delivery",
        f"{_EVERYWHERE} OR {_OWN} OR id IN (SELECT delivery FROM delivery_region)",
        f"{_EVERYWHERE} OR {_OWN}",
    )
    for table in ("delivery_made", "delivery_approved", "delivery_deleted"):
        _walled(table, _DELIVERY, _EVERYWHERE)
    _walled("delivery_fetched", _DELIVERY, _OWN_DELIVERY)
    # The keys, too: what they open for the desk is locked once more, to the recipient.
    _walled("delivery_kept", f"{_EVERYWHERE} OR {_OWN}", _EVERYWHERE)
    for table in (
        "delivery",
        "delivery_made",
        "delivery_region",
        "delivery_approved",
        "delivery_fetched",
        "delivery_deleted",
    ):
        grant(table, "select", "insert")
    grant("delivery_kept", "select", "insert", "update")


def _walled(table: str, seen: str, added: str) -> None:
    op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    op.execute(f'CREATE POLICY wall ON "{table}" USING ({seen}) WITH CHECK ({added})')


def _said() -> tuple[sa.Column[object], ...]:
    """What somebody said, who, and when. New columns for each table."""
    return (
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("by_kind", sa.Text, nullable=False),
        sa.Column("by_id", sa.Text, nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
    )
