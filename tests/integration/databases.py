"""A database of a test's own, the clock of the house under the test's hand, and the queue emptied on the spot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import psycopg
import sqlalchemy as sa
from psycopg import sql

from kostra.app.jobs import JOBS
from kostra.app.system import System
from kostra.store import database
from kostra.store.database import Addresses
from kostra.store.embedded import Embedded

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
