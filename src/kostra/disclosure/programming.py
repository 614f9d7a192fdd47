"""Integer programs: another table in which one suppressed cell is more, or less, at the least cost in what is shown.

Refuses to trust the solver's floats: they are rounded, and whoever uses the answer counts it again in whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from kostra.disclosure.problem import Sums, Truth, Whole
from kostra.model.errors import Broken


@dataclass(frozen=True, slots=True, eq=False)
class Nearby:
    """The inner cells `rows` may change. Of the columns, those that are `fixed` may at their `cost`, and not at all if it is 0; none falls
    below its `floor`. Columns that are `alike` are one.
    """

    sums: Sums
    rows: Whole
    counts: Whole
    value: Whole
    floor: Whole
    fixed: Truth
    cost: Whole
    alike: Whole


def other_table(column: int, near: Nearby) -> Whole | None:
    """How much each column differs in the cheapest other table, or None if there is none."""
    best: tuple[float, Whole] | None = None
    for direction in (1, -1):
        found = _solve(column, direction, near)
        if found is not None and (best is None or found[0] < best[0]):
            best = found
        if best is not None and best[0] == 0:
            break
    return None if best is None else best[1]


def _solve(column: int, direction: int, near: Nearby) -> tuple[float, Whole] | None:
    sums = near.sums
    place = np.full(len(near.counts), -1, np.int64)
    place[near.rows] = np.arange(len(near.rows))
    of = np.repeat(np.arange(len(sums)), np.diff(sums.start))
    inside = (place[sums.row] >= 0) & (near.alike[of] == of)
    used, first = np.unique(of[inside], return_index=True)
    movable = near.fixed[used] & (_dearest(near)[used] > 0)
    lower = np.where(near.fixed[used] & ~movable, 0.0, (_most(near.floor, near) - near.value)[used])
    upper = np.where(near.fixed[used] & ~movable, 0.0, np.inf)
    at = int(np.flatnonzero(used == near.alike[column])[0])
    if direction > 0:
        lower[at] = 1.0
    else:
        upper[at] = -1.0
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.addVars(len(near.rows), -near.counts[near.rows].astype(np.float64), np.full(len(near.rows), np.inf))
    spare = np.flatnonzero(movable)
    price = _dearest(near)[used[spare]].astype(np.float64)
    solver.addVars(2 * len(spare), np.zeros(2 * len(spare)), np.full(2 * len(spare), np.inf))
    every = len(near.rows) + 2 * len(spare)
    solver.changeColsCost(2 * len(spare), np.arange(len(near.rows), every, dtype=np.int32), np.repeat(price, 2))
    whole = np.full(len(near.rows), highspy.HighsVarType.kInteger.value, np.uint8)
    solver.changeColsIntegrality(len(whole), np.arange(len(whole), dtype=np.int32), whole)
    index, sign = place[sums.row[inside]].astype(np.int32), sums.sign[inside].astype(np.float64)
    solver.addRows(len(used), lower, upper, len(index), first.astype(np.int32), index, sign)
    # What is shown may change by what two more variables take up, each at its price.
    ends = np.append(first, len(index))
    for number, each in enumerate(spare.tolist()):
        own = slice(int(ends[each]), int(ends[each + 1]))
        more = len(near.rows) + 2 * number
        terms = np.append(index[own], [more, more + 1]).astype(np.int32)
        solver.addRow(0.0, 0.0, len(terms), terms, np.append(sign[own], [-1.0, 1.0]))
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    if status != highspy.HighsModelStatus.kOptimal:
        raise Broken(f"the search for another table ended with {status.name}")
    change = np.zeros(len(near.counts), np.int64)
    change[near.rows] = np.rint(np.asarray(solver.getSolution().col_value)[: len(near.rows)]).astype(np.int64)
    terms = np.append(change[sums.row] * sums.sign, 0)
    differs = np.add.reduceat(terms, sums.start[:-1])
    differs[sums.start[:-1] == sums.start[1:]] = 0
    _check(differs, column, direction, change, near)
    cost = float((np.abs(differs) * _dearest(near))[near.fixed & (near.alike == np.arange(len(sums)))].sum())
    return cost, differs


def _dearest(near: Nearby) -> Whole:
    """What a column and all that are alike may change at."""
    return _most(near.cost, near)


def _most(each: Whole, near: Nearby) -> Whole:
    """Of a column and all that are alike: one that everybody knows to be 1 makes the others so."""
    found = np.zeros(len(each), np.int64)
    np.maximum.at(found, near.alike, each)
    most: Whole = found[near.alike]
    return most


def _check(differs: Whole, column: int, direction: int, change: Whole, near: Nearby) -> None:
    """In whole numbers, as nothing of the solver's is believed."""
    moved = near.fixed & (differs != 0)
    if (
        differs[column] * direction < 1
        or (near.counts + change < 0).any()
        or (near.value + differs < near.floor)[(differs != 0)].any()
        or (_dearest(near)[moved] == 0).any()
    ):
        raise Broken("another table that is not one")
