"""A database of a test's own, the clock of the house under the test's hand, and the queue emptied on the spot."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import sqlalchemy as sa
from psycopg import sql

from kostra.app.jobs import JOBS
from kostra.app.system import System
from kostra.store import database
from kostra.store.database import Addresses
from kostra.store.embedded import Embedded

FAST = dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes", "autovacuum"), "off") | {
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
"""The tests cut no power, copy no server, and empty each database before anything in it grows old."""

START = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)
"""A week before the deadline of the forms about 2026."""


@dataclass
class SetClock:
    """Stands still until the test moves it."""

    time: datetime = START

    def now(self) -> datetime:
        return self.time

    def move(self, **by: float) -> None:
        """`clock.move(days=1)`, also backwards."""
        self.time += timedelta(**by)


@dataclass
class Database:
    """`engine` connects as the role of web and worker. `everything` connects as the superuser, for what nobody else may do."""

    server: Embedded
    name: str
    addresses: Addresses
    engine: sa.Engine = field(init=False)

    def __post_init__(self) -> None:
        self.engine = database.engine(self.addresses.app)

    @contextmanager
    def everything(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.server.address(database=self.name)) as connection:
            yield connection

    @contextmanager
    def owner(self) -> Iterator[psycopg.Connection]:
        assert self.addresses.owner is not None
        with psycopg.connect(self.addresses.owner) as connection:
            yield connection

    def jobs(self) -> list[tuple[str, dict[str, str]]]:
        """What waits in the queue, in the order it would be fetched."""
        with self.owner() as connection:
            found = connection.execute(
                "SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY priority DESC, id"
            )
            return [(name, given) for name, given in found]


def made(server: Embedded, name: str, template: str | None = None) -> Database:
    return Database(server, name, database.make_roles_and_database(server, name, template))


def dropped(one: Database) -> None:
    one.engine.dispose()
    with psycopg.connect(one.server.address(), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(one.name)))


_BUILD = """
SELECT (SELECT string_agg(relname || relkind::text || relrowsecurity::text || relforcerowsecurity::text, ',' ORDER BY oid)
          FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'S')),
       (SELECT string_agg(tgname || tgenabled::text, ',' ORDER BY tgrelid, tgname) FROM pg_trigger WHERE NOT tgisinternal),
       (SELECT string_agg(polname, ',' ORDER BY polrelid, polname) FROM pg_policy),
       (SELECT string_agg(version_num, ',') FROM alembic_version)
"""
"""How it is built: a test may have taken down a wall to see what happens without it, or have called it newer than it is."""


@dataclass
class Spare:
    """One database that waits for the next test, emptied: making one anew takes ten times as long. `template` is what it is made from."""

    server: Embedded
    template: str
    _waiting: Database | None = None
    _tables: str = ""
    _build: object = None

    def take(self) -> Database:
        one, self._waiting = self._waiting, None
        return one or made(self.server, f"test_{uuid.uuid4().hex}", self.template)

    def give_back(self, one: Database) -> None:
        one.engine.dispose()
        if self._waiting is None and self._empty(one):
            self._waiting = one
        else:
            dropped(one)

    def end(self) -> None:
        if self._waiting is not None:
            dropped(self._waiting)

    def _empty(self, one: Database) -> bool:
        """What the migrations put there stays. False where it is not as it was: a test has done something to the database itself."""
        try:
            with psycopg.connect(self.server.address(database=one.name), autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
                connection.execute("SET session_replication_role = replica")
                if not self._tables:
                    self._tables = self._those_without_content()
                    with psycopg.connect(self.server.address(database=self.template), autocommit=True) as template:
                        self._build = template.execute(_BUILD).fetchone()
                if connection.execute(_BUILD).fetchone() != self._build:
                    return False
                filled = [name for name, full in connection.execute(self._tables) if full]
                if filled:
                    names = sql.SQL(", ").join(sql.Identifier(*name.split(".")) for name in filled)
                    connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))
        except psycopg.Error:
            return False
        return True

    def _those_without_content(self) -> str:
        """A question about every table that is empty in the template: is there anything in it?"""
        with psycopg.connect(self.server.address(database=self.template), autocommit=True) as connection:
            every = connection.execute(
                "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname = 'public'"
            )
            names = [name for (name,) in every]
            asked = " UNION ALL ".join(f"SELECT '{name}', EXISTS (SELECT 1 FROM {name})" for name in sorted(names))
            empty = [name for name, full in connection.execute(asked) if not full]
        return " UNION ALL ".join(f"SELECT '{name}', EXISTS (SELECT 1 FROM {name})" for name in empty)


def job_runner(system: System, of: Database) -> Callable[[], list[str]]:
    """Runs every job there is, also those that the jobs enqueue; says which. A job that raises stays as it was."""

    def run() -> list[str]:
        done = []
        while (found := _next(of)) is not None:
            number, name, given = found
            JOBS[name].run(system, **given)
            with of.owner() as connection:
                connection.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [number])
                connection.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [number])
            done.append(name)
        return done

    return run


def _next(of: Database) -> tuple[int, str, dict[str, str]] | None:
    with of.owner() as connection:
        return connection.execute(
            "SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY priority DESC, id LIMIT 1"
        ).fetchone()


def joined(database: Database, clock: SetClock, folder: Path) -> System:
    """Everything real, with its files and the keys of the demo in the folder."""
    from kostra.store.chest import KeyChest
    from kostra.store.objects import objects
    from kostra.store.queue import enqueue
    from kostra.store.transaction import PostgresTransactions
    from kostra.store.vault import EnvelopeVault

    keys = KeyChest(folder / "keys").open(demo=True, now=clock.now)
    return System(
        clock=clock,
        transactions=PostgresTransactions(database.engine, clock, enqueue),
        vault=EnvelopeVault(objects(str(folder / "objects"), folder / "spool"), keys.data),
        signer=keys.signer,
        opener=keys.opener,
        pseudonymiser=keys.pseudonymiser,
        demo=True,
        drafts=folder / "drafts",
    )
