"""The deadline minute, against a real `kostra serve` on this machine.

    python -m benchmarks.load [--web N] [--workers N] [--seconds S] [--clients N] [--kill-every S] [--nation FOLDER]

742 deliveries, 11F and 11CF from 356 municipalities and Oslo's 15 districts, one of them of 34 MB and the rest as in the synthetic nation,
within a minute from a hundred clients, while web and worker processes are killed. Must hold: the limits below, else it leaves with 1.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from benchmarks.load import judging
from benchmarks.load.killing import Killer
from benchmarks.load.preparing import deliveries, prepare, write_large
from benchmarks.load.running import free_port, started, wait_until_it_answers
from benchmarks.load.sending import Health, Sent, minute

from kostra import joining
from kostra.app import settings
from kostra.app.settings import Settings
from kostra.app.system import System

RECEIPT_P99, HEALTH_P99, CONTROLS = 5.0, 1.0, 600.0
"""Seconds."""
LARGE = 34 << 20


def main() -> int:
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="kostra-load-") as folder:
        folder_of_run = Path(folder)
        given = replace(settings.read({}), data=folder_of_run / "data", demo=True)
        with joining.opened(given) as system:
            return _run(asked, given, system, folder_of_run / "large.dat")


def _run(asked: argparse.Namespace, given: Settings, system: System, large: Path) -> int:
    token, expected = prepare(system, given.data)
    write_large(asked.nation, large, LARGE)
    planned = list(deliveries(expected, asked.nation, large, asked.seconds))
    print(f"{len(planned)} deliveries, {sum(one.file.stat().st_size for one in planned) / 1e6:.0f} MB", flush=True)
    port = free_port()
    server = started(given.data, port, asked.web, asked.workers)
    health = Health()
    try:
        wait_until_it_answers(server, port)
        with Killer(server.pid, asked.kill_every, random.Random(asked.seed)) as killer:
            sent, began = asyncio.run(minute(f"http://127.0.0.1:{port}", token, planned, asked.clients, health))
            received = time.monotonic() - began
            controls = judging.wait_for_controls(system, began)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
    return _judge(asked, system, sent, health, received, controls, killer.killed)


def _judge(
    asked: argparse.Namespace,
    system: System,
    sent: list[Sent],
    health: Health,
    received: float,
    controls: float | None,
    killed: dict[str, int],
) -> int:
    kept = judging.kept(system, sent)
    seconds = [one.seconds for one in sent]
    p99, health_p99 = judging.part(seconds, 0.99), judging.part(health.seconds, 0.99)
    timeouts = sum(one.timeouts for one in sent)
    refused = Counter(one.status for one in sent if one.status not in (200, 202))
    print(f"processes         {asked.web} web, {asked.workers} worker(s); killed: {killed}")
    print(
        f"acknowledged      {sum(not refused[one.status] for one in sent)} of {len(sent)} in {received:.1f} s; others: {dict(refused)}"
    )
    print(
        f"sent again        {sum(one.tries > 1 for one in sent)}, at most {max(one.tries for one in sent)} times; timeouts: {timeouts}"
    )
    print(f"receipt           p50 {judging.part(seconds, 0.5):.2f} s, p99 {p99:.2f} s, slowest {max(seconds):.2f} s")
    print(f"health            p99 {health_p99:.3f} s of {len(health.seconds)}, cut off by a kill {health.cut_off}")
    print(f"lost, doubled     {kept.lost}, {kept.doubled}; there without an answer having come: {kept.unasked}")
    print(
        f"controls          {'not done' if controls is None else f'done after {controls:.0f} s'}; {dict(judging.stages(system))}"
    )
    well = (
        not refused
        and timeouts == 0
        and (kept.lost, kept.doubled) == (0, 0)
        and p99 < RECEIPT_P99
        and health_p99 < HEALTH_P99
        and controls is not None
        and controls < CONTROLS
    )
    print("holds" if well else "DOES NOT HOLD")
    return 0 if well else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--web", type=int, default=2)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--kill-every", type=float, default=10)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--nation", type=Path, default=settings.read().data / "nation")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
