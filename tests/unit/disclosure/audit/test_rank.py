"""What follows by adding and subtracting, against fractions; small systems, and one wide enough to be eliminated in blocks."""

from __future__ import annotations

import numpy as np
import pytest

from kostra.disclosure.audit import rank
from kostra.disclosure.audit.published import Equations, Published, ranges
from kostra.disclosure.audit.system import unknown


def follows(matrix: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> list[bool]:
    rows, columns = matrix.shape
    row, column = np.nonzero(matrix)
    start = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=rows))])
    nothing = np.zeros(columns, dtype=np.int64)
    published = Published(
        nothing > 0, nothing, nothing, nothing == 0, Equations(start, column, matrix[row, column]), ["x"] * columns
    )
    system = unknown(published, *ranges(published))
    found = np.ones(columns, dtype=np.bool_)
    found[system.cell] = rank.follows(system, np.random.default_rng(5))
    return [bool(one) for one in found]


def by_floats(matrix: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> list[bool]:
    """A column follows if taking it out lowers the rank of nothing else: e_j is in the row space."""
    whole = np.linalg.matrix_rank(matrix)
    unit = np.eye(matrix.shape[1])
    return [bool(np.linalg.matrix_rank(np.vstack([matrix, unit[at]])) == whole) for at in range(matrix.shape[1])]


@pytest.mark.parametrize("seed", range(6))
def test_small_systems_as_by_floats(seed: int) -> None:
    rng = np.random.default_rng(seed)
    matrix = rng.choice([-1, 0, 0, 1], size=(9, 10)).astype(np.int64)
    assert follows(matrix) == by_floats(matrix)


def test_full_systems_are_eliminated_in_blocks() -> None:
    """More sums than cells fix all of those cells; fewer sums than cells, over others and them, fix none of the others."""
    rng = np.random.default_rng(3)
    matrix = rng.choice([-1, 0, 1], size=(160, 140)).astype(np.int64)
    matrix[:110, 80:] = 0
    assert follows(matrix) == [True] * 80 + [False] * 60


@pytest.mark.parametrize("seed", range(8))
def test_what_follows_and_is_nothing_is_told_from_what_follows_and_is_more(seed: int) -> None:
    rng = np.random.default_rng(seed)
    matrix = rng.choice([-1, 0, 0, 1], size=(8, 9)).astype(np.int64)
    is_ = rng.choice([0, 0, 3, 70_000_000_000], size=9).astype(np.int64)
    # The last column is shown, and carries what the others do not come to.
    rows = [(row, np.append(np.flatnonzero(line), 9 + row)) for row, line in enumerate(matrix)]
    cell = np.concatenate([cells for _, cells in rows])
    sign = np.concatenate([np.append(matrix[row][matrix[row] != 0], -1) for row, _ in rows])
    start = np.concatenate([[0], np.cumsum([len(cells) for _, cells in rows])])
    shown = np.arange(17) >= 9
    value = np.append(is_, matrix @ is_)
    published = Published(shown, value, np.zeros(17, np.int64), ~shown, Equations(start, cell, sign), ["x"] * 17)
    system = unknown(published, *ranges(published))
    found = np.zeros(9, np.bool_)
    found[system.cell] = rank.nothing(system, np.random.default_rng(5))
    whole = np.linalg.matrix_rank(matrix)
    known = [np.linalg.matrix_rank(np.vstack([matrix, unit])) == whole for unit in np.eye(9)]
    in_some = matrix.any(axis=0)
    assert found.tolist() == (np.array(known) & in_some & (is_ == 0)).tolist()
