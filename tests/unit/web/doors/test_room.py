"""Room for files in memory: shared out first come first served, given back whatever happens, and never more than there is."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest

from kostra.web.doors.limits import Limits
from kostra.web.doors.room import NoRoom, Room


def run(work: Coroutine[Any, Any, None]) -> None:
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def room(memory: int = 10, wait: float = 5.0) -> Room:
    return Room(Limits(memory=memory, wait=wait), memory, anyio.CapacityLimiter(1))


def test_those_who_wait_come_in_their_order_also_past_one_who_would_fit() -> None:
    async def work() -> None:
        shared, came = room(), []

        async def take(name: str, size: int) -> None:
            async with shared.taken(size):
                came.append(name)
                await asyncio.sleep(0.01)

        async with asyncio.TaskGroup() as group:
            for name, size in (("first", 8), ("large", 9), ("small", 1)):
                group.create_task(take(name, size))
                await asyncio.sleep(0)
        assert came == ["first", "large", "small"] and shared.left == 10 and not shared.waiting

    run(work())


def test_one_who_has_waited_too_long_is_told_and_takes_nothing() -> None:
    async def work() -> None:
        shared = room(wait=0.02)
        async with shared.taken(10):
            with pytest.raises(NoRoom):
                async with shared.taken(1):
                    raise AssertionError("there was no room")
        assert shared.left == 10 and not shared.waiting

    run(work())


def test_one_who_goes_away_while_waiting_takes_nothing() -> None:
    async def work() -> None:
        shared = room()

        async def take() -> None:
            async with shared.taken(5):
                raise AssertionError("there was no room")

        async with shared.taken(10):
            waits = asyncio.create_task(take())
            await asyncio.sleep(0)
            waits.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waits
        assert shared.left == 10 and not shared.waiting

    run(work())


def test_one_who_goes_away_at_the_moment_of_being_let_in_gives_it_back() -> None:
    async def work() -> None:
        shared = room()

        async def take() -> None:
            async with shared.taken(5):
                raise AssertionError("it was cancelled")

        taken = shared.taken(10)
        await taken.__aenter__()
        waits = asyncio.create_task(take())
        await asyncio.sleep(0)
        await taken.__aexit__(None, None, None)
        waits.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waits
        assert shared.left == 10

    run(work())


def test_more_than_there_is_takes_all_there_is() -> None:
    async def work() -> None:
        shared = room()
        async with shared.taken(1000):
            assert shared.left == 0
        assert shared.left == 10

    run(work())


def test_a_fault_inside_gives_the_room_back() -> None:
    async def work() -> None:
        shared = room()
        with pytest.raises(ValueError, match="inside"):
            async with shared.taken(4):
                raise ValueError("inside")
        assert shared.left == 10

    run(work())
