"""What the control of a file of 11F 2026 costs, from the start of the process to written JSON: CPU seconds and memory.

    python benchmarks/check.py [RECORDS ...] [--folder FOLDER]

Files of 1 000 to 10 million records are made of records of the synthetic nation, each with a number and a journal of its own, with 0, 7 and
100 % of the records having findings; and one in which everybody stands twice. Must hold: the limits below, else it leaves with 1.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kostra.app.controls.asking import asked
from kostra.app.controls.check import check
from kostra.model.form import FormVersion
from kostra.model.period import Period
from kostra.synth.nation import Nation
from kostra.synth.parts import File
from kostra.synth.records import form_11f

ROOT = Path(__file__).parents[1]
YEAR, REGION, MUNICIPALITY = 2026, "110300", "1103"
KINDS = {"0 %": (0.0, 1), "7 %": (0.07, 1), "100 %": (1.0, 1), "twice": (0.0, 2)}
"""By name: the share of records that are to have a finding of their own, and how many records each person has."""
CHUNK = 100_000
Rows = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Limit:
    seconds: float
    megabytes: float


LIMITS = {
    1_000: Limit(0.35, 200),
    20_000: Limit(0.7, 200),
    130_000: Limit(0.7, 200),
    1_500_000: Limit(6, 600),
    10_000_000: Limit(40, 1500),
}
"""What must hold: 20 000 records are held to the limit of 130 000."""

BREAKS = {
    "kjonn": "9",
    "bosit": "0",
    "arbsit": "99",
    "bidrag": "9999999",
    "utbetdato": "31022026",
    "saksbehandler": " " * 10,
}
"""One of these is put in a record that is to have findings."""


def numbers(count: int) -> npt.NDArray[np.int64]:
    """So many synthetic identity numbers, all right and all different: adults, with 80 added to the month."""
    individual = np.arange(500)
    year, month, day = np.arange(1942, 2000), np.arange(81, 93), np.arange(1, 29)
    found: list[npt.NDArray[np.int64]] = []
    so_far = 0
    for extra in (0, 40):
        for of_year in year:
            nine = ((day[:, None] + extra) * 10_000 + month * 100 + of_year % 100).reshape(-1, 1) * 1000 + individual
            right = _with_check_digits(nine.reshape(-1))
            found.append(right)
            so_far += len(right)
            if so_far >= count:
                return np.concatenate(found)[:count]
    raise ValueError(f"there are only {so_far} different numbers")


def _with_check_digits(nine: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    digits = [nine // 10 ** (8 - place) % 10 for place in range(9)]
    first = -sum(w * d for w, d in zip((3, 7, 6, 1, 8, 9, 4, 5, 2), digits, strict=True)) % 11
    second = -sum(w * d for w, d in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2), (*digits, first), strict=True)) % 11
    fits = (first < 10) & (second < 10)
    whole: npt.NDArray[np.int64] = (nine * 100 + first * 10 + second)[fits]
    return whole


def clean(version: FormVersion) -> Rows:
    """Records of the nation that give no finding when they stand in the file of one municipality."""
    rows = np.concatenate(list(_of_nation(version)))
    _put(version, rows, "kommune_nr", np.full(len(rows), int(MUNICIPALITY)))
    _column(version, rows, "bydelsnr")[:] = ord(" ")
    rows = rows[~(_column(version, rows, "trygdesit") == np.frombuffer(b"07", dtype=np.uint8)).all(axis=1)]
    _renumber(version, rows, numbers(len(rows)), 0)
    report = check(BytesIO(_lines(rows).tobytes()), asked("11F", Period(YEAR), REGION))
    struck = [hits.lines for place in report.table.hits for hits in report.table.of(place)]
    return np.delete(rows, np.concatenate([*struck, np.empty(0, dtype=np.int64)]) - 1, axis=0)


def _of_nation(version: FormVersion) -> Iterator[Rows]:
    for file in form_11f.part(Nation(seed=1, size=0.05).year(YEAR)):
        if isinstance(file, File):
            lines = [line for line in file.content.splitlines() if len(line) == version.record_length]
            yield np.frombuffer(b"".join(lines), dtype=np.uint8).reshape(len(lines), version.record_length).copy()


def write(path: Path, version: FormVersion, base: Rows, count: int, kind: str) -> None:
    """A file of so many records."""
    share, each = KINDS[kind]
    random = np.random.default_rng([count, int(share * 100)])
    ids = np.tile(numbers(count // each), each)
    with path.open("wb") as out:
        for start in range(0, count, CHUNK):
            size = min(CHUNK, count - start)
            rows = base[np.arange(start, start + size) % len(base)]
            _renumber(version, rows, ids[start : start + size], start)
            broken = np.flatnonzero(random.random(size) < share)
            kinds = random.integers(0, len(BREAKS), len(broken))
            for place, (field, value) in enumerate(BREAKS.items()):
                _column(version, rows, field)[broken[kinds == place]] = np.frombuffer(value.encode(), dtype=np.uint8)
            out.write(_lines(rows).tobytes())


def _renumber(version: FormVersion, rows: Rows, ids: npt.NDArray[np.int64], start: int) -> None:
    _put(version, rows, "person_fodselsnr", ids)
    _put(version, rows, "person_journalnr", np.arange(start, start + len(rows)) + 10_000_000)


def _put(version: FormVersion, rows: Rows, field: str, values: npt.NDArray[np.int64]) -> None:
    """Whole numbers with zeros in front."""
    column = _column(version, rows, field)
    for place in range(column.shape[1]):
        column[:, place] = values // 10 ** (column.shape[1] - 1 - place) % 10 + ord("0")


def _column(version: FormVersion, rows: Rows, field: str) -> Rows:
    one = version.field(field)
    return rows[:, one.first - 1 : one.last]


def _lines(rows: Rows) -> Rows:
    return np.concatenate([rows, np.full((len(rows), 1), ord("\n"), dtype=np.uint8)], axis=1)


_MEASURED = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(status, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""
"""Run from a small process: the peak of a child begins at what its parent holds."""


def environment() -> dict[str, str]:
    """With compiled modules, as an installed program has them."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "kostra-compiled"),
    }


def cost(path: Path, out: str = os.devnull) -> tuple[float, float]:
    """CPU seconds and peak megabytes of the command in a process of its own."""
    arguments = ["check", str(path), "--form", "11F", "--year", str(YEAR), "--region", REGION, "--format", "json"]
    command = [sys.executable, "-m", "kostra", *arguments, "--out", out]
    ran = subprocess.run(
        [sys.executable, "-c", _MEASURED, *command], env=environment(), check=True, capture_output=True, text=True
    )
    status, seconds, megabytes = ran.stdout.split()
    if int(status) not in (0, 1, 2):
        raise SystemExit(f"the command did not run: {ran.stderr}")
    return float(seconds), float(megabytes)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", nargs="*", type=int, default=list(LIMITS))
    parser.add_argument("--folder", help="where the files are made (4 GB for ten million records)")
    wanted = parser.parse_args()
    version = asked("11F", Period(YEAR), REGION).version
    base, kept = clean(version), True
    cost(Path(os.devnull))
    print(f"{'records':>10}  {'findings in':>11}  {'CPU s':>6}  {'limit':>6}  {'MB':>5}  {'limit':>5}")
    for count in wanted.records:
        for kind in KINDS:
            with tempfile.TemporaryDirectory(dir=wanted.folder) as folder:
                path = Path(folder) / "11F.dat"
                write(path, version, base, count, kind)
                seconds, megabytes = min(cost(path) for _ in range(7 if count <= 130_000 else 1))
            limit = LIMITS.get(count, Limit(float("inf"), float("inf")))
            kept = kept and seconds <= limit.seconds and megabytes <= limit.megabytes
            print(
                f"{count:>10}  {kind:>11}  {seconds:>6.2f}  {limit.seconds:>6}  {megabytes:>5.0f}  {limit.megabytes:>5}",
                flush=True,
            )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
