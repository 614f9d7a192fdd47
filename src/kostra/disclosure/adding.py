"""Columns of whole numbers that are sums: making them of others, choosing some of them, and adding up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kostra.disclosure.problem import Sums, Whole


def of_groups(groups: Sequence[npt.NDArray[np.int64]]) -> Sums:
    """A column for each group: what is in it, each once."""
    sizes = [len(group) for group in groups]
    return _plain(_starts(np.array(sizes, np.int64)), np.concatenate([*groups, np.zeros(0, np.int64)]))


def nothing() -> Sums:
    return _plain(np.zeros(1, np.int64), np.zeros(0, np.int64))


def crossed(slow: Sums, fast: Sums, rows: int) -> Sums:
    """Every column of one against every column of the other, which has `rows` rows."""
    many, few = np.diff(slow.start), np.diff(fast.start)
    start = _starts((many[:, None] * few[None, :]).ravel())
    column = np.repeat(np.arange(len(many) * len(few)), np.diff(start))
    within = np.arange(start[-1]) - start[column]
    one, other = np.divmod(column, len(few))
    width = few[other]
    slower = slow.row[slow.start[one] + within // width]
    faster = fast.row[fast.start[other] + within % width]
    return _plain(start, slower * np.int64(rows) + faster)


def take(sums: Sums, which: npt.NDArray[np.int64]) -> Sums:
    """Some of the columns, in the order they are named."""
    sizes = np.diff(sums.start)[which]
    start = _starts(sizes)
    at = np.arange(start[-1]) + np.repeat(sums.start[which] - start[:-1], sizes)
    return Sums(start, sums.row[at], sums.sign[at])


def moved(sums: Sums, by: int) -> Sums:
    """The same columns, of rows that stand further down."""
    return Sums(sums.start, sums.row + np.int32(by), sums.sign)


def joined(several: Sequence[Sums]) -> Sums:
    """The columns of each, after one another."""
    if not several:
        return nothing()
    return Sums(
        _starts(np.concatenate([np.diff(sums.start) for sums in several])),
        np.concatenate([sums.row for sums in several]),
        np.concatenate([sums.sign for sums in several]),
    )


def less(one: Sums, other: Sums) -> Sums:
    """Each column of the one less that of the other. They have no row in common."""
    both = joined([one, Sums(other.start, other.row, -other.sign)])
    paired = take(both, np.arange(len(both)).reshape(2, -1).T.ravel())
    return Sums(paired.start[::2], paired.row, paired.sign)


def added(counts: Whole, sums: Sums) -> Whole:
    """What each column comes to."""
    terms = counts[sums.row] * sums.sign
    found: Whole = np.add.reduceat(np.append(terms, 0), sums.start[:-1])
    found[sums.start[:-1] == sums.start[1:]] = 0
    return found


def _starts(sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])


def _plain(start: npt.NDArray[np.int64], rows: npt.NDArray[np.int64]) -> Sums:
    return Sums(start, rows.astype(np.int32), np.ones(len(rows), np.int8))
