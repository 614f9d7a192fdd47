"""A table as it is counted: dimensions with their codes and groupings, and a count for each combination of codes.

Codes and combinations stand in one order, whatever the order of the file: the same table gives the same pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import prod

import numpy as np
import numpy.typing as npt

from kostra.disclosure.problem import Whole
from kostra.model.errors import Refused

TOTAL = "Total"
STATUS = "status"
NONE = -1
LARGEST = 5_000_000
_DIGITS = re.compile(r"([0-9]+)")

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """`of` is the number of the group that each code of the dimension is in, and `NONE` for a code that is in none."""

    name: str
    codes: tuple[str, ...]
    of: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Dimension:
    """`merged` are codes that are published together only, by their numbers."""

    name: str
    codes: tuple[str, ...]
    groupings: tuple[Grouping, ...] = ()
    merged: tuple[int, ...] = ()

    @property
    def parts(self) -> dict[str, tuple[int, ...]]:
        """What is published of the codes, and the numbers of those in each."""
        parts: dict[str, tuple[int, ...]] = {code: (at,) for at, code in enumerate(self.codes) if at not in self.merged}
        if self.merged:
            parts["+".join(self.codes[at] for at in self.merged)] = self.merged
        return parts

    @property
    def labels(self) -> tuple[str, ...]:
        """What a publishable cell may say of this dimension: its codes, the codes of its groupings, and the total."""
        return (*self.parts, *(code for grouping in self.groupings for code in grouping.codes), TOTAL)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """`counts` has an axis for each dimension, in their order: a combination that nobody has is a nought.

    `further` are other numbers of the same combinations, by what they are called: amounts, and how many of them something is true of.
    """

    name: str
    dimensions: tuple[Dimension, ...]
    counts: Whole
    further: Mapping[str, Whole] = field(default_factory=dict)


def in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """As people order them: what is written with digits by its number, so that age9 comes before age10."""
    return tuple(sorted(set(codes), key=_key))


def _key(code: str) -> tuple[list[tuple[int, int, str]], str]:
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in _DIGITS.split(code) if part], code


def dimension(name: str, codes: Iterable[str], groupings: dict[str, dict[str, str]] | None = None) -> Dimension:
    """`groupings` says, for each by its name, the group of each code; one that is not there is in none."""
    own = in_order(codes)
    return Dimension(name, own, tuple(_grouping(each, own, of) for each, of in (groupings or {}).items()))


def _grouping(name: str, own: tuple[str, ...], of: dict[str, str]) -> Grouping:
    codes = in_order(of[code] for code in own if code in of)
    number = {code: at for at, code in enumerate(codes)}
    return Grouping(name, codes, np.array([number[of[code]] if code in of else NONE for code in own], np.int32))


def shape(table: Table) -> tuple[int, ...]:
    """How many labels each dimension of a table's own cells has."""
    return tuple(len(dimension.labels) for dimension in table.dimensions)


def said(table: Table, cell: int) -> str:
    """One of a table's own cells, for people."""
    at = np.unravel_index(cell, shape(table))
    labels = (dimension.labels[int(label)] for dimension, label in zip(table.dimensions, at, strict=True))
    return ", ".join(f"{dimension.name} {label}" for dimension, label in zip(table.dimensions, labels, strict=True))


def refuse_too_large(name: str, sizes: Iterable[int]) -> None:
    size = prod(sizes)
    if size > LARGEST:
        raise Refused(
            f"Tabellen {name} ville få {size} celler, og det kan ikke være flere enn {LARGEST}. Ta bort en dimensjon, eller slå sammen "
            "koder."
        )
