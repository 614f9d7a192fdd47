"""A month of the country, from files at the door to published indicators. Run: python -m benchmarks.monthly [--nation FOLDER]

Every municipality and district has joined, and sends its file of form 11M. Each is received, controlled and made into inndata; then the
figures are worked out, protected, audited, approved by a standing approval and published. Must hold: under 30 s of the processor, all in
one process, in the second month; the first also pays for what a process does once. In the second one is late, so there is an estimate.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.editing import opened

from kostra.app.permissions import Asker
from kostra.app.publication import approving
from kostra.app.receiving.accepting import accept
from kostra.app.receiving.controlling import control
from kostra.app.receiving.inndata import make_inndata
from kostra.app.receiving.taking import taking
from kostra.app.series import consenting, showing
from kostra.app.series.owing import FORM
from kostra.app.series.producing import series
from kostra.app.system import System
from kostra.model.people import Actor, ActorKind, Duty, Mandate, Right
from kostra.model.period import Period
from kostra.model.submission import Content, Expected
from kostra.statistics.indicators import Indicator
from kostra.store.queue import enqueue
from kostra.store.transaction import PostgresTransactions
from kostra.synth import writing
from kostra.synth.nation import Dials, Nation
from kostra.synth.records import monthly

YEAR, LIMIT = 2026, 30.0
BEGINS = datetime(YEAR, 1, 2, 9, tzinfo=UTC)
DESK = Asker(Actor(ActorKind.PERSON, "desk", "Desk"), duties=frozenset({Duty.STATISTICIAN}))


@dataclass
class Clock:
    time: datetime = BEGINS

    def now(self) -> datetime:
        return self.time


def main(folder: Path | None) -> int:
    with tempfile.TemporaryDirectory(prefix="kostra-bench-") as scratch, opened(Path(scratch)) as plain:
        nation = folder or Path(scratch) / "nation"
        if folder is None:
            writing.write(
                Nation(seed=1, dials=Dials(quarters=0)).year(YEAR), nation, {FORM: monthly.part}, lambda *_: None
            )
        clock = Clock()
        pool: Any = plain.transactions
        system = replace(plain, clock=clock, transactions=PostgresTransactions(pool._engine, clock, enqueue))
        january, february = (sorted((nation / str(YEAR) / FORM / f"{YEAR}M0{month}").iterdir()) for month in (1, 2))
        for path in january:
            consenting.join(system, sender(path.stem), path.stem, Period.read(f"{YEAR}M01"), "Nav-lederen")
        approving.give(system, DESK, (FORM,), BEGINS.date(), BEGINS.date().replace(month=12), "Målt")
        clock.time = BEGINS.replace(month=2, day=11)
        first = measured(system, january, Period.read(f"{YEAR}M01"))
        clock.time = BEGINS.replace(month=3, day=12)
        joined = {path.name for path in january[1:]}
        later = [path for path in february if path.name in joined]
        second = measured(system, later, Period.read(f"{YEAR}M02"))
        for number, (received, cpu, wall, size) in enumerate((first, second), start=1):
            found = showing.of_period(system, Period.read(f"{YEAR}M0{number}")).whole
            people = found.figures[Indicator.RECIPIENTS]
            print(
                f"month {number}: {found.reported} of {found.expected} units, {size / 1e6:.1f} MB, {people.estimated} recipients, "
                f"index {people.index}: {cpu:.1f} CPU s, {wall:.1f} s; of it {received:.1f} CPU s to receive and control"
            )
    return 0 if second[1] < LIMIT else 1


def receive(system: System, files: list[Path], period: Period) -> int:
    """How many bytes came."""
    size = 0
    for path in files:
        with taking(system) as taken:
            content = path.read_bytes()
            size += len(content)
            taken.write(content)
            expected = Expected(FORM, period, path.stem)
            done = accept(
                system, sender(path.stem), expected, taken, file_name=path.name, via="api", content=Content.FILE
            )
        control(system, done.submission.id, path.stem)
        make_inndata(system, done.submission.id, path.stem)
    return size


def sender(unit: str) -> Asker:
    actor = Actor(ActorKind.SYSTEM, f"system-{unit}", "Fagsystem")
    return Asker(actor, (Mandate(f"m-{unit}", actor, unit, FORM, Right.SEND, BEGINS),))


def measured(system: System, files: list[Path], period: Period) -> tuple[float, float, float, int]:
    """CPU seconds until all has been received, and until the figures are out; seconds by the clock; bytes."""
    cpu, wall = time.process_time(), time.perf_counter()
    size = receive(system, files, period)
    received = time.process_time() - cpu
    series(system)
    return received, time.process_time() - cpu, time.perf_counter() - wall, size


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nation", type=Path)
    sys.exit(main(parser.parse_args().nation))
