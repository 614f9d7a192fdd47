"""Where Alembic begins. The connection is handed over; there is no configuration file and no offline run."""

from __future__ import annotations

from alembic import context

from kostra.store.tables import load

context.configure(
    connection=context.config.attributes["connection"], target_metadata=load(), transaction_per_migration=True
)
with context.begin_transaction():
    context.run_migrations()
