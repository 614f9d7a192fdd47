"""What is made of the same things is not made again, and what is made of others is."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from kostra.app.statistics.holding import held
from kostra.app.system import System
from kostra.statistics.records import NO_AGE, NOBODY, records

YEAR = 2025


class _Database:
    """Nothing is asked of it but which it is."""


def system_of(database: _Database) -> System:
    nothing: Any = None
    transactions: Any = database
    return System(nothing, transactions, nothing, nothing, nothing, nothing)


def test_it_is_made_when_what_it_is_of_is_another() -> None:
    system, frame = system_of(_Database()), pl.DataFrame({"unit": ["110300"]})
    calls: list[int] = []

    def asked(*of: object, name: str = "a", told: object = None, where: System = system) -> object:
        def make() -> object:
            calls.append(1)
            return object()

        return held(where, name, of, make, told=told)

    first = asked(frame, told=frozenset({"110300"}))
    assert asked(frame, told=frozenset({"110300"})) is first and len(calls) == 1
    assert asked(frame, told=frozenset({"110300", "110800"})) is not first and len(calls) == 2
    # Equal is not enough: it is the same, or it is another.
    asked(frame.clone(), told=frozenset({"110300", "110800"}))
    assert len(calls) == 3
    asked(frame, frame)
    assert len(calls) == 4
    asked(frame, frame, name="b")
    asked(frame, frame, where=system_of(_Database()))
    assert len(calls) == 6


def test_records_that_are_replaced_let_go_of_what_was_worked_out() -> None:
    system = system_of(_Database())
    one, other = (
        records(pl.DataFrame({"unit": ["110300"]}), YEAR, np.full(1, NOBODY), np.full(1, NO_AGE), ["110300"])
        for _ in range(2)
    )
    held(system, "x", (1,), lambda: one)
    assert one.once("a", lambda: 1) == 1 == one.once("a", lambda: 2)
    held(system, "x", (2,), lambda: other)
    assert one.once("a", lambda: 2) == 2
