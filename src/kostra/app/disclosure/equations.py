"""Totals with rows of parts, as equations between cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kostra.app.disclosure.sameness import NOWHERE
from kostra.disclosure.audit.published import Equations, Whole


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Totals, each with a row of parts; `NOWHERE` is no part. `more` says that the parts are more than the total by what nobody tells, and
    `less` by how much they may be less.
    """

    total: Whole
    parts: Whole
    more: bool = False
    less: int = 0


def of_lines(lines: Whole) -> Sums:
    """The total first in each."""
    lines = lines[lines[:, 0] != NOWHERE]
    return Sums(lines[:, 0], lines[:, 1:])


def parted(whole: frozenset[str], every: Sequence[frozenset[str]]) -> list[frozenset[str]] | None:
    """The smallest of the others that together are the whole, if they are."""
    inside = sorted((one for one in every if one < whole), key=lambda one: (len(one), sorted(one)))
    taken: frozenset[str] = frozenset()
    found = []
    for one in inside:
        if not one & taken:
            found.append(one)
            taken |= one
    return found if taken == whole and len(found) > 1 else None


def equations(sums: Sequence[Sums], many: int, *, carried: bool) -> tuple[Equations, Whole, list[tuple[int, int, int]]]:
    """Parts, less what is more than the total where that is `carried`, less the total; and of each of these the least that it may be, and
    its total, its first part, and how many parts there are.
    """
    cells, signs, lengths = [], [], []
    lower: list[int] = []
    carrying: list[tuple[int, int, int]] = []
    for one in sums:
        own = carried and one.more
        line = np.concatenate([one.parts, np.full((len(one.total), int(own)), NOWHERE), one.total[:, None]], axis=1)
        sign = np.ones(line.shape[1], np.int64)
        sign[-1 - int(own) :] = -1
        if own:
            line[:, -2] = many + len(lower) + np.arange(len(line))
            lower += [-one.less] * len(line)
            firsts = one.parts.max(axis=1).tolist()
            carrying += [
                (total, first, one.parts.shape[1]) for total, first in zip(one.total.tolist(), firsts, strict=True)
            ]
        there = line != NOWHERE
        cells.append(line[there])
        signs.append(np.broadcast_to(sign, line.shape)[there])
        lengths.append(there.sum(axis=1))
    start = np.concatenate([np.zeros(1, np.int64), *lengths]).cumsum()
    nothing = np.zeros(0, np.int64)
    equations = Equations(start, np.concatenate([nothing, *cells]), np.concatenate([nothing, *signs]))
    return equations, np.array(lower, np.int64), carrying
