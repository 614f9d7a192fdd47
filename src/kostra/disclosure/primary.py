"""Which cells are not shown for their own sake: the primary rules, each a pure function of arrays over publishable cells.

What is protected is always the cell, and with it everything that is told of those in it: their number, their amounts, and what is
divided by or among them. `rules` says what each is called and what it must be told.
"""

from __future__ import annotations

import numpy as np

from kostra.disclosure.problem import Truth, Whole

LIMIT = 4


def frequency(counts: Whole, limit: int, zeros_shown: bool) -> Truth:
    """Too few: below the limit. Nobody at all is too few only where zeros are protected."""
    few: Truth = counts < limit
    return few & (counts > 0) if zeros_shown else few


def concentrated(total: Whole, largest: Whole, n: int, k: int) -> Truth:
    """Dominance (n,k): the `n` largest have more than `k` per cent together. `largest` has a row for each cell, the largest first."""
    found: Truth = largest[:, :n].sum(axis=1) * 100 > total * k
    return found & (total > 0)


def guessed(total: Whole, largest: Whole, p: int, coalition: int) -> Truth:
    """Dominance p%: those next in size, `coalition` of them, know their own, and come closer than `p` per cent to the largest."""
    rest = total - largest[:, : coalition + 1].sum(axis=1)
    found: Truth = rest * 100 < largest[:, 0] * p
    return found & (total > 0)


def alike(counts: Whole, whole: Whole) -> Truth:
    """Group disclosure: everybody in a group is in the same category, so that to know the group is to know them. `whole` is the group."""
    found: Truth = counts == whole
    return found & (whole > 0)


def part(numerator: Whole, counts: Whole, limit: int, zeros_shown: bool) -> Truth:
    """A rate, a share or a mean is shown only where both what is divided and what it is divided by may be, and what is left as well."""
    return frequency(numerator, limit, zeros_shown) | frequency(counts - numerator, limit, zeros_shown)


def revised(counts: Whole, before: Whole, out: Truth, limit: int) -> Truth:
    """Later figures of the same: where the earlier is out, the two are subtracted, and a small difference is a small group."""
    change = np.abs(counts - before)
    found: Truth = out & (change > 0) & (change < limit)
    return found
