"""The same figures made the slow and obvious way: one record at a time, in plain Python.

It shares nothing with the engine but the declaration: what has come from a source is rows of plain values, and who has answered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from typing import Any, TypeAlias

from kostra import regions
from kostra.model.errors import Refused
from kostra.model.region import AgeBand
from kostra.statistics.definition import (
    EVERYBODY,
    ByAge,
    ByCode,
    ByRule,
    Count,
    Declared,
    Divided,
    Mean,
    Months,
    Over,
    Ratio,
    Source,
    Sum,
    TableDefinition,
    Where,
)

Row: TypeAlias = dict[str, Any]
Key: TypeAlias = tuple[str, ...]
Figure: TypeAlias = "tuple[Fraction | None, int]"
"""The value, and how many units are behind it."""
There: TypeAlias = "str | frozenset[str] | None"
"""The region where all of it has answered; otherwise the units that have."""


@dataclass(frozen=True)
class Come:
    """What has come from a source: each row with its `unit`, `who` (0 for nobody knows) and `age` beside the fields."""

    rows: list[Row]
    answered: frozenset[str]
    year: int
    by_district: bool

    @property
    def expected(self) -> frozenset[str]:
        return _expected(self.year, self.by_district)

    @cached_property
    def answered_in(self) -> Mapping[str, frozenset[str]]:
        """By region."""
        return _by_region(self.answered, self.year, self.by_district)

    def only(self, units: Collection[str]) -> Come:
        rows = [row for row in self.rows if row["unit"] in units]
        return Come(rows, self.answered & set(units), self.year, self.by_district)


def come(rows: list[Row], answered: Iterable[str], year: int) -> Come:
    """Oslo is one unit where that alone has come."""
    there = frozenset(answered) | {row["unit"] for row in rows}
    return Come(rows, there, year, {unit for unit in there if unit[:4] == "0301"} != {"030100"})


@cache
def _by_region(units: frozenset[str], year: int, by_district: bool) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        for region in regions_of(unit, year, by_district):
            found[region].add(unit)
    return {region: frozenset(each) for region, each in found.items()}


@cache
def _expected(year: int, by_district: bool) -> frozenset[str]:
    return frozenset(one.code for one in regions.reporting_units(year, by_district=by_district))


def obvious(table: TableDefinition, data: Mapping[Source, Come], wanted: Iterable[str]) -> dict[Key, Figure]:
    """Of these regions: by region, values and measure."""
    year = data[table.data].year
    figures: dict[Key, Figure] = {}
    for region in wanted:
        figuring = _Region(table, data, region, year)
        for codes in values(table, year):
            for one in table.measures:
                if not one.hidden:
                    figures[region, *codes, one.id] = figuring.figure(one, codes)
    return figures


class _Region:
    """The figures of one region. `known` are those of measures that something has been asked of."""

    def __init__(self, table: TableDefinition, data: Mapping[Source, Come], region: str, year: int) -> None:
        self.table, self.data, self.region, self.year = table, data, region, year
        self.known: dict[Any, Any] = {}
        self.together: dict[Any, list[tuple[Row, list[Key]]]] = {}

    def figure(self, one: Declared, codes: Key) -> Figure:
        if isinstance(one.formula, Ratio):
            return self.ratio(one.formula, codes)
        value, reported, _ = self.plain(one, one.data, codes)
        return (value if reported else None), reported

    def ratio(self, ratio: Ratio, codes: Key) -> Figure:
        top = self.table.measure(ratio.top)
        per = top if ratio.per is None else self.table.measure(ratio.per)
        above, reported, there = self.plain(top, per.data, codes)
        under, others, _ = self.plain(per, top.data, codes)
        if not reported or not others:
            return None, 0
        if ratio.per is not None:
            below = under
        elif ratio.inhabitants is not None:
            units = [there] if isinstance(there, str) else list(there or ())
            counted = [_inhabitants(unit, self.year, ratio.inhabitants) for unit in units]
            below = None if None in counted else Fraction(sum(each or 0 for each in counted))
        else:
            below, _, _ = self.plain(top, top.data, tuple("alle" for _ in codes))
        return (None if not below or above is None else ratio.times * above / below), reported

    def plain(self, one: Declared, other: Source, codes: Key) -> tuple[Fraction | None, int, There]:
        """With how many units are behind it, and which of those are expected."""
        key = (one.id, other)
        if key not in self.known:
            self.known[key] = self._plain(one, other)
        cells, reported, there = self.known[key]
        return cells(codes), reported, there

    def _plain(self, one: Declared, other: Source) -> tuple[Callable[[Key], Fraction | None], int, There]:
        if one.data not in self.data or other not in self.data:
            return (lambda codes: Fraction(0)), 0, None
        found = self.data[one.data] if other == one.data else _both(self.data[one.data], self.data[other])
        if self.region.isdigit() and len(self.region) == 6 and not found.by_district:
            return (lambda codes: Fraction(0)), 0, None
        inside = found.answered_in.get(self.region, frozenset())
        expected = _by_region(found.expected, self.year, found.by_district).get(self.region, frozenset())
        rows = [row for row in found.rows if row["unit"] in inside]
        there = self.region if expected and expected <= inside else inside & expected
        return self._cells(one, other, rows, inside), len(expected & inside) or len(inside), there

    def _cells(
        self, one: Declared, other: Source, rows: list[Row], answered: frozenset[str]
    ) -> Callable[[Key], Fraction | None]:
        match one.formula:
            case Mean():
                return self._means(one, one.formula, rows)
            case Count(Over.UNITS):
                return self._units(one, rows, answered)
        over = one.formula.over if isinstance(one.formula, (Count, Months)) else Over.CASES
        found: dict[Key, Fraction] = defaultdict(Fraction)
        key = (one.data, other, over)
        if key not in self.together:
            joined = _together(self.table, rows, over, self.region, self.year)
            self.together[key] = [(row, self._keys(row)) for row in joined]
        for row, keys in self.together[key]:
            if not holds(one.where, row):
                continue
            match one.formula:
                case Sum(fields):
                    adds = sum((Fraction(record[field] or 0) for record in row["_of"] for field in fields), Fraction())
                case Months():
                    adds = Fraction(len(row["_months"]))
                case _:
                    adds = Fraction(1)
            for cell in keys:
                found[cell] += adds
        return lambda codes: found.get(codes, Fraction(0))

    def _units(self, one: Declared, rows: list[Row], answered: frozenset[str]) -> Callable[[Key], Fraction | None]:
        found: dict[Key, set[str]] = defaultdict(set)
        for row in _together(self.table, rows, Over.CASES, self.region, self.year):
            if holds(one.where, row):
                for key in self._keys(row):
                    found[key].add(row["unit"])
        if one.where == EVERYBODY:
            for key in _keys(("alle", "uoppgitt") for _ in self.table.dimensions):
                found[key] |= answered - {row["unit"] for row in rows}
        return lambda codes: Fraction(len(found.get(codes, ())))

    def _means(self, one: Declared, mean: Mean, rows: list[Row]) -> Callable[[Key], Fraction | None]:
        said: dict[Key, list[tuple[Fraction, int | None]]] = defaultdict(list)
        for row in rows:
            if holds(one.where, _months(self.table, row)) and row[mean.field] is not None:
                for key in self._keys(_months(self.table, row)):
                    weight = _inhabitants(row["unit"], self.year, mean.inhabitants)
                    said[key].append((Fraction(row[mean.field]), weight))

        def found(codes: Key) -> Fraction | None:
            each = said.get(codes, [])
            if len(each) == 1:
                return each[0][0]
            weights = [weight or 0 for _, weight in each]
            if None in [weight for _, weight in each] or not sum(weights):
                return None
            return sum((value * (weight or 0) for value, weight in each), Fraction()) / sum(weights)

        return found

    def _keys(self, row: Row) -> list[Key]:
        return _keys(("alle", value_of(one, row, self.year)) for one in self.table.dimensions)


def _keys(each: Iterable[tuple[str, str]]) -> list[Key]:
    keys: list[Key] = [()]
    for choices in each:
        keys = [(*key, code) for key in keys for code in choices]
    return keys


def _both(one: Come, other: Come) -> Come:
    """What has come from units that have answered in both. Oslo is there as a whole, where the two have it differently."""
    units = {unit for unit in one.answered if unit in other.answered}
    if one.by_district != other.by_district:
        units = {unit for unit in units if unit[:4] != "0301"}
        if all({unit for unit in each.expected if unit[:4] == "0301"} <= each.answered for each in (one, other)):
            units |= {unit for unit in one.answered if unit[:4] == "0301"}
    return one.only(units)


@cache
def regions_of(unit: str, year: int, by_district: bool) -> frozenset[str]:
    """Every region that a unit is counted in. An unknown district is in its municipality, an unknown municipality in the country."""
    known = {one.code for one in regions.municipalities(year)}
    if unit[:4] not in known:
        return frozenset({"EAK", "EAKUO", "UKJENT"})
    told = regions.belonging(f"{unit[:4]}00", year)
    found = [told.country, told.without_oslo, told.county, told.kostra_group, told.size_class, told.municipality]
    codes = {one.aggregate for one in found if one is not None}
    own = {one.code for one in regions.districts(year, "0301") if one.reports}
    return frozenset(codes | ({unit} if by_district and unit in own else set()))


@cache
def _inhabitants(unit: str, year: int, band: AgeBand) -> int | None:
    try:
        return regions.at_year_end(unit[:4] if unit.endswith("00") else unit, year, band).persons
    except Refused:
        return None


def _months(table: TableDefinition, row: Row) -> Row:
    months = {m for m in range(1, 13) if row.get(f"{table.months}{m}") is not None}
    return {**row, "_months": months, "_of": [row]}


def _together(table: TableDefinition, inside: list[Row], over: Over, region: str, year: int) -> list[Row]:
    """What one person has in one place, as one row: what the leading record says, with the months of all. Units of the year come first."""
    grouped: dict[Any, list[Row]] = defaultdict(list)
    for place, row in enumerate(inside):
        unknown = "UKJENT" in regions_of(row["unit"], year, True)
        where = region if over is Over.PERSONS else "UKJENT" if unknown else row["unit"][:4]
        grouped[row["who"] or ("nobody", place), where].append({**_months(table, row), "_place": place})
    found = []
    for records in grouped.values():
        first = sorted(records, key=lambda one: (-len(one["_months"]), *_order(one["unit"], year), one["_place"]))[0]
        found.append({**first, "_months": set().union(*(one["_months"] for one in records)), "_of": records})
    return found


@cache
def _order(unit: str, year: int) -> tuple[bool, str]:
    return unit not in _expected(year, unit != "030100"), unit


def holds(where: Where, row: Row) -> bool:
    fields = all(row[field] in codes for field, codes in where.fields.items())
    ages = not where.ages or any(_in(band, row["age"]) for band in where.ages)
    return fields and ages and (not where.months or any(_in(band, len(row["_months"])) for band in where.months))


def _in(band: AgeBand, number: int) -> bool:
    return number >= band.first and (band.last is None or number <= band.last)


def value_of(one: Divided, row: Row, year: int) -> str:
    match one.by:
        case ByCode(field, labels):
            return str(row[field]) if row[field] in labels[year] else "uoppgitt"
        case ByAge(bands):
            return next((str(band) for band in bands if _in(band, row["age"])), "uoppgitt")
        case ByRule(rules):
            return next((id for id, _, where in rules if holds(where, row)), "uoppgitt")
    raise AssertionError(f"{one.id} is of categories told as one, which no table declares")


def values(table: TableDefinition, year: int) -> list[Key]:
    found: list[Key] = [()]
    for one in table.dimensions:
        match one.by:
            case ByCode(labels=labels):
                own = list(labels[year])
            case ByAge(bands):
                own = [str(band) for band in bands]
            case ByRule(rules):
                own = [id for id, _, _ in rules]
            case _:
                raise AssertionError(f"{one.id} is of categories told as one, which no table declares")
        found = [(*codes, code) for codes in found for code in ("alle", *own, "uoppgitt")]
    return found
