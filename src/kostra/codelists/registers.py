"""The registers that fields point to: which municipalities there are in a year, and which districts report.

Numbers alone, and cheap: a control of a small file must not pay for names, population and mergers. The files are those of `kostra.regions`;
what they say is checked there, and a test holds the two against each other. What became of a number is for `kostra.regions.find` to tell.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import kostra

DATA = Path(kostra.__file__).parent / "regions" / "data"


@cache
def first_year() -> int:
    """The first year that the data speak of."""
    return min(int(row["first"]) for row in _rows("years.csv"))


@cache
def municipalities(year: int) -> frozenset[str]:
    """Four digits; none for a year that the data do not speak of."""
    return frozenset(row["code"] for row in _rows("municipalities.csv") if _holds(row, year))


@cache
def reporting_districts(year: int) -> frozenset[str]:
    """Six digits: the districts that send forms of their own."""
    return frozenset(row["code"] for row in _rows("districts.csv") if row["reports"] == "yes" and _holds(row, year))


def _holds(row: Mapping[str, str], year: int) -> bool:
    return int(row["since"]) <= year and (not row["until"] or year <= int(row["until"]))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
