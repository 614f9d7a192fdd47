"""Room for files that are checked without being kept: they lie in memory and never on the disk, so memory is what is shared out.

Whoever comes takes room for the whole body before it is read, and waits while there is none. A slow sender holds no more than its own file.
The controls themselves run a few at a time, as many as there are cores.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import anyio
from anyio.to_thread import run_sync
from starlette.applications import Starlette

from kostra.web.doors.limits import Limits

Answer = TypeVar("Answer")


class NoRoom(Exception):
    """Too many files are being checked just now."""


@dataclass(slots=True)
class Room:
    """What is left, and those who wait, first come first served."""

    limits: Limits
    left: int
    at_once: anyio.CapacityLimiter
    waiting: deque[tuple[int, asyncio.Future[None]]] = field(default_factory=deque)

    @asynccontextmanager
    async def taken(self, size: int) -> AsyncIterator[None]:
        size = min(size, self.limits.memory)
        await self._take(size)
        try:
            yield
        finally:
            self.left += size
            self._let_in()

    async def run(self, work: Callable[[], Answer]) -> Answer:
        """Heavy work, in a thread."""
        return await run_sync(work, limiter=self.at_once)

    async def _take(self, size: int) -> None:
        if size <= self.left and not self.waiting:
            self.left -= size
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.append((size, turn))
        try:
            async with asyncio.timeout(self.limits.wait):
                await asyncio.shield(turn)
        except (TimeoutError, asyncio.CancelledError) as why:
            if turn.done():
                self.left += size
            else:
                self.waiting.remove((size, turn))
            self._let_in()
            if isinstance(why, TimeoutError):
                raise NoRoom from None
            raise

    def _let_in(self) -> None:
        while self.waiting and self.waiting[0][0] <= self.left:
            size, turn = self.waiting.popleft()
            self.left -= size
            turn.set_result(None)


def room_of(app: Starlette) -> Room:
    """The room of this process, made when it is first asked for."""
    found = getattr(app.state, "room", None)
    if found is None:
        limits: Limits = app.state.settings.checking
        found = app.state.room = Room(limits, limits.memory, anyio.CapacityLimiter(os.cpu_count() or 1))
    assert isinstance(found, Room)
    return found
