"""The database: where it is, connections to it, its roles, and the migrations.

Two roles. `kostra_owner` owns the tables and runs the migrations; backup and restore use it as well. `kostra_app` is what web and worker
connect as: it owns nothing and cannot pass the row security. A role that could is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.exc import ArgumentError

from kostra.model.errors import Refused
from kostra.store.embedded import Embedded
from kostra.store.failing import telling

if TYPE_CHECKING:
    # Web and worker never migrate, and start the sooner for not importing what does.
    from alembic.config import Config
    from alembic.script import Script

OWNER, APP, NAME = "kostra_owner", "kostra_app", "kostra"
_MIGRATING = 0x6B6F7374
"""The number of the advisory lock that lets one process migrate at a time."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """`app` for web and worker. `owner` for migrations, backup and restore; None where this process is not to know it."""

    app: str
    owner: str | None


def of_embedded(embedded: Embedded, name: str = NAME) -> Addresses:
    return Addresses(embedded.address(APP, name), embedded.address(OWNER, name))


def make_roles_and_database(embedded: Embedded, name: str = NAME, template: str | None = None) -> Addresses:
    """In a server of our own: what a database administrator does in another one, and only what is not there yet."""
    with psycopg.connect(embedded.address(), autocommit=True) as connection:
        for role in (OWNER, APP):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS").format(
                        sql.Identifier(role)
                    )
                )
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template or "template1")
                )
            )
    return of_embedded(embedded, name)


def engine(address: str, size: int = 5, overflow: int = 10) -> sa.Engine:
    """Few connections, each tried before it is used, so that everything goes on by itself when the database comes back."""
    return sa.create_engine(
        url(address),
        pool_pre_ping=True,
        pool_size=size,
        max_overflow=overflow,
        pool_timeout=10,
        pool_recycle=1800,
        hide_parameters=True,
        connect_args={
            "connect_timeout": 3,
            "application_name": "kostra",
            "tcp_user_timeout": 15_000,
            "options": "-c timezone=UTC -c lock_timeout=15s -c statement_timeout=60s",
        },
    )


def url(address: str) -> sa.URL:
    """An address as people write it, for SQLAlchemy with psycopg."""
    try:
        read = sa.make_url(address)
    except ArgumentError:
        read = None
    if read is None or read.get_backend_name() not in {"postgresql", "postgres"}:
        raise Refused(
            "KOSTRA_DATABASE er ikke en adresse til en PostgreSQL. "
            "Skriv for eksempel postgresql://kostra_app:passord@maskin:5432/kostra."
        )
    return read.set(drivername="postgresql+psycopg")


def conninfo(address: str) -> str:
    """The same address for psycopg itself."""
    return url(address).set(drivername="postgresql").render_as_string(hide_password=False)


def refuse_all_seeing(app: sa.Engine) -> None:
    """Web and worker must not run as a role that passes the row security."""
    with app.connect() as connection:
        sees_all = connection.execute(
            sa.text(
                "SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT 1 FROM pg_class WHERE relname = 'event' "
                "AND pg_has_role(current_user, relowner, 'member')) FROM pg_roles WHERE rolname = current_user"
            )
        ).scalar_one()
    if sees_all:
        raise Refused(
            "KOSTRA_DATABASE logger inn med en rolle som går utenom radsikkerheten. "
            f"Bruk rollen {APP}, og gi rollen som eier tabellene i KOSTRA_DATABASE_OWNER."
        )


@dataclass(frozen=True, slots=True)
class Status:
    """`at` is the newest migration that has been run, None in an empty database; `waiting` those that have not."""

    at: str | None
    waiting: tuple[str, ...]


def status(address: str) -> Status:
    from alembic.runtime.migration import MigrationContext

    with connected(address) as connection:
        at = MigrationContext.configure(connection).get_current_revision()
    return Status(at, tuple(one.revision for one in _newer(at)))


def migrate(address: str, to: str = "head") -> Status:
    """Runs what has not been run, as the owner. Another process that does the same is waited for.

    `to` is an older one where a copy of an older database is to be put back.
    """
    _refuse_unknown(to)
    from alembic import command
    from alembic.runtime.migration import MigrationContext

    with connected(address) as connection:
        connection.execute(sa.select(sa.func.pg_advisory_lock(_MIGRATING)))
        if connection.execute(sa.text(f"SELECT 1 FROM pg_roles WHERE rolname = '{APP}'")).first() is None:
            raise Refused(
                f"Rollen {APP} finnes ikke i databasen. Be den som har ansvaret for databasen, om å lage den: "
                f"CREATE ROLE {APP} LOGIN NOBYPASSRLS PASSWORD '…';"
            )
        at = MigrationContext.configure(connection).get_current_revision()
        done = tuple(one.revision for one in _newer(at, to))
        connection.commit()
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        connection.commit()
    return Status(done[-1] if done else at, done)


@contextmanager
def connected(address: str) -> Iterator[sa.Connection]:
    """One connection, without a pool and without a limit of time, for what is done now and then."""
    once = sa.create_engine(
        url(address), poolclass=sa.NullPool, hide_parameters=True, connect_args={"connect_timeout": 5}
    )
    try:
        with telling(), once.connect() as connection:
            yield connection
    finally:
        once.dispose()


def _newer(at: str | None, to: str = "head") -> list[Script]:
    from alembic.script import ScriptDirectory

    _refuse_unknown(at or "base")
    found = list(ScriptDirectory.from_config(_config()).iterate_revisions(to, at or "base"))
    return found[::-1]


def _refuse_unknown(revision: str) -> None:
    """A database or a copy made by a later version of the program."""
    from alembic.script import ScriptDirectory

    known = {one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()} | {"head", "base"}
    if revision not in known:
        raise Refused(
            f"Databasen er laget av en nyere versjon av kostra (trinn {revision}). Installer den nyeste versjonen, og prøv igjen."
        )


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
