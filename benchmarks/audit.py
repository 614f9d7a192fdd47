"""What the audit of a published table costs, in a process of its own. Run: python -m benchmarks.audit [--certificates]

A nation of 130 000 persons in 357 municipalities, protected with `kostra protect`. Must hold, "at least two integers": 8 190 cells in 3 CPU
s, 28 080 in 90. With --certificates whole tables are searched for in the larger one too, and no limit is held.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.disclosed_nation import TABLES, make

LIMITS = {"age_sex": 3.0, "family_income": 90.0}


def main(certificates: bool) -> int:
    good = True
    with tempfile.TemporaryDirectory(prefix="kostra-bench-") as scratch:
        folder = Path(scratch)
        make(folder)
        for table, most in LIMITS.items():
            dims = ",".join(("mun", *TABLES[table]))
            published = str(folder / f"{table}_published.csv")
            given = [str(folder / f"{table}.csv"), "--count", "n", "--dims", dims, "--groupings", "mun:county,kgroup"]
            out = ["--out", str(folder / f"{table}_out.csv"), "--published", published]
            for more in (["--no-audit"], []):
                status, seconds, megabytes = _kostra("protect", *given, *more, *out)
                print(
                    f"{table}, protect {' '.join(more)}: {seconds:.1f} CPU s, {megabytes:.0f} MB, exit {status}",
                    flush=True,
                )
            asked = [published, "--count", "n", "--dims", dims, "--members", str(folder / "members.csv")]
            more = ["--certificates", str(folder / f"{table}.json")] if certificates else []
            status, seconds, megabytes = _kostra("audit-table", *asked, *more, "--format", "json")
            print(f"{table}, audit-table: {seconds:.1f} CPU s, {megabytes:.0f} MB, exit {status}", flush=True)
            good &= status == 0 and (certificates or seconds < most)
    return 0 if good else 1


def _kostra(*given: str) -> tuple[int, float, float]:
    """A command in a process of its own: its exit status, CPU seconds and largest memory."""
    child = os.posix_spawn(sys.executable, [sys.executable, "-m", "kostra", *given], os.environ)
    _, left, used = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(left), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--certificates", action="store_true")
    sys.exit(main(parser.parse_args().certificates))
