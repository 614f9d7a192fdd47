"""Answers that are kept ready: made once for each table and address, and never more of them than there is room for."""

from __future__ import annotations

from typing import cast

from kostra.publication.table import Table
from kostra.web.statbank import ready
from kostra.web.statbank.ready import Packed, Ready

OLD, NEW = cast(Table, object()), cast(Table, object())


class Making:
    def __init__(self, size: int = 1) -> None:
        self.times, self.size = 0, size

    def __call__(self) -> Packed:
        self.times += 1
        return Packed({}, b"x" * self.size)


def test_an_answer_is_made_once_for_each_table() -> None:
    kept, make = Ready(), Making()
    for table, times in ((OLD, 1), (OLD, 1), (NEW, 2), (NEW, 2), (OLD, 3)):
        kept.answer("a", table, make)
        assert make.times == times


def test_what_is_large_is_made_each_time() -> None:
    kept, make = Ready(), Making(ready._LARGEST + 1)
    for _ in range(2):
        assert len(kept.answer("a", OLD, make).content) == make.size
    assert make.times == 2


def test_what_was_asked_for_longest_ago_is_forgotten() -> None:
    kept, make = Ready(), Making()
    for address in range(ready._MOST):
        kept.answer(address, OLD, make)
    kept.answer(0, OLD, make)
    kept.answer("one more", OLD, make)
    assert make.times == ready._MOST + 1
    kept.answer(0, OLD, make)
    assert make.times == ready._MOST + 1
    kept.answer(1, OLD, make)
    assert make.times == ready._MOST + 2
