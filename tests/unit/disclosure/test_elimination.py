from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from kostra.disclosure.columns import columns
from kostra.disclosure.compiling import HALF, PRIME, centred, inverse, times
from kostra.disclosure.ordering import order
from kostra.disclosure.problem import Whole
from kostra.disclosure.selecting import select
from unit.disclosure.tiny import matrix, problem


def rank(rows: Whole) -> int:
    """By fractions, one row at a time."""
    left = [[Fraction(int(each)) for each in row] for row in rows]
    found = 0
    for column in range(rows.shape[1]):
        pivot = next((row for row in left if row[column] != 0), None)
        if pivot is None:
            continue
        found += 1
        left = [
            [mine - row[column] / pivot[column] * theirs for mine, theirs in zip(row, pivot, strict=True)]
            for row in left
            if row is not pivot
        ]
    return found


def test_products_and_inverses_are_those_of_whole_numbers() -> None:
    dice = np.random.Generator(np.random.PCG64(1))
    few = [0, 1, -1, 2, (1 << 29) - 1, 1 << 29, -(1 << 30), HALF, -HALF, *dice.integers(-HALF, HALF, 40).tolist()]
    for a in few:
        for b in few:
            assert (times(a, b) - a * b) % PRIME == 0
            assert abs(times(a, b)) <= HALF
            assert (centred(a + b) - a - b) % PRIME == 0
        if a:
            assert times(a, inverse(a)) == 1


def test_what_is_shown_is_what_a_slow_elimination_shows() -> None:
    """Values far above the limit, and primaries drawn by lot: there are no bounds to meet."""
    dice = np.random.Generator(np.random.PCG64(2))
    for _ in range(20):
        cells = [{int(row): 1 for row in np.flatnonzero(dice.random(7) < 0.4)} for _ in range(16)]
        made = problem(dice.integers(100, 999, 7).tolist(), cells)
        made = replace(made, primary=dice.random(16) < 0.3)
        of = matrix(made.cells, 7)
        shown = np.zeros(16, np.bool_)
        hidden = made.primary & of.any(axis=1)
        for cell in order(made):
            tried = shown.copy()
            tried[cell] = True
            known = rank(of[tried])
            gives = any(rank(np.append(of[tried], of[[each]], axis=0)) == known for each in np.flatnonzero(hidden))
            shown[cell] = not gives
        found = select(made, columns(made))
        empty = ~of.any(axis=1)
        assert (found.shown | empty == shown | empty).all()
        assert not found.bounds.any()


def test_the_moves_that_are_left_change_nothing_that_is_shown() -> None:
    dice = np.random.Generator(np.random.PCG64(3))
    cells = [{int(row): 1 for row in np.flatnonzero(dice.random(9) < 0.4)} for _ in range(20)]
    made = problem(dice.integers(1, 9, 9).tolist(), cells)
    found = select(made, columns(made))
    of, moves = matrix(made.cells, 9), found.moves
    for start, end in zip(moves.start, moves.start[1:], strict=False):
        move = np.zeros(9, np.int64)
        move[moves.row[start:end]] = moves.by[start:end]
        assert not (of[found.shown] @ move).any() or (np.abs(moves.by[start:end]) > 1000).any()
    assert len(found.moves.row) > 0
