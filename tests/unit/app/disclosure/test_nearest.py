"""A table whose sums do not all come out is put right by as little as can be."""

from __future__ import annotations

from itertools import product

import numpy as np

from kostra.app.disclosure.nearest import nearest
from kostra.disclosure.audit.system import System, sums


def system(columns: list[list[int]], total: list[int], least: list[int], most: list[int]) -> System:
    """Each row as its columns; one with a minus is subtracted, and they are counted from 1."""
    entries = [(row, abs(each) - 1, 1 if each > 0 else -1) for row, those in enumerate(columns) for each in those]
    row, column, sign = (np.array(each, np.int64) for each in zip(*entries, strict=True))
    cell, equation = np.arange(len(least)), np.arange(len(total))
    return System(row, column, sign, np.array(total), np.array(least), np.array(most), cell, equation)


def crossed(total: list[int], most: int) -> System:
    """Two by three, with the sums of the rows and of the columns."""
    return system([[1, 2, 3], [4, 5, 6], [1, 4], [2, 5], [3, 6]], total, [0] * 6, [most] * 6)


def right(of: System, value: np.ndarray) -> bool:
    within = (value >= of.least) & (value <= of.most)
    return bool(within.all() and (sums(of, of.sign * value[of.column]) == of.total).all())


def test_what_is_right_stays() -> None:
    of, value = crossed([6, 15, 5, 7, 9], 9), np.array([1, 2, 3, 4, 5, 6])
    found = nearest(of, value)
    assert found is not None and found.tolist() == value.tolist()


def test_as_little_as_can_be_is_different() -> None:
    dice = np.random.Generator(np.random.PCG64(11))
    for _ in range(30):
        true = dice.integers(0, 4, 6)
        grid = true.reshape(2, 3)
        of = crossed([*grid.sum(1).tolist(), *grid.sum(0).tolist()], 3)
        value = np.clip(true + dice.integers(-2, 3, 6), -1, 5)
        found = nearest(of, value)
        inside = np.clip(value, 0, 3)
        every = [np.array(each) for each in product(range(4), repeat=6) if right(of, np.array(each))]
        assert found is not None and right(of, found)
        assert np.abs(found - inside).sum() == min(np.abs(each - inside).sum() for each in every)


def test_parts_with_nothing_wrong_are_left_alone() -> None:
    of = system([[1, 2], [3, 4], [3, -5]], [5, 7, 1], [0] * 5, [9] * 5)
    found = nearest(of, np.array([1, 4, 3, 3, 2]))
    assert found is not None and right(of, found) and found[:2].tolist() == [1, 4]


def test_where_there_is_no_table_there_is_none() -> None:
    assert nearest(crossed([6, 15, 5, 7, 8], 9), np.zeros(6, np.int64)) is None
    # Three pairs of three make one and a half each.
    assert nearest(system([[1, 2], [2, 3], [1, 3]], [3, 3, 3], [0] * 3, [3] * 3), np.array([1, 1, 1])) is None
