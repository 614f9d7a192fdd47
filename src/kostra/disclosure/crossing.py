"""From tables to publishable cells: in each dimension every code, every group and the total, and all of them against each other.

What two tables both show is one cell, and that both ways of adding it up give the same is a link. Refuses tables that do not give the same
there: they do not count the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from kostra.disclosure.adding import added, crossed, joined, less, moved, of_groups, take
from kostra.disclosure.layout import NONE, Table, refuse_too_large, said, shape
from kostra.disclosure.problem import Sums, Whole
from kostra.disclosure.sharing import Pair, pair
from kostra.model.errors import Refused


@dataclass(frozen=True, slots=True, eq=False)
class Crossing:
    """The cells of tables that are published together.

    `of` says, for each table, which publishable cell each of its own cells is. A table's own cells are all labels of its dimensions against
    each other, the last dimension fastest.
    """

    tables: tuple[Table, ...]
    counts: Whole
    cells: Sums
    links: Sums
    of: tuple[Whole, ...]


def cross(tables: Sequence[Table], made: Sequence[Sums] | None = None) -> Crossing:
    """`made` are the own cells of the tables, where somebody has made them already."""
    own, rows = [], 0
    for table, cells in zip(tables, made or map(own_cells, tables), strict=True):
        own.append(moved(cells, rows))
        rows += table.counts.size
    counts = np.concatenate([table.counts.ravel() for table in tables])
    pairs = [pair(tables, earlier, later) for earlier, later in combinations(range(len(tables)), 2)]
    for each in pairs:
        _agree(
            tables,
            each,
            added(counts, take(own[each.earlier], each.theirs)),
            added(counts, take(own[each.later], each.mine)),
        )
    of, fresh = _numbered(own, pairs)
    links = [
        less(take(own[each.earlier], each.theirs[each.finest]), take(own[each.later], each.mine[each.finest]))
        for each in _needed(pairs)
    ]
    return Crossing(tuple(tables), counts, joined(fresh), joined(links), tuple(of))


def own_cells(table: Table) -> Sums:
    """All labels of its dimensions against each other, as sums of its counts."""
    refuse_too_large(table.name, shape(table))
    whole: Sums | None = None
    for dimension in table.dimensions:
        codes = np.arange(len(dimension.codes), dtype=np.int64)
        parts = [np.array(part, np.int64) for part in dimension.parts.values()]
        groups = [np.flatnonzero(each.of == at) for each in dimension.groupings for at in range(len(each.codes))]
        sums = of_groups([*parts, *groups, codes])
        whole = sums if whole is None else crossed(whole, sums, len(codes))
    assert whole is not None
    return whole


def _numbered(own: Sequence[Sums], pairs: Sequence[Pair]) -> tuple[list[Whole], list[Sums]]:
    """The number of each table's own cells, and the cells: what an earlier table shows has its number already."""
    of: list[Whole] = []
    cells: list[Sums] = []
    known = 0
    for at, sums in enumerate(own):
        number = np.full(len(sums), NONE, np.int64)
        for each in pairs:
            if each.later == at:
                number[each.mine] = of[each.earlier][each.theirs]
        fresh = np.flatnonzero(number == NONE)
        number[fresh] = known + np.arange(len(fresh))
        known += len(fresh)
        of.append(number)
        cells.append(take(sums, fresh))
    return of, cells


def _needed(pairs: Sequence[Pair]) -> list[Pair]:
    """Those that do not follow from others: where both tables agree with a third about all of it, nothing is left to say."""
    needed: list[Pair] = []
    for each in sorted(pairs, key=lambda each: -len(each.shared)):
        reached = {each.earlier}
        for _ in needed:
            for other in needed:
                ends = {other.earlier, other.later}
                if each.shared <= other.shared and other.whole and reached & ends:
                    reached |= ends
        if not (each.whole and each.later in reached):
            needed.append(each)
    return needed


def _agree(tables: Sequence[Table], each: Pair, theirs: Whole, mine: Whole) -> None:
    differ = np.flatnonzero(theirs != mine)
    if len(differ):
        one, other, at = tables[each.earlier], tables[each.later], differ[0]
        raise Refused(
            f"Tabellene {one.name} og {other.name} har ikke samme tall for {said(other, int(each.mine[at]))}: {theirs[at]} og {mine[at]}. "
            "Tabeller som beskyttes sammen, skal telle de samme. Rett tallene, eller beskytt tabellene hver for seg."
        )
