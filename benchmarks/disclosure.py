"""What protecting a table costs, as processes of their own: CPU seconds and memory. Run: python -m benchmarks.disclosure [NAME ...]

Must hold, with the compiled functions loaded, from the reading of the files to the pattern: 8 190 cells in 1 CPU s, 28 080 in 12 CPU s
and 800 MB, three linked tables of 54 600 in 60 CPU s. What the whole process takes is told beside it. The nation is that of
`disclosed_nation`. Leaves with 1 when something is too slow, or a primary cell could not be protected.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from math import prod
from pathlib import Path
from time import process_time

import numpy as np
from benchmarks.disclosed_nation import TABLES, make

RUNS: dict[str, tuple[tuple[str, ...], bool, float, float]] = {
    "8190": (("age_sex",), True, 1, 800),
    "8190-protected": (("age_sex",), False, 1, 800),
    "28080": (("family_income",), True, 12, 800),
    "54600": (("age_sex", "family_income", "age_family"), True, 60, 2000),
}


TINY = b"""mun,county,kgroup,age,n
1,A,X,1,2
1,A,X,2,30
2,A,Y,1,9
2,A,Y,2,8
3,B,X,1,1
3,B,X,2,7
4,B,Y,1,6
4,B,Y,2,5
"""


def run(folder: Path, names: tuple[str, ...], zeros_shown: bool) -> None:
    """Protect, and print what came of it. A tiny table first: it loads the compiled functions."""
    protected({"tiny": TINY}, {"tiny": ("age",)}, zeros_shown)
    began = process_time()
    found = protected({name: (folder / f"{name}.csv").read_bytes() for name in names}, TABLES, zeros_shown)
    print(json.dumps({**found, "seconds": process_time() - began}))


def protected(
    files: Mapping[str, bytes], kinds: Mapping[str, tuple[str, ...]], zeros_shown: bool
) -> dict[str, int | list[str]]:
    from kostra.disclosure.crossing import cross
    from kostra.disclosure.problem import Problem, Status, values
    from kostra.disclosure.protecting import protect
    from kostra.disclosure.reading import content, table

    groupings = {"mun": ("county", "kgroup")}
    tables = [table(content(data, name), name, "n", ("mun", *kinds[name]), groupings) for name, data in files.items()]
    crossing = cross(tables)
    no = np.zeros(len(crossing.cells), np.bool_)
    weight = np.zeros(len(no), np.int64)
    made = Problem(crossing.counts, crossing.cells, crossing.links, no, no, no, weight, no, no | zeros_shown)
    value = values(made)
    said: list[str] = []
    pattern = protect(replace(made, primary=(value < 4) & ((value > 0) | (not zeros_shown))), said.append)
    return {
        "cells": sum(prod(len(one.labels) for one in each.dimensions) for each in tables),
        "primary": int((pattern.status == Status.PRIMARY).sum()),
        "secondary": int((pattern.status == Status.SECONDARY).sum()),
        "repaired": int(pattern.repaired.sum()),
        "exposed": int(pattern.exposed.sum()),
        "said": said,
    }


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
    whole, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    found = json.loads(told)
    took = found["seconds"]
    clock = os.times().elapsed - before.elapsed
    print(
        f"{name:<16}{found['cells']:>8}{found['primary']:>9}{found['secondary']:>11}{found['repaired']:>10}"
        f"{took:>8.2f} s (limit {seconds} s)"
        f"{peak:>8.0f} MB (limit {memory} MB), the whole process {whole:.2f} CPU s, {clock:.1f} s by the clock"
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
