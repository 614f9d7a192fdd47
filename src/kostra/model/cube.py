"""A cube: the figures of one table and one year, with all that is to be known of each cell and of the whole.

The first dimension is always the region, the measure is always last. Every cell is there: one without a value has a mark that says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import product

from kostra.model.region import RegionKind
from kostra.model.text import Text

REGION = "region"


class Mark(StrEnum):
    """The marks of the table bank."""

    NOT_POSSIBLE = "."
    MISSING = ".."
    CONFIDENTIAL = ":"
    NIL = "-"
    PROVISIONAL = "*"
    ESTIMATED = "e"


class Status(StrEnum):
    PROVISIONAL = "provisional"
    FINAL = "final"


class Counted(StrEnum):
    """What a measure is made of: a number of somebody, a sum of amounts, or one measure over another."""

    COUNT = "count"
    SUM = "sum"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Dimension:
    """`total` is the value that holds all the others; None where the values are not parts of one whole."""

    id: str
    title: Text
    values: Mapping[str, Text]
    total: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """`parts` are the measures that a ratio is made of, whether they are in the cube or not."""

    id: str
    title: Text
    unit: Text
    decimals: int = 0
    counted: Counted = Counted.COUNT
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Footnote:
    """About the whole table, or about a dimension, a value of it, a measure, a region, or the cells where these meet."""

    text: Text
    at: Mapping[str, str | None]
    """By dimension (or `measure`), the value; None for all of the dimension. Empty for the table."""
    since: int | None = None
    """The first year it is about; None for every year of the table."""


@dataclass(frozen=True, slots=True)
class Break:
    """From `year` on the figures, or one measure, are not comparable with those before."""

    year: int
    text: Text
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the units of a region are behind its figures. `share` is by the inhabitants of the units; None where nobody knows."""

    reported: int
    expected: int
    share: Fraction | None

    @property
    def whole(self) -> bool:
        return self.reported == self.expected and self.share is not None


@dataclass(frozen=True, slots=True)
class Withheld:
    """Regions of one kind that the table is not published for, because its quality does not allow it, and why."""

    kind: RegionKind
    regions: tuple[str, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class RunUsed:
    """The run of the estimation that estimates and gates are from. `same_data` is False where data have changed since it was made."""

    form: str
    status: Status
    made: date
    sha256: str
    same_data: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """`reported` and `estimated` count the units behind the value; `contributors` the persons, and `largest` what the two largest add."""

    value: int | Fraction | None
    mark: Mark | None = None
    reported: int = 0
    estimated: int = 0
    contributors: int = 0
    largest: tuple[int, ...] = ()


@dataclass(frozen=True)
class Cube:
    """`cells` stand in the order of the dimensions and the measure last, which changes fastest. Those that the engine makes are columns,
    `kostra.methods.cells`, and become a `Cell` when one is taken out."""

    id: str
    year: int
    title: Text
    population: Text
    source: str
    status: Status
    synthetic: bool
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    cells: Sequence[Cell]
    coverage: Mapping[str, Coverage]
    footnotes: tuple[Footnote, ...] = ()
    breaks: tuple[Break, ...] = ()
    replaced_by: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    runs: tuple[RunUsed, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    controlled: bool = False
    """Whether what may tell of somebody is left out."""

    def cell(self, *codes: str) -> Cell:
        """By one value for each dimension, and the measure."""
        place = 0
        for codes_of, code in zip(self._places, codes, strict=True):
            place = place * len(codes_of) + codes_of[code]
        return self.cells[place]

    def why_withheld(self, region: str) -> Text | None:
        """None where the region is published."""
        return next((one.reason for one in self.withheld if region in one.regions), None)

    def rows(self, region: str | None = None) -> Iterator[tuple[tuple[str, ...], Cell]]:
        """Every cell with its values, or those of one region."""
        first, *others = self._places
        if region is None:
            return zip(product(first, *others), self.cells, strict=True)
        each = len(self.cells) // len(first)
        start = first[region] * each
        return zip(product((region,), *others), self.cells[start : start + each], strict=True)

    @cached_property
    def _places(self) -> tuple[dict[str, int], ...]:
        each = [list(dimension.values) for dimension in self.dimensions] + [[one.id for one in self.measures]]
        return tuple({code: place for place, code in enumerate(codes)} for codes in each)
