"""What this process has made of data that have not changed since: the records of a source in the last year that was asked for, and the
cubes of these.

Nothing here can be old: what it is made of never changes, it is only replaced, and then it is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import polars as pl

from kostra.app.ports.transaction import Transactions
from kostra.app.system import System
from kostra.model.cube import Cube, Status
from kostra.statistics.definition import Source, TableDefinition
from kostra.statistics.engine import make
from kostra.statistics.records import Records


@dataclass(frozen=True, slots=True)
class _Records:
    frame: pl.DataFrame
    answered: frozenset[str]
    made: Records


@dataclass(frozen=True, slots=True)
class _Cube:
    """`table` is as it was declared, `of` the records of each of its sources."""

    table: TableDefinition
    of: tuple[Records | None, ...]
    status: Status
    producer: str | None
    made: Cube


@dataclass(frozen=True, slots=True)
class _Held:
    records: dict[Source, _Records] = field(default_factory=dict)
    cubes: dict[str, _Cube] = field(default_factory=dict)


_HOLDING: WeakKeyDictionary[Transactions, _Held] = WeakKeyDictionary()
"""By the database that it is from."""


def records_of(
    system: System, source: Source, frame: pl.DataFrame, answered: frozenset[str], gather: Callable[[], Records]
) -> Records:
    """`frame` is what the records are of, which is another one when anything in it is."""
    held = _HOLDING.setdefault(system.transactions, _Held()).records
    found = held.get(source)
    if found is None or found.frame is not frame or found.answered != answered:
        if found is not None:
            found.made.forget()
        found = held[source] = _Records(frame, answered, gather())
    return found.made


def cube_of(system: System, table: TableDefinition, records: Mapping[Source, Records], status: Status) -> Cube:
    held = _HOLDING.setdefault(system.transactions, _Held()).cubes
    of = tuple(records.get(source) for source in table.sources)
    found = held.get(table.id)
    if (
        found is None
        or found.table is not table
        or any(one is not other for one, other in zip(found.of, of, strict=True))
        or (found.status, found.producer) != (status, system.producer)
    ):
        found = held[table.id] = _Cube(
            table, of, status, system.producer, make(table, records, status, system.producer)
        )
    return found.made
