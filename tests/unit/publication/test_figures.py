"""Numbers as text: every digit, sign and decimal, for any number there may be."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from kostra.model.cube import Mark
from kostra.publication.figures import FILL, numbers, statuses
from kostra.publication.table import BY_MARK, MARKS

LARGEST = (1 << 53) - 1


@pytest.mark.parametrize("decimals", [0, 1, 2, 4])
def test_a_number_is_written_as_it_is(decimals: int) -> None:
    random = np.random.default_rng(decimals)
    few = [0, 1, -1, 5, -5, 9, 10, -10, 99, 100, 105, -1000, 10**decimals, -(10**decimals), LARGEST, -LARGEST]
    values = np.array([*few, *random.integers(-(10**6), 10**6, 500), *random.integers(-LARGEST, LARGEST, 100)])
    rows = numbers(values, decimals)
    found = [row.tobytes().translate(None, FILL).decode() for row in rows]
    assert found == [f"{Decimal(value).scaleb(-decimals):f}" for value in values.tolist()]


def test_there_is_room_for_more_where_it_is_asked_for() -> None:
    assert numbers(np.array([3, -12]), width=5).tobytes() == b"\0\0\0\x003\0\0-12"
    assert numbers(np.array([], np.int64)).shape == (0, 1)


@pytest.mark.parametrize("many", [1, 12, 1_500, 120_000])
def test_every_sign_stands_at_its_cell(many: int) -> None:
    marks = np.random.default_rng(many).integers(0, len(MARKS), many).astype(np.uint8)
    signs = ((at, MARKS[mark]) for at, mark in enumerate(marks.tolist()))
    expected = ",".join(f'"{at}":"{mark.value}"' for at, mark in signs if mark not in (None, Mark.NIL))
    assert statuses(marks).decode() == expected


def test_where_there_is_no_sign_there_is_nothing() -> None:
    assert statuses(np.array([0, BY_MARK[Mark.NIL]], np.uint8)) == b""
