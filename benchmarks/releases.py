"""Provisional and final figures of several years, on a whole nation: nothing that is hidden can be worked out by comparing them.

    PYTHONPATH=src:. python -m benchmarks.releases [YEAR ...]

Of each year: what has come in by the deadline is released, without some municipalities that are late; then these come, and others deliver
anew with persons more and fewer; and the final figures are released beside the provisional ones. Both must pass their audit. Prints the
verdict of each, with seconds by the clock and of CPU.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.editing import EDITOR, deliver, opened, take
from benchmarks.produce import COLLEAGUE, forget
from benchmarks.tables import FORMS, send

from kostra.app.editing.snapshots import make_snapshots
from kostra.app.publication import producing
from kostra.app.season.plan import EXTRACTS
from kostra.app.synth.making import PARTS
from kostra.app.system import System
from kostra.model.cube import Status
from kostra.model.period import Period
from kostra.model.submission import Expected
from kostra.synth import writing
from kostra.synth.nation import Nation

EVERY_LATE, EVERY_AGAIN = 60, 9
"""One in so many is late, or delivers anew."""
FEWER = 40
"""One person in so many is left out when it does."""
PERSONS = ("11F", "11CF")


def main(years: list[int]) -> int:
    passed = [_year(each) for each in years]
    return 0 if all(passed) else 1


def _year(year: int) -> bool:
    with tempfile.TemporaryDirectory(prefix="kostra-bench-") as scratch, opened(Path(scratch)) as system:
        nation = Path(scratch) / "nation"
        writing.write(Nation(seed=1).year(year), nation, PARTS, lambda *_: None)
        late = {(form, path): path.read_bytes() for form in PERSONS for path in _some(nation, year, form, EVERY_LATE)}
        for _, path in late:
            path.unlink()
        for form in FORMS:
            deliver(system, nation, form, year)
        for register, name in EXTRACTS.items():
            send(system, register, nation / str(year) / "registre" / f"{name}.csv", year)
        first = _released(system, Path(scratch), year, Status.PROVISIONAL)
        for (form, path), content in late.items():
            take(system, Expected(form, Period(year), path.stem), io.BytesIO(content))
        for form in PERSONS:
            for path in _some(nation, year, form, EVERY_AGAIN):
                lines = path.read_bytes().splitlines(keepends=True)
                kept = b"".join(line for number, line in enumerate(lines, 1) if number % FEWER)
                take(system, Expected(form, Period(year), path.stem), io.BytesIO(kept))
        return _released(system, Path(scratch), year, Status.FINAL) and first


def _some(nation: Path, year: int, form: str, every: int) -> Iterator[Path]:
    yield from sorted((nation / str(year) / form).iterdir())[every // 2 :: every]


def _released(system: System, data: Path, year: int, status: Status) -> bool:
    forget()
    make_snapshots(system)
    before = os.times()
    producing.figures(system, EDITOR, data, year, status, lambda _: None)
    made = producing.publish(system, EDITOR, data, year, status, lambda line: print(f"  {line}", flush=True), COLLEAGUE)
    after = os.times()
    clock, cpu = after.elapsed - before.elapsed, sum(after[:4]) - sum(before[:4])
    verdict = made.protection.verdict
    passed = verdict is not None and verdict.passed
    print(f"{year} {status}: {'passed' if passed else 'NOT PASSED'}, {clock:.0f} s, {cpu:.0f} CPU s", flush=True)
    return passed


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("years", nargs="*", type=int, default=[2023, 2024, 2025])
    sys.exit(main(asked.parse_args().years))
