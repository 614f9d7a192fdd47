"""Each process reads the bank by itself, before anybody asks: when it starts, and shortly before the hour of a release. One table at a
time, with room for readers in between.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool

from kostra.app.ports.vault import Unavailable
from kostra.web.statbank.answering import bank_of

_EVERY = 30.0
_BETWEEN = 0.02
"""Seconds."""


@asynccontextmanager
async def reading_ahead(app: Starlette) -> AsyncIterator[None]:
    task = asyncio.create_task(_read(app))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _read(app: Starlette) -> None:
    while True:
        # While the database is away, readers are told so, and there is nothing to read.
        with suppress(Unavailable):
            bank = await run_in_threadpool(bank_of, app)
            tables = bank.ahead()
            while await run_in_threadpool(next, tables, None) is not None:
                await asyncio.sleep(_BETWEEN)
        await asyncio.sleep(_EVERY)
