"""Another table that is published just the same: what everybody knows of one of two cells that are the same sum, holds for both."""

from __future__ import annotations

import numpy as np
import pytest

from kostra.disclosure.problem import Sums
from kostra.disclosure.programming import Nearby, other_table

SAME, ASKED = 0, 2
COUNTS = np.array([3, 2, 1, 1, 1])
"""The first stands in two tables. The second changes by three at a time, since what is shown holds it to the last three."""
SUMS = [[0], [0], [1], [0, 1], [2, -3], [3, -4], [1, -2, -3, -4]]


def near(floors: tuple[int, int]) -> Nearby:
    rows = [abs(row) for column in SUMS for row in column]
    sums = Sums(
        np.concatenate([[0], np.cumsum([len(column) for column in SUMS])]).astype(np.int64),
        np.array(rows, np.int32),
        np.array([-1 if row < 0 else 1 for column in SUMS for row in column], np.int8),
    )
    value = np.array([sum(int(COUNTS[abs(row)]) * (-1 if row < 0 else 1) for row in column) for column in SUMS])
    fixed = np.arange(len(SUMS)) > ASKED
    alike = np.arange(len(SUMS))
    alike[SAME + 1] = SAME
    floor = np.where(fixed, -10, 0)
    floor[:2] = floors
    nothing = np.zeros(len(SUMS), np.int64)
    return Nearby(sums, np.arange(len(COUNTS)), COUNTS, value, floor, fixed, nothing, alike)


@pytest.mark.parametrize("floors", [(0, 1), (1, 0), (1, 1)])
def test_what_is_known_of_one_is_known_of_the_other(floors: tuple[int, int]) -> None:
    assert other_table(ASKED, near(floors)) is None


def test_where_nothing_is_known_there_is_one() -> None:
    found = other_table(ASKED, near((0, 0)))
    assert found is not None and found[:3].tolist() == [-3, -3, 3]
