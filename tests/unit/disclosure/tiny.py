"""Problems so small that every table of whole numbers can be tried."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kostra.disclosure.problem import Pattern, Problem, Status, Sums, Truth, Whole, values


def sums(columns: list[dict[int, int]]) -> Sums:
    """Each column as how much of each row."""
    start = np.cumsum([0, *(len(each) for each in columns)]).astype(np.int64)
    row = np.array([row for each in columns for row in each], np.int32)
    return Sums(start, row, np.array([by for each in columns for by in each.values()], np.int8))


def problem(counts: list[int], columns: list[dict[int, int]], links: list[dict[int, int]] | None = None) -> Problem:
    """Zeros shown, limit 4, nothing forced."""
    no = np.zeros(len(columns), np.bool_)
    weight = np.zeros(len(columns), np.int64)
    made = Problem(np.array(counts, np.int64), sums(columns), sums(links or []), no, no, no, weight, no, ~no)
    return with_limit(made, 4)


def with_limit(made: Problem, limit: int, zeros_shown: bool = True) -> Problem:
    value = values(made)
    return replace(
        made,
        primary=(value < limit) & ((value > 0) | (not zeros_shown)),
        zeros_shown=np.full(len(value), zeros_shown),
    )


def crossed(regions: list[list[int]], categories: list[list[int]], wide: int, at: int = 0) -> list[dict[int, int]]:
    """Every group of regions against every group of categories, of which there are `wide`; rows from `at` on."""
    return [{at + r * wide + c: 1 for r in each for c in other} for each in regions for other in categories]


def determined(made: Problem, pattern: Pattern, most: int) -> Truth:
    """Of each cell, whether all tables of whole numbers up to `most` that are published just the same agree on it."""
    known = (pattern.status == Status.SAFE) & (values(made) == 0)
    free = np.ones(len(made.counts), np.bool_)
    for cell in np.flatnonzero(known):
        free[made.cells.row[made.cells.start[cell] : made.cells.start[cell + 1]]] = False
    inner = np.flatnonzero(free)
    tables = np.zeros((1, len(made.counts)), np.int64)
    cells, links = matrix(made.cells, len(made.counts)), matrix(made.links, len(made.counts))
    told = np.append(cells[pattern.status == Status.SAFE], links, axis=0)
    target = np.append(values(made)[pattern.status == Status.SAFE], np.zeros(len(links), np.int64))
    for done, row in enumerate(inner, 1):
        tables = np.repeat(tables, most + 1, axis=0)
        tables[:, row] = np.tile(np.arange(most + 1), len(tables) // (most + 1))
        # What can no longer be changed must be right already.
        later = (told[:, inner[done:]] != 0).any(axis=1)
        tables = tables[(tables @ told[~later].T == target[~later]).all(axis=1)]
    seen = tables @ cells.T
    floor = made.zeros_shown & (pattern.status != Status.SAFE)
    seen = seen[(seen >= floor).all(axis=1)]
    assert (seen == values(made)).all(axis=1).any()
    same: Truth = (seen == seen[0]).all(axis=0)
    return same


def matrix(several: Sums, rows: int) -> Whole:
    found = np.zeros((len(several), rows), np.int64)
    for each in range(len(several)):
        part = slice(several.start[each], several.start[each + 1])
        found[each, several.row[part]] = several.sign[part]
    return found
