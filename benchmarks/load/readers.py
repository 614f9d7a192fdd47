"""Readers at eight o'clock: the default selection of a table and its metadata, against a real `kostra serve` on this machine.

    PYTHONPATH=src:tests:. python -m benchmarks.load.readers [--rate R] [--seconds S] [--web N]

The table is that of `benchmarks.publication`: one of the whole country with its municipalities, three years, a quarter of its cells hidden.
Questions are sent at a steady rate, whether those before them are answered or not, and a wait counts from when its question was due, so a
server that falls behind is seen. Must hold: 300 a second of the default selection, 99 of 100 within 100 ms, all answered; else it leaves
with 1. The sender takes a part of the same two cores, told beside the servers' own CPU. Questions come from many addresses, since each may
ask only so often.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from benchmarks.load.judging import part
from benchmarks.load.killing import children
from benchmarks.load.running import free_port, started, wait_until_it_answers
from benchmarks.publication import ID, YEAR, hidden_cube

from integration.publication.released import OLE, SIRI, approved, run_of
from kostra import joining
from kostra.app import settings
from kostra.app.publication import approving, releasing
from kostra.app.system import System
from kostra.model.cube import Status
from kostra.model.release import Kind
from kostra.tables import catalogue

YEARS = 3
P99 = 0.1
ADDRESSES, EACH = 48, 2
"""Where questions come from, and how many connections each of them has."""
_TABLE = f"/api/pxwebapi/v2/tables/{ID}"
ASKED = {"default selection": f"{_TABLE}/data", "metadata": f"{_TABLE}/metadata"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--web", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kostra-load-") as folder:
        given = replace(settings.read({}), data=Path(folder) / "data", demo=True)
        with joining.opened(given) as system:
            release(system, given.data)
            port = free_port()
            server = started(given.data, port, asked.web, 1)
            try:
                wait_until_it_answers(server, port)
                return 0 if all(list(map(partial(_hold, port, server.pid, asked), ASKED))) else 1
            finally:
                server.send_signal(signal.SIGTERM)
                server.wait()


def release(system: System, data: Path) -> None:
    cube = hidden_cube(catalogue.table(ID, YEAR), 100_000)
    for year in range(YEAR - YEARS + 1, YEAR + 1):
        approved(system, run_of(system, data, [replace(cube, year=year)], Status.FINAL, year=year))
        made = releasing.make(system, SIRI, data, releasing.Order(year, Kind.FINAL))
        approving.approve(system, OLE, data, made.id)


def _hold(port: int, server: int, asked: argparse.Namespace, name: str) -> bool:
    asyncio.run(ask(port, ASKED[name], asked.rate, 3.0))
    before, own = _cpu(server), time.process_time()
    found = asyncio.run(ask(port, ASKED[name], asked.rate, asked.seconds))
    cpu, own = _cpu(server) - before, time.process_time() - own
    answers = len(found.waits)
    others = {status: many for status, many in found.statuses.items() if status != 200}
    p50, p99 = part(found.waits, 0.5), part(found.waits, 0.99)
    print(
        f"{name}, {found.size} bytes packed, {asked.rate} a second for {asked.seconds:.0f} s, {asked.web} web processes"
    )
    print(f"  answered  {answers} of {found.sent}, of {answers / found.took:.0f} a second; others than 200: {others}")
    print(
        f"  waits     p50 {p50 * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms (limit {P99 * 1000:.0f} ms), "
        f"longest {max(found.waits) * 1000:.0f} ms"
    )
    print(
        f"  CPU       {cpu / answers * 1000:.2f} ms an answer, {cpu / found.took:.2f} cores; the sender {own / found.took:.2f}"
    )
    return p99 < P99 and not others and answers == found.sent


def _cpu(server: int) -> float:
    """Seconds of its web processes."""
    ticks = 0
    for number, kind in children(server).items():
        if kind == "web":
            ticks += sum(map(int, Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


@dataclass
class Found:
    sent: int = 0
    took: float = 0.0
    size: int = 0
    waits: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)


async def ask(port: int, path: str, rate: int, seconds: float) -> Found:
    """Each connection asks in its turn, when its question is due and the one before it is answered."""
    found, due = Found(), asyncio.Queue[float]()
    lines = [
        asyncio.create_task(_line(port, path, f"127.0.1.{1 + place % ADDRESSES}", due, found))
        for place in range(ADDRESSES * EACH)
    ]
    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        at = began + number / rate
        await asyncio.sleep(max(0.0, at - time.perf_counter()))
        due.put_nowait(at)
        found.sent += 1
    await asyncio.wait_for(due.join(), 60)
    found.took = time.perf_counter() - began
    for line in lines:
        line.cancel()
    await asyncio.gather(*lines, return_exceptions=True)
    return found


async def _line(port: int, path: str, address: str, due: asyncio.Queue[float], found: Found) -> None:
    """One connection that is kept open. Written by hand: a client of many talents costs more than the server."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
    question = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    while True:
        at = await due.get()
        writer.write(question)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        await reader.readexactly(length)
        found.waits.append(time.perf_counter() - at)
        found.statuses[int(head[9:12])] += 1
        found.size = length
        due.task_done()


if __name__ == "__main__":
    sys.exit(main())
