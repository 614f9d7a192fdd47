"""Proofs against tables so small that every other table can be looked through."""

from __future__ import annotations

import numpy as np
import pytest

from kostra.disclosure.problem import Truth, Whole
from kostra.disclosure.proving import Proofs, Unknown, prove

MOST = 1 << 40


def of(table: Whole, hidden: Truth, least: int = 0) -> Unknown:
    """The hidden inner cells of a table whose row and column sums are all shown."""
    number = np.cumsum(hidden.reshape(-1)).reshape(hidden.shape) - 1
    lines = [
        line[line >= 0] for each in (np.where(hidden, number, -1), np.where(hidden, number, -1).T) for line in each
    ]
    kept = [line for line in lines if len(line)]
    start = np.append(0, np.cumsum([len(line) for line in kept]))
    cell = np.concatenate(kept)
    value = table[hidden].astype(np.int64)
    return Unknown(
        start, cell, np.ones(len(cell), np.int64), value, np.full(len(value), least), np.full(len(value), MOST)
    )


def tables(unknown: Unknown) -> list[Whole]:
    """All that there are, cell by cell, as long as no sum is passed."""
    lines = np.split(unknown.cell, unknown.start[1:-1])
    sums = [int(unknown.value[line].sum()) for line in lines]
    found = [np.full(len(unknown.value), -1)]
    for cell in range(len(unknown.value)):
        longer = []
        for one in found:
            for value in range(int(unknown.least[cell]), max(sums) + 1):
                more = one.copy()
                more[cell] = value
                if all(_fits(more[line], total) for line, total in zip(lines, sums, strict=True)):
                    longer.append(more)
        found = longer
    return found


def _fits(line: Whole, total: int) -> bool:
    so_far = int(line[line >= 0].sum())
    return so_far <= total if (line < 0).any() else so_far == total


def others(proofs: Proofs) -> list[Whole]:
    found = []
    for first, last in zip(proofs.start[:-1], proofs.start[1:], strict=True):
        other = proofs.table.copy()
        other[proofs.cell[first:last]] += proofs.by[first:last]
        found.append(other)
    return found


@pytest.mark.parametrize("seed", range(40))
def test_what_is_proven_is_two_things_and_what_is_not_is_one(seed: int) -> None:
    chance = np.random.Generator(np.random.PCG64(seed))
    table, hidden = chance.integers(0, 3, (3, 3)), chance.random((3, 3)) < 0.7
    least = seed % 2
    if least:
        table = table + 1
    if not hidden.any():
        hidden[0, 0] = True
    unknown = of(table, hidden, least)
    every = {tuple(one) for one in tables(unknown)}
    found = prove(unknown, np.ones(len(unknown.value), np.bool_))
    shown = {tuple(found.table), *(tuple(one) for one in others(found))}
    assert shown <= every
    different = {at for one in every for at in np.flatnonzero(np.array(one) != found.table)}
    assert set(found.cell.tolist()) == different


def test_the_table_that_is_laid_out_is_not_the_true_one() -> None:
    """Nobody who finds a proof finds what is hidden."""
    chance = np.random.Generator(np.random.PCG64(3))
    unknown = of(chance.integers(5, 50, (12, 12)), np.ones((12, 12), np.bool_))
    found = prove(unknown, np.ones(144, np.bool_))
    assert (found.table != unknown.value).mean() > 0.8


def test_the_same_table_has_the_same_proof() -> None:
    chance = np.random.Generator(np.random.PCG64(4))
    unknown = of(chance.integers(0, 9, (8, 8)), chance.random((8, 8)) < 0.8)
    one, other = (prove(unknown, np.ones(len(unknown.value), np.bool_)) for _ in range(2))
    assert all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("table", "start", "cell", "by"))


def test_nothing_that_is_not_asked_for_is_looked_for() -> None:
    unknown = of(np.full((4, 4), 5), np.ones((4, 4), np.bool_))
    wanted = np.zeros(16, np.bool_)
    assert len(prove(unknown, wanted).cell) == 0
    wanted[5] = True
    assert 5 in prove(unknown, wanted).cell
