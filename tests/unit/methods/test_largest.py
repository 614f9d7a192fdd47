"""The two largest of many, against sorting them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kostra.methods.largest import Two, largest, of_both, of_groups, of_values

NUMBERS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=20)


def plainly(numbers: list[int]) -> tuple[int, int]:
    first, second, *_ = [*sorted(numbers, reverse=True), 0, 0]
    return first, second


def of_cells(rows: list[tuple[int, int]]) -> Two:
    cell, number = (np.array([row[place] for row in rows], np.int64) for place in (0, 1))
    return largest(cell, number, 4)


def told(two: Two) -> list[tuple[int, ...]]:
    return list(zip(*(one.ravel().tolist() for one in two), strict=True))


def in_cells(rows: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    return [plainly([number for cell, number in rows if cell == place]) for place in range(4)]


@given(NUMBERS, NUMBERS)
def test_in_cells_and_of_two_parts(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    assert told(of_cells(one)) == in_cells(one)
    assert told(of_both(of_cells(one), of_cells(other))) == in_cells([*one, *other])


@given(NUMBERS)
def test_of_groups_and_of_all_values(rows: list[tuple[int, int]]) -> None:
    found = of_groups(of_cells(rows), np.array([0, 1]))
    assert told(found) == [
        plainly([number for cell, number in rows if cell == 0]),
        plainly([number for cell, number in rows if cell]),
    ]
    above = [(cell + 1, number) for cell, number in rows if cell < 3]
    first, second = of_cells(above)
    with_total = of_values((first.reshape(2, 2, 1), second.reshape(2, 2, 1)), 1)
    # Nothing stands in the first place of the first row; in that of the second there is something, which is not looked at.
    assert told(with_total)[0] == told(with_total)[1]
    assert told(with_total)[2] == told(with_total)[3]


def test_what_is_below_nothing_is_nobodys() -> None:
    assert told(of_cells([(0, -5), (0, 3), (1, -1)]))[:2] == [(3, 0), (0, 0)]
