"""The national figures the synthetic nation is held to, by table, variable and year.

They stand in `history/anchors.csv`, each marked as found in a published source or as our own estimate between such
figures. Nothing is interpolated here: a year that is not in the file has no figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Anchor:
    value: float
    found: bool
    """False for our own estimate."""


@cache
def anchors() -> dict[tuple[str, str, int], Anchor]:
    lines = (FOLDER / "anchors.csv").read_text(encoding="utf-8").splitlines()
    rows = (line.split(";") for line in lines[1:])
    return {
        (table, variable, int(year)): Anchor(float(value), basis == "funnet")
        for table, variable, year, value, basis in rows
    }


def anchor(table: str, variable: str, year: int) -> float:
    return anchors()[table, variable, year].value


def count(table: str, variable: str, year: int) -> int:
    return round(anchor(table, variable, year))


def years(table: str, variable: str) -> tuple[int, ...]:
    """The years that have a figure."""
    return tuple(sorted(year for known, name, year in anchors() if (known, name) == (table, variable)))
