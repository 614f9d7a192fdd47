"""What the tables of a year cost, on a whole nation: CPU seconds and memory. Run: python -m benchmarks.tables [YEAR] [--nation FOLDER]

Must hold: every table from klargjorte data, files included, under 10 s and 1.5 GB; every table again after an edit, files included, under
2 s. 11F and 11CF are estimated first, so that their tables are judged. The folder is a nation as `kostra synth` makes it; without one it
is made.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path

from benchmarks.editing import EDITOR, deliver, once, opened

from kostra.accounts.concepts import ACCOUNTS
from kostra.app.editing import working as held
from kostra.app.editing.changing import change
from kostra.app.editing.previewing import Wanted
from kostra.app.editing.records import Query, find, largest
from kostra.app.editing.snapshots import make_snapshots
from kostra.app.estimating.making import estimate, order
from kostra.app.estimating.record import Kind
from kostra.app.permissions import Asker
from kostra.app.registers.receiving import receive
from kostra.app.registers.taking import taking
from kostra.app.season.plan import EXTRACTS
from kostra.app.statistics.making import cubes
from kostra.app.statistics.writing import write
from kostra.app.synth.making import PARTS
from kostra.app.system import System
from kostra.estimation.catalogue import declared
from kostra.model.cube import Status
from kostra.model.edit import Reason, Whole
from kostra.model.errors import Missing
from kostra.model.people import Actor, ActorKind, Duty
from kostra.model.period import Period
from kostra.synth import writing
from kostra.synth.nation import Nation

FORMS = ("11F", "11CF", "7", "7B", "12", *dict.fromkeys(one.form for one in ACCOUNTS.values()))
EDITS = 4
STEWARD = Asker(Actor(ActorKind.PERSON, "benchmark", "Benchmark"), duties=frozenset({Duty.STEWARD}))


def main(year: int, folder: Path | None) -> int:
    with tempfile.TemporaryDirectory(prefix="kostra-bench-") as scratch, opened(Path(scratch)) as system:
        nation = folder or Path(scratch) / "nation"
        if folder is None:
            writing.write(Nation(seed=1).year(year), nation, PARTS, lambda *_: None)
        for form in FORMS:
            print(f"{form}: {deliver(system, nation, form, year)} deliveries", flush=True)
        for register, name in EXTRACTS.items():
            send(system, register, nation / str(year) / "registre" / f"{name}.csv", year)
        print(f"snapshots: {once(lambda: make_snapshots(system)):.2f} s")
        for form in declared():
            print(f"{form} estimated: {once(partial(_estimate, system, form, year)):.2f} s", flush=True)
        return 0 if _measure(system, year, Path(scratch) / "cubes") else 1


def _measure(system: System, year: int, out: Path) -> bool:
    def build() -> None:
        for cube, path in write(system, cubes(system, EDITOR, year), out, Status.PROVISIONAL):
            made.append((cube.id, len(cube.cells), path.stat().st_size))

    held.HOLDING.clear()
    # From here on the peak is that of the tables.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    made: list[tuple[str, int, int]] = []
    edited: list[float] = []
    laps: list[tuple[str, float, float | None]] = [("every table with files, from the snapshots", once(build), 10.0)]
    print(
        f"{len(made)} tables, {sum(cells for _, cells, _ in made):,} cells, {sum(size for *_, size in made) >> 10:,} kB"
    )
    memory = _peak()
    for _ in range(EDITS):
        _edit(system, Whole("11F", Period(year)))
        edited.append(once(build))
    laps.append(("every table with files, after an edit", min(edited), 2.0))
    laps.append(("every table with files, nothing edited", once(build), None))
    for name, seconds, limit in laps:
        print(f"{name:<44}{seconds:6.2f} s{'' if limit is None else f'   (limit {limit} s)'}")
    print(f"{'memory of the first':<44}{memory:6.0f} MB  (limit 1500 MB)")
    print(f"{'memory at most, with the edits':<44}{_peak():6.0f} MB")
    return memory < 1500 and all(limit is None or seconds < limit for _, seconds, limit in laps)


def _peak() -> float:
    """In megabytes."""
    told = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in told if line.startswith("VmHWM")) / 1024


def _edit(system: System, whole: Whole) -> None:
    top = largest(system, EDITOR, whole, "bidrag", Query()).lines[0]
    listing = find(system, EDITOR, whole, Query(unit=top.unit, record=top.record))
    saw = listing.lines[0].values[listing.fields.index("bidrag")]
    change(system, EDITOR, whole, Wanted(top.unit, top.record, "bidrag", saw, str(int(saw or 0) + 1)), Reason.REVIEW)


def _estimate(system: System, form: str, year: int) -> None:
    estimate(system, order(system, EDITOR, form, year, Kind.PROVISIONAL, "Benchmark").id)


def send(system: System, register: str, file: Path, year: int) -> None:
    """One that the nation does not have is not sent."""
    with suppress(Missing, FileNotFoundError), taking(system, STEWARD, register, Period(year)) as incoming:
        incoming.write(file.read_bytes())
        receive(system, STEWARD, register, Period(year), incoming, file_name=file.name, declared_rows=None)


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("year", nargs="?", type=int, default=2025)
    asked.add_argument("--nation", type=Path)
    given = asked.parse_args()
    sys.exit(main(given.year, given.nation))
