"""What starting costs: help, loading every form, one form as JSON. CPU seconds of whole processes, the least and the median of
several runs.

    python benchmarks/startup.py
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = 9
COMMANDS = {
    "kostra --help": ["-m", "kostra", "--help"],
    "python -c pass": ["-c", "pass"],
    "import kostra.forms.catalogue": ["-c", "from kostra.forms import catalogue"],
    "the same, and every form loaded": ["-c", "from kostra.forms import catalogue; catalogue.all_forms()"],
    "kostra forms show 11F --year 2026 --format json": [
        "-m",
        "kostra",
        "forms",
        "show",
        "11F",
        "--year",
        "2026",
        "--format",
        "json",
    ],
}


def cpu_seconds(command: list[str]) -> float:
    """User and system time of one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    print(f"{'command':<50} {'least':>7} {'median':>7}  CPU s of {RUNS} runs")
    for name, command in COMMANDS.items():
        runs = [cpu_seconds(command) for _ in range(RUNS)]
        print(f"{name:<50} {min(runs):7.3f} {statistics.median(runs):7.3f}")


if __name__ == "__main__":
    main()
