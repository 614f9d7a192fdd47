"""The tables of a release as anybody may read them: the files, what the tables are declared to count, and which regions are in which.

This knows nothing of how the tables were protected, so that the audit cannot share its mistakes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import polars as pl

from kostra.disclosure.audit.published import Truth, Whole
from kostra.model.cube import Cube, Mark
from kostra.model.errors import Broken
from kostra.statistics.definition import (
    AGE,
    MONTHS,
    ByAge,
    ByCode,
    ByRule,
    Count,
    Declared,
    Division,
    Grouped,
    Months,
    Over,
    Source,
    Sum,
    TableDefinition,
    Where,
)
from kostra.statistics.writing import as_frame, described
from kostra.tables.fields import personal

Asked: TypeAlias = frozenset[tuple[str, frozenset[str]]]
"""What holds of those in a cell: by question, the answers, in words."""
_OLDEST, _MOST_MONTHS = 120, 12
_DISTRICT = 6
"""How long the code of one is."""


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """A count of a table, or an amount: regions by the combinations of its dimensions' values. `value` counts where it is `known`.

    `hidden` are the cells with the sign of what is confidential. What nobody has reported is a known nothing; what is missing for another
    reason is neither.
    """

    table: str
    measure: str
    source: Source
    persons: bool
    """Each once in the region, and not once in each municipality of it; or each month of somebody."""
    regions: tuple[str, ...]
    shape: tuple[int, ...]
    amount: tuple[str, ...]
    """The fields that are added up, or months; nothing for a count."""
    asked: tuple[Asked | None, ...]
    """Of each combination; None where nobody can be in it."""
    value: Whole
    known: Truth
    hidden: Truth
    zeros_shown: bool


Read: TypeAlias = Callable[[str], tuple[Any, pl.DataFrame]]
"""A table's description and its cells."""


def of_folder(folder: Path) -> Read:
    def read(table: str) -> tuple[Any, pl.DataFrame]:
        told = json.loads((folder / f"{table}.json").read_text(encoding="utf-8"))
        if not told["disclosure_controlled"]:
            raise Broken(f"table {table} has not been through disclosure control")
        return told, pl.read_parquet(folder / f"{table}.parquet")

    return read


def of_cubes(cubes: Iterable[Cube]) -> Read:
    by_id = {one.id: one for one in cubes}
    return lambda table: (described(by_id[table]), as_frame(by_id[table]))


def figures(read: Read, tables: Sequence[TableDefinition], year: int) -> Iterator[Figures]:
    """The counts of persons of each table, and what they got."""
    for table in tables:
        own = [one for one in table.measures if not one.hidden and _is_of_persons(one)]
        if own:
            told, frame = read(table.id)
            for one in own:
                yield _figures(table, one, told, frame.filter(pl.col("measure") == one.id), year)


def _is_of_persons(measure: Declared) -> bool:
    match measure.formula:
        case Count(over):
            return over is not Over.UNITS and personal(measure.data)
        case Sum() | Months():
            return personal(measure.data)
    return False


def _amount(measure: Declared) -> tuple[str, ...]:
    """Months are added up as kroner are."""
    match measure.formula:
        case Sum(fields):
            return fields
        case Months():
            return (MONTHS,)
    return ()


def _once(measure: Declared) -> bool:
    """Whether each is once in a larger region, or each month of somebody."""
    match measure.formula:
        case Count(over) | Months(over):
            return over is Over.PERSONS
    return False


def _figures(table: TableDefinition, measure: Declared, told: Any, frame: pl.DataFrame, year: int) -> Figures:
    dimensions = told["dimensions"]
    regions = tuple(one["code"] for one in dimensions[0]["values"])
    codes = [[one["code"] for one in each["values"]] for each in dimensions[1:]]
    shape = tuple(map(len, codes))
    if len(frame) != len(regions) * int(np.prod(shape, dtype=np.int64)):
        raise Broken(f"table {table.id} has another number of cells than its dimensions say")
    size = (len(regions), -1)
    known = frame["value"].is_not_null().to_numpy().reshape(size)
    mark = frame["mark"].fill_null("")
    withheld = {region for one in told["withheld"] for region in one["regions"]}
    held = np.array([region in withheld for region in regions])[:, None]
    # What is estimated is a figure of its own, and not the sum of those who have reported.
    estimated = (frame["estimated"] > 0).to_numpy().reshape(size)
    hidden = (mark == Mark.CONFIDENTIAL).to_numpy().reshape(size)
    missing = (mark == Mark.MISSING).to_numpy().reshape(size)
    # A source that has Oslo as one has nothing of its districts; one of which some have reported has nothing of the others.
    district = np.array([len(region) == _DISTRICT for region in regions])
    there = ~district if missing[district].all() else np.ones(len(regions), np.bool_)
    amount = _amount(measure)
    return Figures(
        table=table.id,
        measure=measure.id,
        source=measure.data,
        persons=_once(measure),
        regions=tuple(region for region, one in zip(regions, there, strict=True) if one),
        shape=shape,
        amount=amount,
        asked=tuple(_asked(table, measure, shape, codes, year)),
        value=frame["value"].fill_null(0).cast(pl.Int64).to_numpy().reshape(size)[there],
        known=((known & ~estimated) | (missing & ~held))[there],
        hidden=hidden[there],
        zeros_shown=table.disclosure.zeros_shown and not amount,
    )


def _asked(
    table: TableDefinition, measure: Declared, shape: tuple[int, ...], codes: Sequence[Sequence[str]], year: int
) -> Iterator[Asked | None]:
    axes = [_values(one.by, year) for one in table.dimensions]
    own = _where(measure.where)
    for at in np.ndindex(*shape):
        asked = dict(own)
        empty = False
        for (question, every, values), place, those in zip(axes, at, codes, strict=True):
            if place == 0:
                continue
            taken = frozenset().union(*values.values())
            answers = values.get(those[place], every - taken)
            asked[question] = asked.get(question, answers) & answers
            empty = empty or not asked[question]
        yield None if empty else frozenset(asked.items())


def _values(by: Division, year: int) -> tuple[str, frozenset[str], dict[str, frozenset[str]]]:
    """The question, all its answers, and those of each value."""
    other = frozenset({"?"})
    match by:
        case ByCode(field, labels):
            codes = {code: frozenset({code}) for code in labels[year]}
            return field, frozenset(codes) | other, codes
        case ByAge(bands):
            return (
                AGE,
                _numbers(0, _OLDEST) | other,
                {str(one): _numbers(one.first, one.last, _OLDEST) for one in bands},
            )
        case ByRule(rules):
            only = _only_months(by)
            if only is not None:
                return MONTHS, _numbers(0, _MOST_MONTHS), only
            return (
                f"rules {[(id, where) for id, _, where in rules]}",
                frozenset(id for id, _, _ in rules) | other,
                {id: frozenset({id}) for id, _, _ in rules},
            )
        case Grouped(of, groups):
            question, every, own = _values(of, year)
            within = {code: group for group, _, those in groups for code in those}
            found: dict[str, frozenset[str]] = {}
            for code, answers in own.items():
                name = within.get(code, code)
                found[name] = found.get(name, frozenset()) | answers
            return question, every, found


def _only_months(rules: ByRule) -> dict[str, frozenset[str]] | None:
    found: dict[str, frozenset[str]] = {}
    taken: frozenset[str] = frozenset()
    for id, _, where in rules.values:
        if where.fields or where.ages or not where.months:
            return None
        answers = _where(where)[MONTHS]
        found[id] = answers - taken
        taken |= answers
    return found


def _where(where: Where) -> dict[str, frozenset[str]]:
    found = {field: frozenset(codes) for field, codes in where.fields.items()}
    if where.ages:
        found[AGE] = frozenset().union(*(_numbers(one.first, one.last, _OLDEST) for one in where.ages))
    if where.months:
        found[MONTHS] = frozenset().union(*(_numbers(one.first, one.last, _MOST_MONTHS) for one in where.months))
    return found


def _numbers(first: int, last: int | None, most: int = _OLDEST) -> frozenset[str]:
    return frozenset(map(str, range(first, (most if last is None else min(last, most)) + 1)))
