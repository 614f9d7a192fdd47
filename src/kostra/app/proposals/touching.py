"""Which tables and key figures use a field or a code, so that it is seen which cells a change touches and which series may break."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from math import prod

from kostra.editing.derivations import IN_SUM
from kostra.statistics import derived
from kostra.statistics.definition import (
    EVERYBODY,
    ByCode,
    ByRule,
    Declared,
    Divided,
    Division,
    Grouped,
    Kind,
    Mean,
    Months,
    Ratio,
    Sum,
    TableDefinition,
)
from kostra.statistics.dividing import dimension
from kostra.statistics.places import map_of
from kostra.tables import catalogue
from kostra.tables.fields import melted


@dataclass(frozen=True, slots=True)
class Uses:
    """The measures of a table that a field or a code is in. `divides` says that it is what the table is divided by."""

    table: TableDefinition
    measures: tuple[Declared, ...]
    divides: bool


def using(form: str, field: str, codes: Collection[str] | None = None) -> tuple[Uses, ...]:
    """The tables that use a field of a form; with `codes`, only where one of them is chosen or told apart."""
    found = []
    for table in catalogue.tables():
        of_form = [one for one in table.measures if one.data.kind is Kind.FORM and one.data.id == form]
        divides = any(_divides(one, form, field) for one in table.dimensions) and table.data.id == form
        used = [
            one for one in of_form if divides or (field in _fields(table, one) and _chooses(one, form, field, codes))
        ]
        if used := [one for one in table.measures if one in used or _rests_on(table, one, used)]:
            found.append(Uses(table, tuple(one for one in used if not one.hidden), divides))
    return tuple(one for one in found if one.measures)


def cells(table: TableDefinition, measures: Collection[Declared], year: int) -> int:
    """How many cells these measures have in a year: one for each region and each value the table is divided by. None before the table."""
    if not table.covers(year):
        return 0
    kinds = [kind for kind, _ in map_of(year, ()).regions if not table.levels or kind in table.levels]
    return len(kinds) * prod(len(dimension(one, year).values) for one in table.dimensions) * len(measures)


def _rests_on(table: TableDefinition, one: Declared, used: Collection[Declared]) -> bool:
    """A ratio moves with what it is made of."""
    ids = {each.id for each in used}
    return isinstance(one.formula, Ratio) and bool({one.formula.top, one.formula.per} & ids)


def _fields(table: TableDefinition, one: Declared) -> frozenset[str]:
    form = one.data.id
    names = set(one.where.fields)
    match one.formula:
        case Sum(fields):
            names |= set(fields)
        case Mean(field):
            names.add(field)
        case Months():
            names |= {f"{table.months}{number}" for number in range(1, 13)}
    if one.where.months and table.months is not None:
        names |= {f"{table.months}{number}" for number in range(1, 13)}
    if one.data.melt is not None:
        names |= set(melted(one.data.melt))
    for divided in table.dimensions:
        names |= _of_division(divided.by)
    return frozenset(each for name in names for each in behind(form, name))


def _of_division(division: Division) -> set[str]:
    match division:
        case ByCode(field=field):
            return {field}
        case ByRule(values):
            return {name for _, _, where in values for name in where.fields}
        case Grouped(of=of):
            return _of_division(of)
    return set()


def _divides(divided: Divided, form: str, field: str) -> bool:
    """Whether the codes of the field are what the table is divided by."""
    by = divided.by.of if isinstance(divided.by, Grouped) else divided.by
    return isinstance(by, ByCode) and field in behind(form, by.field)


def _chooses(one: Declared, form: str, field: str, codes: Collection[str] | None) -> bool:
    """Whether a measure asks for one of the codes; without codes, whether it asks for the field at all."""
    if codes is None or one.where is EVERYBODY:
        return codes is None
    return any(set(values) & set(codes) for name, values in one.where.fields.items() if field in behind(form, name))


@cache
def behind(form: str, name: str) -> frozenset[str]:
    """The fields that a column of the records is made of: itself, or what it is derived from."""
    found = {name}
    for one in derived.declared():
        if one.id == name and form in one.forms:
            found = set(_of_derived(form, one))
    if name.endswith(IN_SUM):
        found = {name.removesuffix(IN_SUM)}
    return frozenset(found)


def _of_derived(form: str, one: derived.Derived) -> Iterator[str]:
    if one.between is not None:
        yield from (one.between.first, one.between.last)
    for value in one.values:
        for names in (value.where, value.number, value.day):
            for name in names:
                yield from behind(form, name)


def titled(uses: Collection[Uses], years: Collection[int]) -> list[dict[str, object]]:
    """As it is kept: each table with its measures, and how many cells they have in each year."""
    return [
        {
            "table": one.table.id,
            "title": {"nb": one.table.title.nb, "nn": one.table.title.nn},
            "measures": [each.id for each in one.measures],
            "divides": one.divides,
            "cells": {str(year): cells(one.table, one.measures, year) for year in sorted(years)},
        }
        for one in uses
    ]


def merged(several: Collection[tuple[Uses, ...]]) -> tuple[Uses, ...]:
    """Of several fields: each table once, with every measure that is in any."""
    found: dict[tuple[str, int], Uses] = {}
    for uses in several:
        for one in uses:
            key = (one.table.id, one.table.since)
            before = found.get(key)
            if before is not None:
                measures = tuple(each for each in one.table.measures if each in (*before.measures, *one.measures))
                one = Uses(one.table, measures, before.divides or one.divides)
            found[key] = one
    return tuple(found[key] for key in sorted(found))
