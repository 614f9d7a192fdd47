"""The cells of a cube as columns: whole numbers in arrays, and a `Cell` where somebody asks for one.

A value is a numerator over a denominator, in lowest terms; a denominator of 0 says that there is none. A `largest` of 0 is nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import TypeAlias, overload

import numpy as np
import numpy.typing as npt

from kostra.model.cube import Cell, Mark

Whole: TypeAlias = npt.NDArray[np.int64]
MARKS: tuple[Mark | None, ...] = (None, *Mark)
"""By the number that stands in the column `mark`."""
_ROOM = 1 << 62
CODE = {mark: np.int8(number) for number, mark in enumerate(MARKS)}


@dataclass(frozen=True, slots=True, eq=False)
class Cells(Sequence[Cell]):
    numerator: Whole
    denominator: Whole
    mark: npt.NDArray[np.int8]
    reported: Whole
    estimated: Whole
    contributors: Whole
    largest: Whole
    second: Whole

    def __len__(self) -> int:
        return len(self.mark)

    @overload
    def __getitem__(self, place: int) -> Cell: ...
    @overload
    def __getitem__(self, place: slice) -> Cells: ...
    def __getitem__(self, place: int | slice) -> Cell | Cells:
        if isinstance(place, slice):
            return Cells(**{each.name: getattr(self, each.name)[place] for each in fields(self)})
        below = int(self.denominator[place])
        value: int | Fraction | None = Fraction(int(self.numerator[place]), below) if below else None
        if value is not None and value.denominator == 1:
            value = value.numerator
        return Cell(
            value,
            MARKS[self.mark[place]],
            int(self.reported[place]),
            int(self.estimated[place]),
            int(self.contributors[place]),
            tuple(int(one[place]) for one in (self.largest, self.second) if one[place]),
        )

    @property
    def valued(self) -> npt.NDArray[np.bool_]:
        return self.denominator > 0


def columns(cells: Sequence[Cell]) -> Cells:
    """The same cells as columns, which they mostly are already."""
    if isinstance(cells, Cells):
        return cells
    values = [Fraction(cell.value) if cell.value is not None else None for cell in cells]
    two = [(*cell.largest, 0, 0) for cell in cells]
    return Cells(
        np.array([0 if one is None else one.numerator for one in values], np.int64),
        np.array([0 if one is None else one.denominator for one in values], np.int64),
        np.array([CODE[cell.mark] for cell in cells], np.int8),
        np.array([cell.reported for cell in cells], np.int64),
        np.array([cell.estimated for cell in cells], np.int64),
        np.array([cell.contributors for cell in cells], np.int64),
        np.array([one[0] for one in two], np.int64),
        np.array([one[1] for one in two], np.int64),
    )


def multiplied(one: Whole, other: Whole) -> Whole:
    """Exact: numbers that have no room are an error, not other numbers."""
    largest = [int(np.abs(each).max(initial=0)) for each in (one, other)]
    if largest[0] * largest[1] >= _ROOM:
        raise OverflowError(f"{largest[0]} times {largest[1]} has no room")
    found: Whole = one * other
    return found


def lowest(numerator: Whole, denominator: Whole) -> tuple[Whole, Whole]:
    """In lowest terms, the denominator above 0; over 0 there is nothing, which is 0 over 0."""
    sign = np.sign(denominator)
    found = np.where(sign == 0, 0, numerator * sign), denominator * sign
    # Most are whole numbers, which are as low as can be.
    over = np.flatnonzero(found[1] > 1)
    by = np.gcd(found[0][over], found[1][over])
    for column in found:
        column[over] //= by
    return found


def shown(numerator: Whole, denominator: Whole, decimals: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Each value with so many decimals, halves away from zero; not a number where there is none."""
    below = np.maximum(denominator, 1)
    whole = (multiplied(np.abs(numerator), 2 * 10**decimals) + below) // (2 * below)
    # Both sides are exact, so that the quotient is the float nearest to the decimal number.
    found: npt.NDArray[np.float64] = np.sign(numerator) * whole / 10.0**decimals
    found[denominator == 0] = np.nan
    return found
