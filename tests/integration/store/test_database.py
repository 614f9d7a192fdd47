"""The migrations make the tables the code knows; roles that see too much are refused; a later version's database is left alone."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from integration.databases import Database, dropped, made
from kostra.app.ports.vault import Unavailable
from kostra.model.errors import Refused
from kostra.store import database as stored
from kostra.store.database import connected, migrate, refuse_all_seeing, status
from kostra.store.embedded import Embedded
from kostra.store.tables import load


@pytest.fixture
def empty(server: Embedded) -> Iterator[str]:
    """The owner's address of a database without tables."""
    one = made(server, f"test_{uuid.uuid4().hex}")
    assert one.addresses.owner is not None
    yield one.addresses.owner
    dropped(one)


def _ours(name: str | None, kind: str) -> bool:
    return not (kind == "table" and name is not None and name.startswith(("procrastinate_", "alembic_")))


def test_the_migrations_make_the_tables_that_the_code_knows(database: Database) -> None:
    assert database.addresses.owner is not None
    with connected(database.addresses.owner) as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "include_name": lambda name, kind, _: _ours(name, kind)},
        )
        assert compare_metadata(context, load()) == []


def test_every_migration_is_run_once_and_in_order(empty: str) -> None:
    before = status(empty)
    assert before.at is None
    assert before.waiting == tuple(sorted(before.waiting))
    assert before.waiting[0] == "0001"
    done = migrate(empty)
    assert done.waiting == before.waiting
    assert migrate(empty).waiting == ()
    assert status(empty) == stored.Status(before.waiting[-1], ())


def test_a_database_of_a_later_version_is_refused(database: Database) -> None:
    assert database.addresses.owner is not None
    with database.owner() as owner:
        owner.execute("UPDATE alembic_version SET version_num = '9999'")
    for ask in (status, migrate):
        with pytest.raises(Refused, match="nyere versjon av kostra"):
            ask(database.addresses.owner)


def test_the_app_may_not_be_a_role_that_sees_everything(database: Database, server: Embedded) -> None:
    refuse_all_seeing(database.engine)
    for address in (database.addresses.owner, server.address(database=database.name)):
        assert address is not None
        seeing = stored.engine(address)
        with pytest.raises(Refused, match="går utenom radsikkerheten"):
            refuse_all_seeing(seeing)
        seeing.dispose()


def test_values_are_never_told_in_an_error(database: Database) -> None:
    with pytest.raises(sa.exc.DBAPIError) as raised, database.engine.connect() as connection:
        connection.execute(sa.text("SELECT CAST(:secret AS text) FROM nowhere"), {"secret": "hemmelig"})
    assert "hemmelig" not in str(raised.value)


def test_nobody_at_the_address_is_told_as_unavailable() -> None:
    with pytest.raises(Unavailable, match="svarer ikke"):
        status("postgresql://kostra@127.0.0.1:1/kostra")
