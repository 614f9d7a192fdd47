"""What `kostra produce` costs, on a whole nation: seconds by the clock and of CPU.

    PYTHONPATH=src:. python -m benchmarks.produce [YEAR] [--nation FOLDER] [--no-protect]

From files that have been received to a release. Must hold, by the clock on two cores that nobody else uses: under 60 s without suppression
and audit, under 5 minutes with them. Then the same once more, where nothing is left to be made. The folder is a nation as `kostra synth`
makes it; without one it is made.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.editing import EDITOR, deliver, opened
from benchmarks.tables import FORMS, send

from kostra.app.editing import working
from kostra.app.editing.snapshots import make_snapshots
from kostra.app.permissions import Asker
from kostra.app.publication import producing
from kostra.app.season.plan import EXTRACTS
from kostra.app.statistics import holding
from kostra.app.synth.making import PARTS
from kostra.app.system import System
from kostra.model.cube import Status
from kostra.model.people import Actor, ActorKind, Duty
from kostra.synth import writing
from kostra.synth.nation import Nation

COLLEAGUE = Asker(Actor(ActorKind.PERSON, "colleague", "Colleague"), duties=frozenset({Duty.STATISTICIAN}))


def main(year: int, folder: Path | None, *, protects: bool) -> int:
    with tempfile.TemporaryDirectory(prefix="kostra-bench-") as scratch, opened(Path(scratch)) as system:
        nation = folder or Path(scratch) / "nation"
        if folder is None:
            writing.write(Nation(seed=1).year(year), nation, PARTS, lambda *_: None)
        for form in FORMS:
            deliver(system, nation, form, year)
        for register, name in EXTRACTS.items():
            send(system, register, nation / str(year) / "registre" / f"{name}.csv", year)
        make_snapshots(system)
        return 0 if _measure(system, Path(scratch), year, protects=protects) else 1


def _measure(system: System, data: Path, year: int, *, protects: bool) -> bool:
    def without() -> None:
        producing.figures(system, EDITOR, data, year, Status.PROVISIONAL, print)

    def publish() -> None:
        made = producing.publish(system, EDITOR, data, year, Status.PROVISIONAL, print, COLLEAGUE)
        assert made.release is not None and made.release.approved is not None

    def whole() -> None:
        without()
        publish()

    forget()
    laps = [("without suppression and audit", *_lap(without), 60.0)]
    if protects:
        clock, cpu = _lap(publish)
        laps.append(("with them, to a release", laps[0][1] + clock, laps[0][2] + cpu, 300.0))
        forget()
        laps.append(("the same again", *_lap(whole), 60.0))
    for name, clock, cpu, limit in laps:
        print(f"{name:<32}{clock:7.1f} s (limit {limit:.0f} s){cpu:8.1f} CPU s")
    return all(clock < limit for _, clock, _, limit in laps)


def forget() -> None:
    """As in a process that has made nothing yet."""
    working.HOLDING.clear()
    holding.HOLDING.clear()


def _lap(do: Callable[[], None]) -> tuple[float, float]:
    """By the clock, and of CPU with that of other processes it has had."""
    before = os.times()
    do()
    after = os.times()
    return after.elapsed - before.elapsed, sum(after[:4]) - sum(before[:4])


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("year", nargs="?", type=int, default=2025)
    asked.add_argument("--nation", type=Path)
    asked.add_argument("--no-protect", action="store_true")
    given = asked.parse_args()
    sys.exit(main(given.year, given.nation, protects=not given.no_protect))
