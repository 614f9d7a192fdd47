"""Merging advice: which two codes of a dimension to publish as one, and how many suppressed cells that brings back.

Each is tried: the merged tables are protected, and what is suppressed is counted. Where there are many, only those are tried that can bring
back most, by what is suppressed of the two now and in defence of them. What is told has been looked at as the tables themselves are: the
best are protected once more by `safe`, which may audit them, and what that hides counts too. Codes that are out already are left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from kostra.disclosure.asking import Asked, Earlier, Lists, Summed, ask, problem
from kostra.disclosure.crossing import Crossing, cross
from kostra.disclosure.layout import NONE, Dimension, Table, shape
from kostra.disclosure.primary import frequency
from kostra.disclosure.problem import Pattern, Problem, Status, Truth, Whole
from kostra.disclosure.protecting import protect

TRIED = 2
"""Times as many as are wanted."""
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Merge:
    """`back` is how many fewer cells are suppressed, in all the tables together."""

    dimension: str
    codes: tuple[str, ...]
    back: int


def by_elimination(made: Problem, _: Crossing) -> Pattern:
    """Protected, and not audited."""
    return protect(made)


def advice(
    crossing: Crossing,
    asked: Sequence[Asked],
    pattern: Pattern,
    best: int,
    safe: Callable[[Problem, Crossing], Pattern] = by_elimination,
) -> list[Merge]:
    """The best ones that bring anything back, the best first; and in the order of dimensions and codes where they are as good.

    An audit only hides more: no merge brings back more than the elimination says, and so only the first few of those are audited.
    """
    now = _suppressed(pattern)
    likely = sorted(
        (
            (_likely(crossing, asked, pattern, name, two), order, name, two)
            for order, (name, two) in enumerate(_candidates(asked))
        ),
        key=lambda each: (-each[0], each[1]),
    )
    tried = sorted(
        (
            (now - _suppressed(protect(_merged(asked, name, two)[0])), order, name, two)
            for bound, order, name, two in likely[: best * TRIED]
            if bound > 0
        ),
        key=lambda each: (-each[0], each[1]),
    )
    found: list[tuple[int, int, Merge]] = []
    for most, order, name, two in tried:
        if most <= 0 or (len(found) >= best and most <= -found[best - 1][0]):
            break
        mended = safe(*_merged(asked, name, two))
        back = now - _suppressed(mended)
        if back > 0 and not mended.exposed.any():
            found.append((-back, order, Merge(name, tuple(_dimension(asked, name).codes[at] for at in two), back)))
            found.sort(key=lambda each: each[:2])
    return [merge for _, _, merge in found[:best]]


def _suppressed(pattern: Pattern) -> int:
    return int((pattern.status != Status.SAFE).sum())


def _candidates(asked: Sequence[Asked]) -> list[tuple[str, tuple[int, int]]]:
    """Neighbours in the order of the codes; where there are groups, those in the same ones, and the two smallest of these as well."""
    found: dict[tuple[str, tuple[int, int]], None] = {}
    for each in asked:
        table = each.summed.table
        for axis, dimension in enumerate(table.dimensions):
            if len(dimension.codes) >= _FEWEST:
                found |= dict.fromkeys(
                    (dimension.name, two) for two in _pairs(table, axis) if not _out(asked, dimension.name, two)
                )
    return list(found)


def _pairs(table: Table, axis: int) -> list[tuple[int, int]]:
    """A group must have both or neither, or what is merged would be in no sum of its groups."""
    dimension = table.dimensions[axis]
    codes = np.arange(len(dimension.codes))
    if not dimension.groupings:
        return [(int(one), int(other)) for one, other in pairwise(codes)]
    sizes = table.counts.sum(axis=tuple(at for at in range(table.counts.ndim) if at != axis))
    of = np.stack([grouping.of for grouping in dimension.groupings])
    _, place = np.unique(of, axis=1, return_inverse=True)
    pairs = []
    for number in range(int(place.max()) + 1):
        inside = codes[(place == number) & (of[0] != NONE)]
        pairs += [(int(one), int(other)) for one, other in pairwise(inside)]
        if len(inside) >= _FEWEST:
            smallest = np.sort(inside[np.argsort(sizes[inside], kind="stable")][:2])
            pairs.append((int(smallest[0]), int(smallest[1])))
    return pairs


def _dimension(asked: Sequence[Asked], name: str) -> Dimension:
    return next(dimension for each in asked for dimension in each.summed.table.dimensions if dimension.name == name)


def _axis(table: Table, name: str) -> int | None:
    return next((at for at, dimension in enumerate(table.dimensions) if dimension.name == name), None)


def _speaks(table: Table, axis: int, two: tuple[int, int]) -> Truth:
    """The table's own cells that are about one of the two."""
    found = np.zeros(shape(table), np.bool_)
    np.moveaxis(found, axis, 0)[list(two)] = True
    return found.ravel()


def _out(asked: Sequence[Asked], name: str, two: tuple[int, int]) -> bool:
    for each in asked:
        axis = _axis(each.summed.table, name)
        if axis is not None:
            about = _speaks(each.summed.table, axis, two)
            if (about & each.forced).any() or about[each.lists.earlier.cells].any():
                return True
    return False


def _likely(crossing: Crossing, asked: Sequence[Asked], pattern: Pattern, name: str, two: tuple[int, int]) -> int:
    """What is suppressed of the two, and in defence of them, less what is too small when they are one."""
    gone = np.zeros(len(pattern.status), np.bool_)
    small = 0
    for each, of in zip(asked, crossing.of, strict=True):
        table = each.summed.table
        axis = _axis(table, name)
        if axis is not None:
            gone[of[_speaks(table, axis, two)]] = True
            counts = np.moveaxis(each.summed.counts.reshape(shape(table)), axis, 0)[list(two)].sum(axis=0)
            small += int(frequency(counts, each.summed.limit, each.summed.zeros_shown).sum())
    defended = (pattern.because >= 0) & gone[pattern.because]
    return int(((pattern.status != Status.SAFE) & (gone | defended)).sum()) - small


def _merged(asked: Sequence[Asked], name: str, two: tuple[int, int]) -> tuple[Problem, Crossing]:
    several = [_with(each, name, two) for each in asked]
    crossing = cross([each.summed.table for each in several], [each.summed.cells for each in several])
    return problem(crossing, several), replace(crossing, tables=tuple(map(_as_shown, crossing.tables)))


def _as_shown(table: Table) -> Table:
    """As anybody sees it, to whom what is merged is a code like any other."""
    return replace(table, dimensions=tuple(map(_one_code, table.dimensions)))


def _one_code(dimension: Dimension) -> Dimension:
    first = [part[0] for part in dimension.parts.values()]
    groupings = tuple(replace(grouping, of=grouping.of[first]) for grouping in dimension.groupings)
    return Dimension(dimension.name, tuple(dimension.parts), groupings)


def _with(asked: Asked, name: str, two: tuple[int, int]) -> Asked:
    """The same asked of the table where the two are one."""
    table = asked.summed.table
    axis = _axis(table, name)
    if axis is None:
        return asked
    before = table.dimensions[axis]
    after = replace(before, merged=two)
    merged = replace(table, dimensions=(*table.dimensions[:axis], after, *table.dimensions[axis + 1 :]))
    number = {label: at for at, label in enumerate(before.labels)}
    of = np.array([number.get(label, two[0]) for label in after.labels])
    old = np.arange(int(np.prod(shape(table)))).reshape(shape(table)).take(of, axis).ravel()
    new = np.full(int(np.prod(shape(table))), NONE, np.int64)
    kept = ~_speaks(table, axis, two)[old]
    new[old[kept]] = np.flatnonzero(kept)
    return ask(Summed(merged, asked.summed.limit, asked.summed.zeros_shown), asked.rules, _moved(asked.lists, old, new))


def _moved(lists: Lists, old: Whole, new: Whole) -> Lists:
    def still(cells: Whole) -> Whole:
        found: Whole = new[cells][new[cells] >= 0]
        return found

    earlier = Earlier(new[lists.earlier.cells], lists.earlier.counts, lists.earlier.out)
    return Lists(lists.weight[old], still(lists.forced), still(lists.hidden), still(lists.stable), earlier)
