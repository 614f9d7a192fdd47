"""What protecting a table costs, as processes of their own: CPU seconds and memory. Run: python -m benchmarks.disclosure [NAME ...]

Must hold, with numba warm: 8 190 cells in 1 CPU s, 28 080 in 12 CPU s and 800 MB, three linked tables of 54 600 in 60 CPU s; from the
start of the process, with the reading of the file. Makes a nation of 130 000 persons in 357 municipalities, the same every time. Leaves
with 1 when something is too slow, or a primary cell could not be protected.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from functools import partial
from itertools import product
from math import prod
from pathlib import Path

import numpy as np
import numpy.typing as npt

YEAR = 2025
PERSONS = 130_000
KINDS = {
    "age": (14, 17, 25, 22, 18, 4),
    "sex": (55, 45),
    "family": (45, 5, 20, 12, 8, 5, 3, 2),
    "income": (30, 25, 15, 12, 9, 6, 3),
}
TABLES = {"age_sex": ("age", "sex"), "family_income": ("family", "income"), "age_family": ("age", "family")}
RUNS: dict[str, tuple[tuple[str, ...], bool, float, float]] = {
    "8190": (("age_sex",), True, 1, 800),
    "8190-protected": (("age_sex",), False, 1, 800),
    "28080": (("family_income",), True, 12, 800),
    "54600": (("age_sex", "family_income", "age_family"), True, 60, 2000),
}


def make(folder: Path) -> None:
    """One file for each table, with a line for each inner cell."""
    from kostra import regions

    dice = np.random.Generator(np.random.PCG64(7))
    codes = [each.code for each in regions.municipalities(YEAR)]
    belong = [regions.belonging(code, YEAR) for code in codes]
    drawn = np.array([regions.population(code, YEAR) for code in codes]) * dice.gamma(12, 1 / 12, len(codes))
    lives: npt.NDArray[np.int64] = dice.choice(len(codes), PERSONS, p=drawn / drawn.sum())
    of = {}
    for kind, common in KINDS.items():
        share = dice.dirichlet(np.array(common) / sum(common) * 60, len(codes))
        above = dice.random(PERSONS)[:, None] > share.cumsum(1)[lives]
        of[kind] = above.sum(1).clip(0, len(common) - 1)
    for name, kinds in TABLES.items():
        sizes = [len(KINDS[kind]) for kind in kinds]
        at = np.ravel_multi_index((lives, *(of[kind] for kind in kinds)), (len(codes), *sizes))
        counts = np.bincount(at, minlength=len(codes) * prod(sizes)).reshape(len(codes), -1)
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["mun", "county", "kgroup", *kinds, "n"])
            for code, where, row in zip(codes, belong, counts.tolist(), strict=True):
                assert where.county is not None and where.kostra_group is not None
                groups = (code, f"{where.county.code}F", where.kostra_group.code)
                for places, n in zip(product(*map(range, sizes)), row, strict=True):
                    writer.writerow(
                        [*groups, *(f"{kind}{place + 1}" for kind, place in zip(kinds, places, strict=True)), n]
                    )


def run(folder: Path, names: tuple[str, ...], zeros_shown: bool) -> None:
    """Protect, and print what came of it."""
    from kostra.disclosure.crossing import cross
    from kostra.disclosure.problem import Problem, Status, values
    from kostra.disclosure.protecting import protect
    from kostra.disclosure.reading import content, table

    tables = [
        table(content((folder / f"{name}.csv").read_bytes(), name), name, "n", ("mun", *TABLES[name]), {"mun": ("county", "kgroup")})
        for name in names
    ]  # fmt: skip
    crossing = cross(tables)
    no = np.zeros(len(crossing.cells), np.bool_)
    weight = np.zeros(len(no), np.int64)
    made = Problem(crossing.counts, crossing.cells, crossing.links, no, no, no, weight, no, no | zeros_shown)
    value = values(made)
    primary = (value < 4) & ((value > 0) | (not zeros_shown))
    said: list[str] = []
    pattern = protect(
        Problem(made.counts, made.cells, made.links, primary, no, no, weight, no, no | zeros_shown), said.append
    )
    print(
        json.dumps(
            {
                "cells": sum(prod(len(one.labels) for one in each.dimensions) for each in tables),
                "primary": int((pattern.status == Status.PRIMARY).sum()),
                "secondary": int((pattern.status == Status.SECONDARY).sum()),
                "repaired": int(pattern.repaired.sum()),
                "exposed": int(pattern.exposed.sum()),
                "said": said,
            }
        )
    )


def measure(folder: Path, name: str) -> bool:
    _, _, seconds, memory = RUNS[name]
    before = os.times()
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.disclosure", name, "--in", str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    told = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        return False
    took, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    found = json.loads(told)
    clock = os.times().elapsed - before.elapsed
    print(
        f"{name:<16}{found['cells']:>8}{found['primary']:>9}{found['secondary']:>11}{found['repaired']:>10}"
        f"{took:>8.2f} s (limit {seconds} s)"
        f"{peak:>8.0f} MB (limit {memory} MB), {clock:.1f} s by the clock"
    )
    for each in found["said"]:
        print(f"{'':<16}{each}")
    return took < seconds and peak < memory and not found["exposed"]


def main(names: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="kostra-bench-") as scratch:
        folder = Path(scratch)
        make(folder)
        # The first one compiles.
        subprocess.run(
            [sys.executable, "-m", "benchmarks.disclosure", "8190", "--in", str(folder)],
            check=True,
            capture_output=True,
        )
        print(f"{'':<16}{'cells':>8}{'primary':>9}{'secondary':>11}{'repaired':>10}")
        return 0 if all(list(map(partial(measure, folder), names))) else 1


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("names", nargs="*", choices=[*RUNS, []], default=[])
    asked.add_argument("--in", dest="folder", type=Path)
    given = asked.parse_args()
    if given.folder is None:
        sys.exit(main(given.names or list(RUNS)))
    run(given.folder, *RUNS[given.names[0]][:2])
