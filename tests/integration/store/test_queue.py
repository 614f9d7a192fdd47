"""The queue as the role of the app uses it: what was enqueued in a transaction is fetched and done, and nothing else is there."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from integration.databases import Database
from kostra.app.ports.transaction import Scope
from kostra.app.system import System
from kostra.model.people import HOUSE
from kostra.store.queue import queue


def test_a_worker_does_what_was_enqueued(system: System, database: Database) -> None:
    app = queue(database.addresses.app)
    done: list[str] = []

    @app.task(name="control")
    def control(submission: str) -> None:
        done.append(submission)

    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        tx.enqueue("control", submission="s1")
        tx.enqueue("control", submission="s2")

    async def work() -> None:
        async with app.open_async():
            await app.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)

    # In a thread of its own: where the browser tests have run before, this one has a loop going already.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(work())).result()
    assert sorted(done) == ["s1", "s2"]
    assert database.jobs() == []


def test_a_job_may_be_enqueued_from_any_scope_and_tells_nothing_of_a_region(system: System, database: Database) -> None:
    with system.transactions.begin(HOUSE, Scope(frozenset())) as tx:
        tx.enqueue("control", submission="s1")
    assert database.jobs() == [("control", {"submission": "s1"})]
