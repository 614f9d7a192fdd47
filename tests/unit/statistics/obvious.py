"""The same figures made the slow and obvious way: one record at a time, in plain Python.

It shares nothing with the engine but the declaration.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kostra import regions
from kostra.model.region import AgeBand
from kostra.statistics.definition import (
    ByAge,
    ByCode,
    Count,
    Declared,
    Divided,
    Months,
    Over,
    Ratio,
    Sum,
    TableDefinition,
    Where,
)
from kostra.statistics.records import Records

Row = dict[str, Any]
Key = tuple[str, ...]


def obvious(table: TableDefinition, data: Records) -> dict[Key, int | Fraction | None]:
    """Of regions that are wholly reported: by region, values and measure."""
    records = _records(table, data)
    by_region = _regions(records, data.year)
    figures: dict[Key, int | Fraction | None] = {}
    plain = {one.id: one for one in table.measures if not isinstance(one.formula, Ratio)}
    for region, inside in by_region.items():
        sums = {id: _sums(table, one, region, inside, data.year) for id, one in plain.items()}
        for codes in _codes(table, data.year):
            for one in table.measures:
                if one.hidden:
                    continue
                figures[(region, *codes, one.id)] = _figure(one, codes, sums, region, data.year)
    return figures


def _records(table: TableDefinition, data: Records) -> list[Row]:
    found = []
    for place, row in enumerate(data.frame.iter_rows(named=True)):
        months = {m for m in range(1, 13) if row.get(f"{table.months}{m}") is not None}
        age = int(data.age[place])
        found.append({**row, "_who": int(data.person[place]), "_age": age, "_months": months, "_place": place})
    return found


def _regions(records: list[Row], year: int) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {"EAK": [], "EAKUO": []}
    for kind in (regions.counties, regions.groups, regions.size_classes, regions.municipalities):
        found |= {one.aggregate: [] for one in kind(year)}
    found |= {one.code: [] for one in regions.districts(year, "0301") if one.reports}
    for record in records:
        told = regions.belonging(record["unit"], year)
        assert told.kostra_group is not None and told.size_class is not None
        found["EAK"].append(record)
        if told.without_oslo is not None:
            found["EAKUO"].append(record)
        for one in (told.county, told.kostra_group, told.size_class, told.municipality, told.district):
            if one is not None:
                found[one.aggregate].append(record)
    return found


def _together(records: list[Row]) -> Row:
    """What one person has in one place, as one row."""
    first = sorted(records, key=lambda one: (-len(one["_months"]), one["unit"], one["_place"]))[0]
    return {**first, "_months": set().union(*(one["_months"] for one in records)), "_of": records}


def _rows(region: str, inside: list[Row], over: Over) -> list[Row]:
    grouped: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for record in inside:
        grouped[record["_who"], record["unit"][:4] if over is Over.CASES else region].append(record)
    return [_together(records) for records in grouped.values()]


def _holds(where: Where, row: Row) -> bool:
    fields = all(row[field] in codes for field, codes in where.fields.items())
    ages = not where.ages or any(_in(band, row["_age"]) for band in where.ages)
    return fields and ages and (not where.months or any(_in(band, len(row["_months"])) for band in where.months))


def _in(band: AgeBand, number: int) -> bool:
    return number >= band.first and (band.last is None or number <= band.last)


def _value(one: Divided, row: Row, year: int) -> str:
    match one.by:
        case ByCode(field, labels):
            return str(row[field]) if row[field] in labels[year] else "uoppgitt"
        case ByAge(bands):
            return next((str(band) for band in bands if _in(band, row["_age"])), "uoppgitt")
    return next((id for id, _, where in one.by.values if _holds(where, row)), "uoppgitt")


def _codes(table: TableDefinition, year: int) -> list[Key]:
    found: list[Key] = [()]
    for one in table.dimensions:
        match one.by:
            case ByCode(labels=labels):
                own = list(labels[year])
            case ByAge(bands):
                own = [str(band) for band in bands]
            case _:
                own = [id for id, _, _ in one.by.values]
        found = [(*codes, code) for codes in found for code in ("alle", *own, "uoppgitt")]
    return found


def _sums(table: TableDefinition, one: Declared, region: str, inside: list[Row], year: int) -> Mapping[Key, int]:
    over = one.formula.over if isinstance(one.formula, (Count, Months)) else Over.CASES
    found: dict[Key, int] = defaultdict(int)
    for row in _rows(region, inside, over):
        if not _holds(one.where, row):
            continue
        match one.formula:
            case Sum(fields):
                adds = sum(record[field] or 0 for record in row["_of"] for field in fields)
            case Months():
                adds = len(row["_months"])
            case _:
                adds = 1
        keys: list[Key] = [()]
        for dimension in table.dimensions:
            keys = [(*key, code) for key in keys for code in ("alle", _value(dimension, row, year))]
        for key in keys:
            found[key] += adds
    return found


def _figure(
    one: Declared, codes: Key, sums: Mapping[str, Mapping[Key, int]], region: str, year: int
) -> int | Fraction | None:
    if not isinstance(one.formula, Ratio):
        return sums[one.id].get(codes, 0)
    if one.formula.per is not None:
        below = sums[one.formula.per].get(codes, 0)
    elif one.formula.inhabitants is not None:
        below = regions.at_year_end(region, year, one.formula.inhabitants).persons
    else:
        below = sums[one.formula.top].get(tuple("alle" for _ in codes), 0)
    return Fraction(one.formula.times * sums[one.formula.top].get(codes, 0), below) if below else None
