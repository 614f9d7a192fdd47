"""Counting: one measure in every cell of a level, with how many persons are behind it and what the two largest of them add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from kostra.statistics.definition import Count, Declared, Divided, Months, Over, Sum
from kostra.statistics.dividing import dimension, place
from kostra.statistics.places import NOWHERE, Level, Places
from kostra.statistics.records import Records, Whole
from kostra.statistics.rows import Rows, rows_of


@dataclass(frozen=True, slots=True)
class Figures:
    """Flat arrays, one entry for each cell: regions first, then the dimensions. `largest` is None where everybody counts as one."""

    value: Whole
    contributors: Whole
    largest: tuple[Whole, Whole] | None


def count(
    records: Records, level: Level, declared: Declared, divided: Sequence[Divided], months: str | None
) -> Figures:
    """A measure that is no ratio."""
    over = declared.formula.over if isinstance(declared.formula, (Count, Months)) else Over.CASES
    rows = rows_of(records, level, over, months)
    weight = _weight(declared, rows)
    here = (rows.region != NOWHERE) & rows.hold(declared.where) & (weight != 0)
    here = np.flatnonzero(here)[np.argsort(weight[here], kind="stable")]
    weight, region = weight[here], rows.region[here]
    lengths = [len(dimension(one, records.year).values) for one in divided]
    values = [place(one, records.year, rows)[here] for one in divided]
    cells = len(level.names) * int(np.prod(lengths, dtype=np.int64))
    found = Figures(np.zeros(cells, np.int64), np.zeros(cells, np.int64), _two(cells, declared))
    # Each row is in its own value of a dimension and in the total: once for every choice between the two.
    for chosen in product((False, True), repeat=len(divided)):
        cell = region
        for own, length, number in zip(chosen, lengths, values, strict=True):
            cell = cell * length + (number if own else 0)
        _add(found, cell, weight)
    return found


def _weight(declared: Declared, rows: Rows) -> Whole:
    match declared.formula:
        case Sum(fields):
            return rows.amount(fields)
        case Months():
            return rows.months()
    return np.ones(len(rows.lead), np.int64)


def _two(cells: int, declared: Declared) -> tuple[Whole, Whole] | None:
    if isinstance(declared.formula, Count):
        return None
    return np.zeros(cells, np.int64), np.zeros(cells, np.int64)


def _add(found: Figures, cell: Places, weight: Whole) -> None:
    # Sums of whole kroner are far below 2 to the 53rd, so that floats hold them exactly.
    found.value[:] += np.bincount(cell, weight, minlength=len(found.value)).astype(np.int64)
    found.contributors[:] += np.bincount(cell, minlength=len(found.value))
    if found.largest is None:
        return
    # In rising order, so that the last to be put in a cell, which is the one that stays, is the largest.
    largest, second = found.largest
    row, who = np.arange(len(cell)), np.zeros(len(largest), np.int64)
    largest[cell], who[cell] = weight, row
    others = who[cell] != row
    second[cell[others]] = weight[others]
