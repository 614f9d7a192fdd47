from __future__ import annotations

import pytest

from kostra.model.errors import Broken
from kostra.store.dump import in_order


def test_each_table_comes_after_those_it_refers_to() -> None:
    assert in_order("abcd", [("a", "d"), ("d", "c"), ("b", "c")]) == ["c", "b", "d", "a"]


def test_tables_in_a_ring_cannot_be_filled() -> None:
    with pytest.raises(Broken, match="a, b"):
        in_order("abc", [("a", "b"), ("b", "a")])
