"""What a killed worker was doing is taken up again: put back in the queue, or left to the next time of a job that comes round."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from procrastinate import App

from integration.databases import Database
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.people import HOUSE
from kostra.store.queue import queue
from kostra.worker.rescue import once, wait_before
from kostra.worker.tasks import register

Answer = TypeVar("Answer")


def asked(system: System, database: Database, question: Callable[[App], Awaitable[Answer]]) -> Answer:
    async def ask() -> Answer:
        app = queue(database.addresses.app)
        register(app, system)
        async with app.open_async():
            return await question(app)

    # In a thread of its own: where the browser tests have run before, this one has a loop going already.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(ask())).result()


def taken_by_a_worker_that_is_gone(database: Database) -> None:
    with database.owner() as connection:
        connection.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")


def statuses(database: Database) -> list[str]:
    with database.owner() as connection:
        return [row[0] for row in connection.execute("SELECT status FROM procrastinate_jobs ORDER BY id")]


async def come_round(app: App) -> None:
    await app.tasks["outbox"].defer_async(timestamp=1)


def test_what_it_was_doing_is_put_back(system: System, database: Database) -> None:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.enqueue("control", submission="s1", region="110300")
    taken_by_a_worker_that_is_gone(database)
    assert asked(system, database, once) == 1
    assert database.jobs() == [("control", {"submission": "s1", "region": "110300"})]
    assert asked(system, database, once) == 0


def test_a_job_that_comes_round_is_not_held_up_by_one_that_never_ends(system: System, database: Database) -> None:
    asked(system, database, come_round)
    taken_by_a_worker_that_is_gone(database)
    asked(system, database, come_round)
    assert statuses(database) == ["doing", "todo"]
    assert asked(system, database, once) == 1
    assert statuses(database) == ["todo"]


def test_one_that_takes_its_workers_with_it_waits_longer_and_longer(system: System, database: Database) -> None:
    assert [wait_before(attempts).total_seconds() for attempts in (0, 3, 4, 8, 40)] == [0, 0, 16, 256, 1800]
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.enqueue("control", submission="s1", region="110300")
    for _ in range(5):
        taken_by_a_worker_that_is_gone(database)
        assert asked(system, database, once) == 1
    with database.owner() as connection:
        row = connection.execute(
            "SELECT attempts, scheduled_at > now() + interval '10 seconds' FROM procrastinate_jobs"
        ).fetchone()
    assert row == (5, True)
