"""What the audit of a published table costs, in a process of its own. Run: python -m benchmarks.audit [--certificates]

A nation of 130 000 persons in 357 municipalities, protected with `kostra protect`. Must hold, "at least two integers": 8 190 cells in 3 CPU
s, 28 080 in 90. With --certificates the search for whole tables is counted too.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
from pathlib import Path

import numpy as np

from kostra import regions

YEAR, PERSONS = 2025, 130_000
SHARES = {
    "age": (14, 17, 25, 22, 18, 4),
    "sex": (55, 45),
    "family": (45, 5, 20, 12, 8, 5, 3, 2),
    "income": (30, 25, 15, 12, 9, 6, 3),
}
TABLES = ((("age", "sex"), 3.0), (("family", "income"), 90.0))


def main(certificates: bool) -> int:
    good = True
    with tempfile.TemporaryDirectory(prefix="kostra-bench-") as scratch:
        folder = Path(scratch)
        _nation(folder)
        for names, most in TABLES:
            table = "_".join(names)
            dims = ",".join(("mun", *names))
            published = str(folder / f"{table}_published.csv")
            given = [str(folder / f"{table}.csv"), "--count", "n", "--dims", dims, "--groupings", "mun:county,kgroup"]
            _kostra("protect", *given, "--out", str(folder / f"{table}_out.csv"), "--published", published)
            asked = [published, "--count", "n", "--dims", dims, "--members", str(folder / "members.csv")]
            more = ["--certificates", str(folder / f"{table}.json")] if certificates else []
            status, seconds, megabytes = _kostra("audit-table", *asked, *more, "--format", "json")
            print(f"{table}: {seconds:.1f} CPU s, {megabytes:.0f} MB, exit {status}", flush=True)
            good &= status == 0 and (certificates or seconds < most)
    return 0 if good else 1


def _kostra(*given: str) -> tuple[int, float, float]:
    """A command in a process of its own: its exit status, CPU seconds and largest memory."""
    child = os.posix_spawn(sys.executable, [sys.executable, "-m", "kostra", *given], os.environ)
    _, left, used = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(left), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _nation(folder: Path) -> None:
    """Persons spread over municipalities by population, and within each by shares of its own."""
    rng = np.random.Generator(np.random.PCG64(7))
    codes = [municipality.code for municipality in regions.municipalities(YEAR)]
    belongs = [regions.belonging(code, YEAR) for code in codes]
    groups = [
        (f"{one.county.code}F" if one.county else "", one.kostra_group.code if one.kostra_group else "")
        for one in belongs
    ]
    weight = np.array([regions.population(code, YEAR) for code in codes]) * rng.gamma(12, 1 / 12, len(codes))
    municipality = rng.choice(len(codes), PERSONS, p=weight / weight.sum())
    of = {}
    for name, shares in SHARES.items():
        own = rng.dirichlet(np.array(shares) / sum(shares) * 60, len(codes)).cumsum(axis=1)
        of[name] = (rng.random(PERSONS)[:, None] > own[municipality][:, :-1]).sum(axis=1)
    for names, _ in TABLES:
        sizes = [len(SHARES[name]) for name in names]
        place = np.ravel_multi_index((municipality, *(of[name] for name in names)), (len(codes), *sizes))
        counts = np.bincount(place, minlength=len(codes) * int(np.prod(sizes))).reshape(len(codes), *sizes)
        with (folder / f"{'_'.join(names)}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(["mun", "county", "kgroup", *names, "n"])
            for at, count in np.ndenumerate(counts):
                out.writerow([codes[at[0]], *groups[at[0]], *(f"{k + 1}" for k in at[1:]), int(count)])
    with (folder / "members.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["mun", "county", "kgroup"])
        out.writerows([code, *group] for code, group in zip(codes, groups, strict=True))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--certificates", action="store_true")
    sys.exit(main(parser.parse_args().certificates))
