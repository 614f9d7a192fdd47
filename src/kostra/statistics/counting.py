"""Counting: one measure in every region and every value of the dimensions, with how many are behind it and what the two largest add.

Counts and sums add up, and so they are made once for each municipality and added up from there; only whoever is in several municipalities
is counted anew in each region above. Means, and numbers of units, are made of the few rows there are, region by region.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from kostra.methods.largest import Two, largest, of_both, of_groups, of_values
from kostra.model.region import RegionKind
from kostra.statistics.definition import Count, Declared, Divided, Mean, Months, Over, Sum
from kostra.statistics.dividing import dimension
from kostra.statistics.figures import Figures
from kostra.statistics.placing import cells as cells_of
from kostra.statistics.records import Records, Whole
from kostra.statistics.rows import Rows, municipal, rows_of
from kostra.statistics.units import means, numbers, sums


@dataclass(frozen=True, slots=True)
class Groups:
    """Of each group of rows, by values of the dimensions together: `value` is None where everybody counts as one."""

    contributors: Whole
    value: Whole | None = None
    two: Two | None = None


Shared: TypeAlias = dict[Hashable, Groups]


def count(
    records: Records, declared: Declared, divided: Sequence[Divided], months: str | None, shared: Shared
) -> Figures:
    """A measure that is no ratio, in the regions of all levels of the records. `shared` is kept for the other measures of the table."""
    # Another form than the table's own may be without months.
    rows = rows_of(records, months if f"{months}1" in records.frame.columns else None)
    shape = tuple(len(dimension(one, records.year).values) for one in divided)
    match declared.formula:
        case Mean():
            return means(rows, declared, declared.formula, divided, shape)
        case Count(Over.UNITS):
            return numbers(rows, declared, divided, shape)
        case Sum() if declared.data.melt is not None:
            return sums(rows, declared, declared.formula, divided, shape)
    return _counted(rows, declared, divided, shape, shared)


def _counted(
    rows: Rows, declared: Declared, divided: Sequence[Divided], shape: tuple[int, ...], shared: Shared
) -> Figures:
    over, below = Over.CASES, 1
    match declared.formula:
        case Count(over) | Months(over):
            pass
        case Sum(fields):
            below = rows.records.scale(fields)
    # Persons and cases, and the same months of both, are alike but for what is added up.
    key = (id(rows), _weighed(declared), repr(declared.where))
    if key not in shared:
        shared[key] = _groups(rows, declared, divided, shape)
    found = shared[key]
    contributors = _spread(rows, over, found.contributors)
    if found.value is None or found.two is None:
        return Figures(contributors, np.ones_like(contributors), contributors)
    value = _spread(rows, over, found.value)
    return Figures(value, np.full_like(value, below), contributors, _spread_two(rows, over, found.two))


def _weighed(declared: Declared) -> Hashable:
    """What each row adds: its amounts, its months, or one."""
    return declared.formula.fields if isinstance(declared.formula, Sum) else isinstance(declared.formula, Months)


def _groups(rows: Rows, declared: Declared, divided: Sequence[Divided], shape: tuple[int, ...]) -> Groups:
    cells = (rows.groups, *shape)
    length = int(np.prod(cells))

    def flat(each: Whole) -> Whole:
        return each.reshape(rows.groups, -1)

    # By place: several times as quick as by flags.
    here = np.flatnonzero(rows.hold(declared.where))
    if isinstance(declared.formula, Count):
        cell = cells_of(rows, divided, shape)[here]
        return Groups(flat(_with_totals(np.bincount(cell, minlength=length).reshape(cells))))
    weight = (rows.amount(declared.formula.fields) if isinstance(declared.formula, Sum) else rows.months())[here]
    adds = np.flatnonzero(weight)
    here, weight = here[adds], weight[adds]
    cell = cells_of(rows, divided, shape)[here]
    # Sums of whole numbers are far below 2 to the 53rd, so that floats hold them exactly.
    value = np.bincount(cell, weight, minlength=length).astype(np.int64)
    two = largest(cell, weight, length)
    for axis in range(1, len(cells)):
        two = of_values((two[0].reshape(cells), two[1].reshape(cells)), axis)
    return Groups(
        flat(_with_totals(np.bincount(cell, minlength=length).reshape(cells))),
        flat(_with_totals(value.reshape(cells))),
        (flat(two[0]), flat(two[1])),
    )


def _with_totals(cells: Whole) -> Whole:
    """In each dimension the sum of its values, in the first place, where nothing stands before."""
    for axis in range(1, cells.ndim):
        np.moveaxis(cells, axis, 0)[0] = cells.sum(axis)
    return cells


def _spread(rows: Rows, over: Over, groups: Whole) -> Whole:
    """From groups of rows to regions."""
    many = len(municipal(rows.records).names)
    alone, whole = groups[:many], groups[:many] + groups[many : 2 * many]
    found = []
    for level in rows.records.places.levels:
        if level.kind is RegionKind.MUNICIPALITY:
            found.append(whole)
            continue
        begin = rows.begins[level.kind]
        own = groups[begin : begin + len(level.names)]
        if level.kind is RegionKind.DISTRICT:
            found.append(own)
            continue
        order, starts, regions = rows.above(level)
        added = np.zeros_like(own)
        added[regions] = np.add.reduceat((alone if over is Over.PERSONS else whole)[order], starts, axis=0)
        found.append(added + own if over is Over.PERSONS else added)
    return np.concatenate(found)


def _spread_two(rows: Rows, over: Over, groups: Two) -> Two:
    many = len(municipal(rows.records).names)

    def part(first: int, length: int) -> Two:
        return groups[0][first : first + length], groups[1][first : first + length]

    alone = part(0, many)
    whole = of_both(alone, part(many, many))
    found: list[Two] = []
    for level in rows.records.places.levels:
        if level.kind is RegionKind.MUNICIPALITY:
            found.append(whole)
            continue
        own = part(rows.begins[level.kind], len(level.names))
        if level.kind is RegionKind.DISTRICT:
            found.append(own)
            continue
        order, starts, regions = rows.above(level)
        added = np.zeros_like(own[0]), np.zeros_like(own[1])
        below = alone if over is Over.PERSONS else whole
        added[0][regions], added[1][regions] = of_groups((below[0][order], below[1][order]), starts)
        found.append(of_both(added, own) if over is Over.PERSONS else added)
    return np.concatenate([one for one, _ in found]), np.concatenate([other for _, other in found])
