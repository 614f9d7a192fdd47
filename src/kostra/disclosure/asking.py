"""What is asked of a table before it is protected, and the problem that tables published together make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np

from kostra.disclosure.adding import added
from kostra.disclosure.crossing import Crossing, own_cells
from kostra.disclosure.layout import Table, said, shape
from kostra.disclosure.primary import frequency, revised
from kostra.disclosure.problem import Problem, Truth, Whole
from kostra.disclosure.rules import Applied
from kostra.model.errors import Refused


class Summed:
    """A table with what it comes to, by its own cells."""

    def __init__(self, table: Table, limit: int, zeros_shown: bool) -> None:
        self.table = table
        self.limit = limit
        self.zeros_shown = zeros_shown
        self.cells = own_cells(table)

    @cached_property
    def counts(self) -> Whole:
        return added(self.table.counts.ravel(), self.cells)

    def summed(self, column: str) -> Whole:
        return added(self.table.further[column].ravel(), self.cells)

    def largest(self, columns: Sequence[str]) -> Whole:
        cells, many = self.cells, len(columns)
        each = np.stack([self.table.further[column].ravel() for column in columns], axis=1)[cells.row].ravel()
        sizes = np.diff(cells.start) * many
        column = np.repeat(np.arange(len(cells)), sizes)
        ordered = each[np.lexsort((-each, column))]
        # Every cell has at least one inner cell, and so as many contributions as there are columns.
        found: Whole = ordered[(cells.start[:-1] * many)[:, None] + np.arange(many)]
        return found

    def all_of(self, dimension: str) -> Whole:
        axis = next(at for at, each in enumerate(self.table.dimensions) if each.name == dimension)
        counts = self.counts.reshape(shape(self.table))
        whole = np.repeat(counts.take([-1], axis), counts.shape[axis], axis)
        np.moveaxis(whole, axis, 0)[-1] = 0
        return whole.ravel()


@dataclass(frozen=True, slots=True, eq=False)
class Earlier:
    """An earlier release of the same figures: for some of a table's own cells, what they were, and which were out."""

    cells: Whole
    counts: Whole
    out: Truth


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """Some of a table's own cells, by their numbers. `weight` is of all of them."""

    weight: Whole
    forced: Whole
    hidden: Whole
    stable: Whole
    earlier: Earlier


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """By the table's own cells. See `Problem` for what each means."""

    summed: Summed
    rules: tuple[Applied, ...]
    lists: Lists
    primary: Truth
    forced: Truth
    hidden: Truth
    stable: Truth
    weight: Whole
    zeros_shown: Truth


def no_lists(table: Table) -> Lists:
    none = np.zeros(0, np.int64)
    return Lists(np.zeros(prod(shape(table)), np.int64), none, none, none, Earlier(none, none, none.astype(np.bool_)))


def ask(summed: Summed, rules: Sequence[Applied], lists: Lists) -> Asked:
    """What was not out earlier stays protected, and what was out and is the same is out already.

    Where something is kept back for another reason than its size, nobody can know that it is more than nothing.
    """
    counts, earlier = summed.counts, lists.earlier
    primary = frequency(counts, summed.limit, summed.zeros_shown)
    for rule in rules:
        primary |= rule.find(summed)
    primary[earlier.cells] |= ~earlier.out | revised(counts[earlier.cells], earlier.counts, earlier.out, summed.limit)
    forced = _marked(counts, lists.forced)
    forced[earlier.cells] |= earlier.out & (counts[earlier.cells] == earlier.counts)
    hidden = _marked(counts, lists.hidden)
    zeros_shown = np.full(len(counts), summed.zeros_shown) & ~hidden
    zeros_shown[earlier.cells] &= earlier.out
    stable = _marked(counts, lists.stable)
    return Asked(summed, tuple(rules), lists, primary, forced, hidden, stable, lists.weight, zeros_shown)


def problem(crossing: Crossing, asked: Sequence[Asked]) -> Problem:
    """A cell that several tables show is held to the strictest of what is asked of it."""
    cells = len(crossing.cells)
    primary, forced, hidden, stable = (np.zeros(cells, np.bool_) for _ in range(4))
    weight, zeros_shown = np.zeros(cells, np.int64), np.ones(cells, np.bool_)
    for each, of in zip(asked, crossing.of, strict=True):
        primary[of] |= each.primary
        forced[of] |= each.forced
        hidden[of] |= each.hidden
        stable[of] |= each.stable
        weight[of] = np.maximum(weight[of], each.weight)
        zeros_shown[of] &= each.zeros_shown
    for each, of in zip(asked, crossing.of, strict=True):
        both = np.flatnonzero((forced & hidden)[of])
        if len(both):
            table = each.summed.table
            raise Refused(
                f"Cellen {said(table, int(both[0]))} skal både være ute og være skjult. Ta den bort fra den ene listen."
            )
    return Problem(
        crossing.counts, crossing.cells, crossing.links, primary, forced, hidden, weight, stable, zeros_shown
    )


def _marked(counts: Whole, cells: Whole) -> Truth:
    found = np.zeros(len(counts), np.bool_)
    found[cells] = True
    return found
