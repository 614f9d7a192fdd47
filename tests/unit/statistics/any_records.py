"""Records of a table that nobody has reported: every field that it asks for, filled with one thing or another, from a few places.

Some units have not answered, one has nothing to report, one is of no known municipality and one is of no known district. Nothing here
knows a form; so every table that is declared can be tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np
import polars as pl

from kostra import regions
from kostra.statistics.definition import (
    ByCode,
    ByRule,
    Kind,
    Mean,
    Ratio,
    Source,
    Sum,
    TableDefinition,
    Where,
)
from kostra.statistics.records import UNIT, Records, records
from unit.statistics.obvious import Come, Row, come

UNITS = ("110300", "110800", "112000", "460100", "030101", "030102", "999900", "030199")
SILENT = {"110800", "030103"}
"""The first is silent in the first source alone, and all else but these have answered."""
WANTED = (
    "EAK",
    "EAKUO",
    "EKA11",
    "EKA03",
    "EKA46",
    "EKG01",
    "ST1",
    "ST5",
    "1103",
    "1108",
    "1120",
    "4601",
    "0301",
    "030101",
    "030103",
    "UKJENT",
)


def any_records(
    table: TableDefinition, year: int, seed: int = 1, many: int = 80
) -> tuple[dict[Source, Records], dict[Source, Come]]:
    """The same for the engine and as plain rows. Only the first source has Oslo by district, strays and somebody who is silent."""
    random = np.random.default_rng(seed)
    found: dict[Source, Records] = {}
    plain: dict[Source, Come] = {}
    for place, source in enumerate(table.sources):
        codes, numbers = _fields(table, source, year)
        units = [one.code for one in regions.reporting_units(year, by_district=place % 2 == 0)]
        there = [one for one in UNITS if one[:4] != "0301"] + ["030100"] if place % 2 else list(UNITS)
        silent = SILENT if place == 0 else {"112000"}
        persons = source.kind is not Kind.ACCOUNTS and source.melt is None and not _says(table, source)
        rows: list[Row] = []
        for _ in range(many):
            unit = there[random.integers(len(there))]
            if unit in silent:
                continue
            row: Row = {
                "unit": unit,
                "who": int(random.integers(12)) if persons else 0,
                "age": int(random.integers(-1, 80)),
            }
            row |= {name: _one_of(random, [*sorted(values), "?", None]) for name, values in codes.items()}
            row |= {name: None if random.random() < 0.3 else _number(random, name) for name in numbers}
            if table.months is not None:
                row |= {f"{table.months}{m}": f"{m:02d}" if random.random() < 0.3 else None for m in range(1, 13)}
            rows.append(row)
        answered = [unit for unit in units if unit not in silent]
        schema: dict[str, pl.DataType] = {UNIT: pl.String(), **dict.fromkeys(codes, pl.String())}
        schema |= {name: pl.Decimal(12, 1) if _has_decimals(name) else pl.Int64() for name in numbers}
        schema |= {f"{table.months}{m}": pl.String() for m in range(1, 13)} if table.months is not None else {}
        frame = pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=schema)
        who, age = (np.array([row[name] for row in rows], np.int64) for name in ("who", "age"))
        found[source] = records(frame, year, who, age, answered)
        plain[source] = come(rows, answered, year)
    return found, plain


def _says(table: TableDefinition, source: Source) -> bool:
    """Whether units say something of themselves."""
    return any(one.data == source and isinstance(one.formula, Mean) for one in table.measures)


def _one_of(random: np.random.Generator, values: list[str | None]) -> str | None:
    return values[int(random.integers(len(values)))]


def _number(random: np.random.Generator, name: str) -> int | Decimal:
    number = int(random.integers(-50, 2000))
    return Decimal(number).scaleb(-1) if _has_decimals(name) else number


def _has_decimals(name: str) -> bool:
    """Every other field, by its name."""
    return len(name) % 2 == 0


def _fields(table: TableDefinition, source: Source, year: int) -> tuple[dict[str, set[str]], list[str]]:
    """The fields with codes, and those with numbers. A dimension is of every source."""
    codes: dict[str, set[str]] = {}
    numbers: dict[str, None] = {}
    for where in _conditions(table, source):
        for name, values in where.fields.items():
            codes.setdefault(name, set()).update(values)
    for one in table.dimensions:
        if isinstance(one.by, ByCode):
            codes.setdefault(one.by.field, set()).update(one.by.labels[year])
    for measure in table.measures:
        if measure.data == source and isinstance(measure.formula, (Sum, Mean)):
            fields = measure.formula.fields if isinstance(measure.formula, Sum) else (measure.formula.field,)
            numbers |= dict.fromkeys(fields)
    return codes, list(numbers)


def _conditions(table: TableDefinition, source: Source) -> Iterator[Where]:
    for one in table.dimensions:
        if isinstance(one.by, ByRule):
            yield from (where for _, _, where in one.by.values)
    yield from (one.where for one in table.measures if one.data == source and not isinstance(one.formula, Ratio))
