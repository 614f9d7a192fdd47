"""Circuits: a few unknown cells, each some more or less, so that no sum notices. Every change that no sum notices is made of them.

A table in which every sum comes out, and some cells are outside their limits, is mended by one circuit after the other: of those through
such a cell, the one that takes fewest others outside. A cell that is left behind weighs more and more.

To find them: at first each cell is a change of its own. Sums are looked at one after the other, those of few cells first: of the changes
that a sum notices, those that are most alike are set against each other, and so it notices one fewer. What is left after the last sum is
short, since what was alike was near. Whole numbers throughout, and nothing is divided.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kostra.disclosure.audit.published import Whole
from kostra.disclosure.audit.system import System

_STEPS = 300
_CHANCE, _HEAT = 0.3, 0.4
"""How much luck decides between circuits, and how much worse one may be that is taken all the same."""

Circuit = dict[int, int]
"""How much each column changes."""


@dataclass(frozen=True, slots=True, eq=False)
class _Around:
    """All that can be done about one column: circuit i changes the columns from `start[i]` on, and raises this one."""

    start: Whole
    column: Whole
    by: Whole


class Circuits:
    """`possible` is whether the sums can be met without dividing: no table of sums in use is known where they cannot."""

    def __init__(self, system: System) -> None:
        found = circuits(system)
        self.possible = found is not None
        self._around = _around(system.size, found or [])
        self._least, self._most = system.least, system.most
        self._rng = np.random.Generator(np.random.PCG64(system.size))

    def mended(self, table: Whole) -> Whole | None:
        """Within all limits, or none if that was not found in so many steps."""
        table, rng = table.copy(), self._rng
        weight = np.ones(len(table))
        outside = self._outside(table, np.arange(len(table)))
        for _ in range(_STEPS):
            wrong = np.flatnonzero(outside)
            if not len(wrong):
                return table
            column = int(wrong[rng.integers(len(wrong))])
            near = self._around[column]
            if not len(near.start):
                return None
            side = 1 if table[column] < self._least[column] else -1
            after = table[near.column] + side * near.by
            worse = (self._outside(after, near.column) - outside[near.column]) * weight[near.column]
            each = np.add.reduceat(worse, near.start) + _CHANCE * rng.random(len(near.start))
            best = int(each.argmin())
            if each[best] >= _CHANCE:
                weight[column] += _CHANCE
                if each[best] > _CHANCE + _HEAT * rng.exponential():
                    continue
            end = near.start[best + 1] if best + 1 < len(near.start) else len(near.column)
            changed = near.column[near.start[best] : end]
            table[changed] = after[near.start[best] : end]
            outside[changed] = self._outside(table[changed], changed)
        return None

    def _outside(self, value: Whole, columns: Whole) -> Whole:
        """How far each of these columns is outside its limits."""
        found: Whole = np.maximum(np.maximum(self._least[columns] - value, value - self._most[columns]), 0)
        return found


def circuits(system: System) -> list[Circuit] | None:
    """None where a sum cannot be met without dividing: no table of sums in use is known to be so."""
    ends = np.searchsorted(system.row, np.arange(system.rows + 1))
    column, sign = system.column.tolist(), system.sign.tolist()
    changes: list[Circuit] = [{at: 1} for at in range(system.size)]
    holders: list[set[int]] = [{at} for at in range(system.size)]
    for row in np.argsort(np.diff(ends), kind="stable").tolist():
        noticed: dict[int, int] = {}
        for at, turn in zip(column[ends[row] : ends[row + 1]], sign[ends[row] : ends[row + 1]], strict=True):
            for holder in holders[at]:
                noticed[holder] = noticed.get(holder, 0) + turn * changes[holder][at]
        noticed = {holder: by for holder, by in sorted(noticed.items()) if by}
        once = [holder for holder, by in noticed.items() if abs(by) == 1]
        if noticed and not once:
            return None
        if noticed:
            _unnoticed(noticed, once, changes, holders)
    return [change for change in changes if change]


def _around(size: int, found: list[Circuit]) -> list[_Around]:
    of: list[list[tuple[int, Circuit]]] = [[] for _ in range(size)]
    for change in found:
        for at, by in change.items():
            of[at].append((1 if by > 0 else -1, change))
    return [
        _Around(
            np.cumsum([0, *(len(change) for _, change in each)], dtype=np.int64)[: len(each)],
            np.array([at for _, change in each for at in change], dtype=np.int64),
            np.array([turn * by for turn, change in each for by in change.values()], dtype=np.int64),
        )
        for each in of
    ]


def _unnoticed(noticed: dict[int, int], once: list[int], changes: list[Circuit], holders: list[set[int]]) -> None:
    """Along a tree that joins what is alike; the shortest is given up, and what is noticed more than once is set against it."""
    first, pairs = _tree([changes[holder] for holder in once], [noticed[holder] for holder in once])
    shortest = once[first]
    against = [(once[one], once[other]) for one, other in pairs]
    against += [(holder, shortest) for holder in noticed if abs(noticed[holder]) != 1]
    new = [(one, _set_against(changes[one], changes[other], noticed[one] * noticed[other])) for one, other in against]
    for one, change in [*new, (shortest, {})]:
        for at in changes[one].keys() - change.keys():
            holders[at].discard(one)
        for at in change.keys() - changes[one].keys():
            holders[at].add(one)
        changes[one] = change


def _set_against(one: Circuit, other: Circuit, times: int) -> Circuit:
    found = dict(one)
    for at, by in other.items():
        left = found.get(at, 0) - times * by
        if left:
            found[at] = left
        else:
            found.pop(at, None)
    return found


def _tree(changes: list[Circuit], noticed: list[int]) -> tuple[int, list[tuple[int, int]]]:
    """The shortest of them, and pairs that join it with all others where they differ least in all."""
    if len(changes) < 3:
        first = int(len(changes[-1]) < len(changes[0]))
        return first, [(1 - first, first)][: len(changes) - 1]
    place: dict[int, int] = {}
    for change in changes:
        for at in change:
            place.setdefault(at, len(place))
    each = np.zeros((len(changes), len(place)), dtype=np.float32)
    for number, (change, turn) in enumerate(zip(changes, noticed, strict=True)):
        each[number, [place[at] for at in change]] = [turn * by for by in change.values()]
    common = each @ each.T
    size = common.diagonal()
    differs = size[:, None] + size[None, :] - 2 * common
    first = int(size.argmin())
    nearest, distance = np.full(len(changes), first), differs[first].copy()
    left = np.ones(len(changes), dtype=np.bool_)
    left[first], distance[first] = False, np.inf
    pairs = []
    for _ in range(len(changes) - 1):
        one = int(distance.argmin())
        pairs.append((one, int(nearest[one])))
        left[one], distance[one] = False, np.inf
        nearer = left & (differs[one] < distance)
        distance[nearer], nearest[nearer] = differs[one][nearer], one
    return first, pairs
