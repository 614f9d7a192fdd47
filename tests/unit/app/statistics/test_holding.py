"""What is made of the same things is not made again, and what is made of others is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from kostra.app.statistics.holding import cube_of, records_of
from kostra.app.system import System
from kostra.model.cube import Cube, Status
from kostra.model.text import Text
from kostra.statistics.definition import Count, Declared, Kind, Over, Source, TableDefinition
from kostra.statistics.records import NO_AGE, NOBODY, Records, records

YEAR = 2025
WORD = Text("ord", "ord", "word")
SOURCE = Source(Kind.FORM, "x")
TABLE = TableDefinition(
    "t", SOURCE, WORD, WORD, "s", YEAR, None, None, (), (Declared("n", WORD, WORD, 0, Count(Over.CASES), SOURCE),)
)


class _Database:
    """Nothing is asked of it but which it is."""


def system_of(database: _Database, producer: str | None = None) -> System:
    nothing: Any = None
    transactions: Any = database
    return System(nothing, transactions, nothing, nothing, nothing, nothing, producer=producer)


def gathered(frame: pl.DataFrame) -> Records:
    many = len(frame)
    return records(frame, YEAR, np.full(many, NOBODY), np.full(many, NO_AGE), frozenset({"110300"}))


def test_records_are_gathered_when_what_they_are_of_is_another() -> None:
    system, frame = system_of(_Database()), pl.DataFrame({"unit": ["110300"]})
    calls: list[int] = []

    def asked(of: pl.DataFrame, *answered: str, where: System = system) -> Records:
        def gather() -> Records:
            calls.append(1)
            return gathered(of)

        return records_of(where, SOURCE, of, frozenset(answered), gather)

    first = asked(frame, "110300")
    assert asked(frame, "110300") is first and len(calls) == 1
    assert asked(frame, "110300", "110800") is not first and len(calls) == 2
    asked(frame.clone(), "110300", "110800")
    assert len(calls) == 3
    asked(frame, "110300", where=system_of(_Database()))
    assert len(calls) == 4


def test_a_cube_is_made_when_anything_of_it_is_another() -> None:
    database = _Database()
    some, others = (gathered(pl.DataFrame({"unit": ["110300"] * many})) for many in (1, 2))

    def asked(
        table: TableDefinition = TABLE,
        data: Records = some,
        status: Status = Status.FINAL,
        producer: str | None = None,
    ) -> Cube:
        return cube_of(system_of(database, producer), table, {SOURCE: data}, status)

    first = asked()
    assert asked() is first
    changed = [asked(replace(TABLE)), asked(data=others), asked(status=Status.PROVISIONAL), asked(producer="Byrået")]
    assert all(one is not first for one in changed)
    assert changed[1].cell("1103", "n").value == 2 and changed[2].status is Status.PROVISIONAL
    assert changed[3].source == "Byrået: s" and asked().cell("1103", "n").value == 1
