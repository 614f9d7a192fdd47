"""The two largest numbers of many: in cells, and of what is put together from parts whose two largest are known. 0 is nobody."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Whole: TypeAlias = npt.NDArray[np.int64]
Two: TypeAlias = tuple[Whole, Whole]
"""The largest and the second, which is as large when two are alike."""


def largest(cell: Whole, number: Whole, cells: int) -> Two:
    """Of the numbers in each cell. Those below 0 are nobody's."""
    first, second = np.zeros(cells, np.int64), np.zeros(cells, np.int64)
    np.maximum.at(first, cell, number)
    top = number == first[cell]
    np.maximum.at(second, cell[~top], number[~top])
    return first, np.where(np.bincount(cell[top], minlength=cells) > 1, first, second)


def of_both(one: Two, other: Two) -> Two:
    first = np.maximum(one[0], other[0])
    return first, np.maximum(np.minimum(one[0], other[0]), np.maximum(one[1], other[1]))


def of_groups(parts: Two, starts: npt.NDArray[np.int64]) -> Two:
    """Of parts one after the other along the first axis; each group begins at one of the `starts`."""
    first = np.maximum.reduceat(parts[0], starts, axis=0)
    each = np.repeat(first, np.diff(starts, append=len(parts[0])), axis=0)
    top = parts[0] == each
    others = np.maximum(np.where(top, 0, parts[0]), parts[1])
    second = np.maximum.reduceat(others, starts, axis=0)
    return first, np.where(np.add.reduceat(top, starts, axis=0, dtype=np.int64) > 1, first, second)


def of_values(parts: Two, axis: int) -> Two:
    """The same numbers with the two of a whole axis in the first place of it, where nothing stands before."""
    first, second = (np.moveaxis(one, axis, 0) for one in parts)
    whole = of_groups((first[1:], second[1:]), np.zeros(1, np.int64))
    first[0], second[0] = whole[0][0], whole[1][0]
    return parts
