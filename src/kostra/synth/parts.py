"""What the parts of a nation-year hand over to be written: files, and how each was delivered.

A part is a function from a `NationYear` to files. `writing` puts them in a folder; the parts know no folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kostra.synth.arrays import NationYear

IN_TIME, LATE, NIL, NEVER = "in time", "late", "nil", "never"
"""States of a delivery. A nil return may itself come late: its arrival tells."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of `deliveries.csv`: what a unit owes, and what came of it. `arrived` is ISO to the second; empty for never."""

    unit: str
    form: str
    period: str
    state: str
    arrived: str
    sender: str


@dataclass(frozen=True, slots=True)
class Planted:
    """One row of `mistakes.csv`: a mistake that was put in, and the control that should find it. Line 0 is the whole file."""

    form: str
    unit: str
    line: int
    kind: str
    control: str


@dataclass(frozen=True, slots=True)
class File:
    """`path` is inside the folder of the year, with forward slashes: `11F/110300.dat`."""

    path: str
    content: bytes
    records: int = 0
    delivery: Delivery | None = None
    planted: tuple[Planted, ...] = ()


Part = Callable[[NationYear], Iterable[File | Delivery]]
"""A `Delivery` alone is one that never came: it has no file."""
