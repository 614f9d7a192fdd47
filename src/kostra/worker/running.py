"""A worker: takes one job at a time, for controls are a matter of the processor, until it is told to stop.

It outlives the database: when that goes away, it waits and begins again. What it was doing is put back by whoever sees it first.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable

from procrastinate import App
from procrastinate.exceptions import ConnectorException
from psycopg_pool import PoolTimeout

from kostra.app.system import System
from kostra.worker.rescue import HEARTBEAT, STALLED, rescue
from kostra.worker.tasks import register

PATIENCE = 20.0
"""Seconds that a job gets to end in when the worker is told to stop."""
_POLL = 2.0
_POLITE = 5
"""More, and a worker that holds the lock of the log would be kept waiting, and everybody with it."""
_AGAIN = 2.0

_log = logging.getLogger(__name__)


def work(make: Callable[[], App], system: System) -> int:
    """Runs until SIGINT or SIGTERM; the answer is the exit status. `make` gives an unopened queue on the database."""
    _step_aside()
    asyncio.run(_until_stopped(make, system))
    return 0


def _step_aside() -> None:
    """Where there is too little of the processor, receiving goes before controlling: a receipt has a deadline, a report has none."""
    if hasattr(os, "nice"):
        os.nice(_POLITE)


async def _until_stopped(make: Callable[[], App], system: System) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    while not stopped.is_set():
        running = asyncio.create_task(run(make(), system))
        waiting = asyncio.create_task(stopped.wait())
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        running.cancel()
        waiting.cancel()
        try:
            await running
        except asyncio.CancelledError:
            pass
        except (ConnectorException, PoolTimeout):
            _log.warning("the queue cannot be reached")
        if not stopped.is_set():
            await asyncio.sleep(_AGAIN)


async def run(app: App, system: System, *, wait: bool = True) -> None:
    """Until it is cancelled, or without `wait` until there is nothing more to do."""
    register(app, system)
    async with app.open_async():
        rescuing = asyncio.create_task(rescue(app))
        try:
            await app.run_worker_async(
                concurrency=1,
                wait=wait,
                fetch_job_polling_interval=_POLL,
                shutdown_graceful_timeout=PATIENCE,
                delete_jobs="successful",
                install_signal_handlers=False,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=STALLED,
            )
        finally:
            rescuing.cancel()
