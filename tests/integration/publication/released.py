"""Runs that are written, audited and approved by hand, of two small tables, and releases of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from itertools import product
from pathlib import Path
from uuid import uuid4

import polars as pl

from kostra.app.disclosure import patterns, recording
from kostra.app.disclosure.auditing import NAME
from kostra.app.permissions import Asker
from kostra.app.ports.transaction import Scope
from kostra.app.publication import approving, releasing, showing
from kostra.app.publication.releasing import Order
from kostra.app.system import System
from kostra.model.cube import Cell, Coverage, Cube, Dimension, Mark, Measure, Status
from kostra.model.people import Actor, ActorKind, Duty
from kostra.model.protection import AuditVerdict, Protection, Said
from kostra.model.release import Kind, Release
from kostra.model.text import Text
from kostra.statistics.writing import as_json, as_parquet
from kostra.tables import catalogue

YEAR = 2026
AGES, SEXES = "91105", "91103"
"""Two tables of one dimension."""
HOURS = {Kind.PROVISIONAL: datetime(2027, 3, 15, 7, tzinfo=UTC), Kind.FINAL: datetime(2027, 6, 15, 6, tzinfo=UTC)}
"""Eight in the morning in Oslo, in winter time and in summer time."""
REGIONS = ("EAK", "1103", "1106")
CODES = ("alle", "a", "b")
SIRI, OLE, KARI = (
    Asker(Actor(ActorKind.PERSON, name.lower(), name), duties=frozenset({Duty.STATISTICIAN}))
    for name in ("Siri", "Ole", "Kari")
)
PASSED = AuditVerdict(18, 2, 0, 0, 1, 1, 0, passed=True)
FAILED = replace(PASSED, determined_by_bounds=1, passed=False)
Values = Mapping[tuple[str, str], int | None]
"""By region and code; None is what is hidden. The others are 10."""
HIDDEN = {("1106", "a"): None, ("1106", "b"): None}


def cube(table: str, values: Values, status: Status, year: int = YEAR) -> Cube:
    told = Text(table, table)
    (own,) = catalogue.table(table, year).dimensions
    cells = [_cell(values.get(key, 10)) for key in product(REGIONS, CODES)]
    return Cube(
        id=table,
        year=year,
        title=told,
        population=told,
        source="kostra",
        status=status,
        synthetic=True,
        dimensions=tuple(
            Dimension(id, told, {code: Text(code, code) for code in codes})
            for id, codes in (("region", REGIONS), (own.id, CODES))
        ),
        measures=(Measure("mottakere", told, told),),
        cells=cells,
        coverage={"EAK": Coverage(1, 2, Fraction(1, 2))},
        controlled=True,
    )


def _cell(value: int | None) -> Cell:
    return Cell(None, Mark.CONFIDENTIAL) if value is None else Cell(value, reported=1)


def run(
    system: System,
    data: Path,
    tables: Mapping[str, Values] | None = None,
    status: Status = Status.PROVISIONAL,
    verdict: AuditVerdict | None = PASSED,
    by: Asker = SIRI,
    year: int = YEAR,
) -> Protection:
    """What disclosure control leaves, with the tables as they may be published."""
    cubes = [cube(table, values, status, year) for table, values in (tables or {AGES: HIDDEN, SEXES: {}}).items()]
    return run_of(system, data, cubes, status, verdict, by, year)


def run_of(
    system: System,
    data: Path,
    cubes: Iterable[Cube],
    status: Status,
    verdict: AuditVerdict | None = PASSED,
    by: Asker = SIRI,
    year: int = YEAR,
) -> Protection:
    folder = patterns.of_status(data, year, status) / uuid4().hex[:16]
    for name in (patterns.TABLES, patterns.PATTERN):
        (folder / name).mkdir(parents=True)
    for made in cubes:
        (folder / patterns.TABLES / f"{made.id}.parquet").write_bytes(as_parquet(made))
        (folder / patterns.TABLES / f"{made.id}.json").write_text(as_json(made), encoding="utf-8")
        cells = pl.read_parquet(folder / patterns.TABLES / f"{made.id}.parquet")
        why = pl.when(pl.col("value").is_null()).then(pl.lit("primary")).otherwise(pl.lit("safe"))
        keys = cells.columns[: cells.columns.index("value")]
        pattern = cells.select(*keys, why.alias("shown"), pl.lit("").alias("because"))
        pattern.write_parquet(folder / patterns.PATTERN / f"{made.id}.parquet")
    (folder / NAME).write_text("[]\n", encoding="utf-8")
    with system.transactions.begin(by.actor, Scope.EVERYWHERE) as tx:
        return recording.record(tx, folder, year, status, "what it is made from", verdict=verdict)


def approved_run(
    system: System,
    data: Path,
    tables: Mapping[str, Values] | None = None,
    status: Status = Status.PROVISIONAL,
    year: int = YEAR,
) -> Protection:
    """Straight: what an approval asks of a run is tried where it is given."""
    return approved(system, run(system, data, tables, status, year=year))


def approved(system: System, made: Protection) -> Protection:
    with system.transactions.begin(OLE.actor, Scope.EVERYWHERE) as tx:
        tx.disclosure.approve(made.id, Said(OLE.actor, tx.now))
    return made


def released(
    system: System,
    data: Path,
    tables: Mapping[str, Values] | None = None,
    kind: Kind = Kind.PROVISIONAL,
    **order: str | tuple[str, ...] | datetime,
) -> Release:
    """Of a run of its own, made by Siri and approved by Ole. It waits for its hour."""
    corrected = order.get("corrects")
    approved_run(system, data, tables, Status.FINAL if kind is Kind.FINAL else Status.PROVISIONAL)
    wanted = Order(YEAR, Kind.CORRECTION if corrected else kind, **order)  # type: ignore[arg-type]
    made = releasing.make(system, SIRI, data, wanted)
    return approving.approve(system, OLE, data, made.id)


def value(system: System, data: Path, region: str = "1103", code: str = "a", table: str = AGES) -> object:
    """What a reader sees now; the mark where there is no value, and nothing where there is no table."""
    now = showing.public(system, data)
    if (table, YEAR) not in now.standing:
        return None
    cells = now.folder(table, YEAR).cells(table)
    own = cells.columns[1]
    row = cells.row(by_predicate=(pl.col("region") == region) & (pl.col(own) == code), named=True)
    return row["mark"] if row["value"] is None else row["value"]
