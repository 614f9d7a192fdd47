"""A table of figures: dimensions, measures, and for each cell a value or a mark that says why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from kostra.model.text import Text


class Mark(StrEnum):
    """The marks of the table bank."""

    NOT_POSSIBLE = "."
    MISSING = ".."
    CONFIDENTIAL = ":"
    NIL = "-"
    PROVISIONAL = "*"
    ESTIMATED = "e"


@dataclass(frozen=True, slots=True)
class Dimension:
    id: str
    title: Text
    values: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Measure:
    id: str
    title: Text
    unit: Text
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """`reported` and `estimated` count the units behind the value; `largest` the contributions that could dominate it."""

    value: int | Fraction | None
    mark: Mark | None = None
    reported: int = 0
    estimated: int = 0
    largest: tuple[int, ...] = ()


@dataclass(frozen=True)
class Cube:
    """A cell is found by one value per dimension, in their order, and the measure last."""

    id: str
    title: Text
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    cells: Mapping[tuple[str, ...], Cell]
