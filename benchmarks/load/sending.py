"""The senders: a hundred connections that each send one file after another, and try again when they are cut off, as a case system does."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from benchmarks.load.preparing import Delivery

TIMEOUT = 30.0
_PIECE = 1 << 17
_TRIES = 12


@dataclass(slots=True)
class Sent:
    """`seconds` are from the first try to the receipt, with everything in between."""

    delivery: Delivery
    seconds: float
    status: int
    id: str = ""
    receipt: str = ""
    tries: int = 1
    timeouts: int = 0


@dataclass(slots=True)
class Health:
    """How long each answer of the health page took, and how often nobody answered because the process was killed."""

    seconds: list[float] = field(default_factory=list)
    cut_off: int = 0


async def minute(
    address: str, token: str, deliveries: list[Delivery], clients: int, health: Health
) -> tuple[list[Sent], float]:
    """All of them, and the moment they began."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"}
    waiting = asyncio.Queue[Delivery]()
    for one in sorted(deliveries, key=lambda one: one.begins):
        waiting.put_nowait(one)
    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=clients)
    began = time.monotonic()
    async with httpx.AsyncClient(
        base_url=address, headers=headers, timeout=TIMEOUT, limits=limits, trust_env=False
    ) as client:
        watching = asyncio.create_task(watch(address, health))
        sent: list[Sent] = []
        await asyncio.gather(*(_client(client, waiting, began, sent) for _ in range(clients)))
        watching.cancel()
    return sent, began


async def watch(address: str, health: Health) -> None:
    """Asks for the health page ten times a second, over a new connection each time, as a load balancer does."""
    while True:
        started = time.monotonic()
        try:
            async with httpx.AsyncClient(base_url=address, timeout=TIMEOUT, trust_env=False) as client:
                (await client.get("/helse")).raise_for_status()
            health.seconds.append(time.monotonic() - started)
        except httpx.TimeoutException:
            health.seconds.append(TIMEOUT)
        except httpx.TransportError:
            health.cut_off += 1
        await asyncio.sleep(0.1)


async def _client(client: httpx.AsyncClient, waiting: asyncio.Queue[Delivery], began: float, sent: list[Sent]) -> None:
    while not waiting.empty():
        one = waiting.get_nowait()
        await asyncio.sleep(max(0.0, began + one.begins - time.monotonic()))
        sent.append(await _send(client, one))


async def _send(client: httpx.AsyncClient, one: Delivery) -> Sent:
    started, timeouts, status = time.monotonic(), 0, 0
    key = f"{one.expected.form}-{one.expected.unit}"
    for tries in range(1, _TRIES + 1):
        try:
            size = str(one.file.stat().st_size)
            answer = await client.put(
                one.path, content=_pieces(one.file), headers={"Idempotency-Key": key, "Content-Length": size}
            )
        except httpx.TimeoutException:
            timeouts += 1
            continue
        except httpx.TransportError:
            await asyncio.sleep(random.uniform(0.1, 0.5))
            continue
        status = answer.status_code
        if status in (200, 202):
            told = answer.json()
            seconds = time.monotonic() - started
            return Sent(one, seconds, status, told["id"], told["receipt"], tries, timeouts)
        if status not in (429, 503):
            break
        await asyncio.sleep(float(answer.headers.get("Retry-After", 1)))
    return Sent(one, time.monotonic() - started, status, tries=tries, timeouts=timeouts)


async def _pieces(file: Path) -> AsyncIterator[bytes]:
    with file.open("rb") as content:
        while piece := content.read(_PIECE):
            yield piece
