"""What a whole nation-year costs: CPU seconds and memory, part by part. Run: python benchmarks/synth.py [YEAR]

Must hold: under 15 CPU seconds and 1 GB for the whole country.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from kostra.app.synth.making import PARTS
from kostra.synth.nation import Nation
from kostra.synth.writing import write

LIMIT_SECONDS, LIMIT_MEGABYTES = 15.0, 1000.0


def main(year: int) -> int:
    before = time.process_time()
    made = Nation(seed=1).year(year)
    laps = [("personer og saker", time.process_time() - before)]
    started: list[float] = []

    def lap(part: str, number: int, of: int) -> None:
        started.append(time.process_time())

    with tempfile.TemporaryDirectory() as folder:
        write(made, Path(folder), PARTS, lap)
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    started.append(time.process_time())
    laps += [(name, after - first) for name, (first, after) in zip(PARTS, pairwise(started), strict=True)]
    for name, seconds in laps:
        print(f"{name:<32}{seconds:6.2f} s")
    seconds, megabytes = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'in all':<32}{seconds:6.2f} s, {megabytes:.0f} MB memory, {size / 1e6:.0f} MB of files")
    return 0 if seconds < LIMIT_SECONDS and megabytes < LIMIT_MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2026))
