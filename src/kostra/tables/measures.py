"""One measure from its table: what it counts or adds, or what it divides by what."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kostra.model.content import Table
from kostra.model.region import ALL_AGES
from kostra.model.text import Text
from kostra.statistics.definition import (
    EVERYBODY,
    Count,
    Declared,
    Divided,
    Formula,
    Mean,
    Months,
    Over,
    Ratio,
    Sum,
)
from kostra.tables import sources
from kostra.tables.conditions import demand_divided, where
from kostra.tables.fields import Fields, of_accounts
from kostra.tables.quality import read_estimate
from kostra.tables.words import english, inhabitants, unit

_WAYS = ("count", "sum", "months", "mean", "cost", "top")
_WHERE_MONTHS = 'Say where they are: months = "stmnd_" at the top.'


@dataclass(frozen=True, slots=True)
class Around:
    """What a measure must know of its table."""

    own: Fields
    since: int
    until: int | None
    months: str | None
    dimensions: tuple[Divided, ...]
    groups: dict[str, Text]


def declared(id: str, row: Table, around: Around) -> Declared:
    way = _way(row)
    fields = _fields(row, way, around)
    found = Declared(
        id=id,
        title=english(row, "title"),
        unit=unit(row),
        decimals=row.maybe("decimals", int) or 0,
        formula=_formula(row, way, fields, around),
        data=fields.source,
        where=where(row, fields),
        hidden=row.maybe("hidden", bool) or False,
        group=_group(row, around.groups),
        about=english(row, "about") if row.has("about") or row.has("group") else None,
    )
    found = replace(found, estimate=read_estimate(row, found))
    row.done()
    if found.where.months and around.months is None:
        raise row.wrong("where", f"{id} asks for months", _WHERE_MONTHS)
    return found


def _group(row: Table, groups: dict[str, Text]) -> str | None:
    group = row.maybe("group", str)
    if group is not None and group not in groups:
        known = ", ".join(groups)
        raise row.wrong(
            "group", f"group is «{group}», which has no title", f"Write one of: {known}; or add [groups.{group}]."
        )
    return group


def _way(row: Table) -> str:
    ways = [key for key in _WAYS if row.has(key)]
    if len(ways) != 1:
        said = " and ".join(ways) or "nothing"
        raise row.wrong(
            ways[-1] if ways else None, f"the measure is {said}", f"Write one of {', '.join(_WAYS[:-1])} and top."
        )
    return ways[0]


def _fields(row: Table, way: str, around: Around) -> Fields:
    """What the measure is of: a cost is of the accounts, and a ratio says nothing of that itself."""
    if way == "top":
        return around.own
    if way == "cost":
        fields = of_accounts(sources.scope(row, around.own), around.since, around.until)
    else:
        fields = sources.of_measure(row, around.own, around.since, around.until)
    if fields is not around.own:
        demand_divided(row, fields, around.dimensions)
    return fields


def _formula(row: Table, way: str, fields: Fields, around: Around) -> Formula:
    match way:
        case "count":
            over = row.choice("count", Over, Over)
            if over is not Over.UNITS:
                fields.demand_persons(row, "count")
            return Count(over)
        case "months":
            return _months(row, fields, around)
        case "sum":
            amounts = row.texts("sum")
            fields.demand_numbers(row, "sum", *amounts)
            return Sum(amounts)
        case "mean":
            return _mean(row, fields)
        case "cost":
            cost = f"{row.take('cost', str)}:{row.take('function', str)}"
            sources.demand_cost(row, "cost", cost, fields)
            return Sum((cost,))
    return _ratio(row)


def _months(row: Table, fields: Fields, around: Around) -> Months:
    if around.months is None:
        raise row.wrong("months", "the table has no months", _WHERE_MONTHS)
    fields.demand(row, "months", *(f"{around.months}{number}" for number in range(1, 13)))
    over = row.choice("months", Over, Over)
    if over is Over.UNITS:
        raise row.wrong("months", "months are of persons and cases", "Write one of: persons, cases.")
    return Months(over)


def _mean(row: Table, fields: Fields) -> Mean:
    field, written = row.take("mean", str), row.maybe("inhabitants", str)
    fields.demand_numbers(row, "mean", field)
    if fields.persons or fields.source.melt is not None:
        raise row.wrong("mean", f"{fields.named} has several records for each unit", "Write a sum and a ratio.")
    return Mean(field, ALL_AGES if written is None else inhabitants(row, written))


def _ratio(row: Table) -> Ratio:
    top, per, written = row.take("top", str), row.maybe("per", str), row.maybe("inhabitants", str)
    share = row.maybe("share", bool) or False
    if (per is not None) + (written is not None) + share != 1:
        raise row.wrong(
            "top",
            "the measure has no denominator, or several",
            'Write one of per = "another measure", inhabitants = "18-24" and share = true.',
        )
    return Ratio(top, row.take("times", int), per, None if written is None else inhabitants(row, written))


def grounded(row: Table, one: Declared, measures: tuple[Declared, ...], divided: tuple[Divided, ...]) -> Declared:
    """A ratio with the data of what is above the line; one that is made of what counts nothing is refused."""
    if not isinstance(one.formula, Ratio):
        return one
    plain = {other.id: other for other in measures if not isinstance(other.formula, (Ratio, Mean))}
    for key, part in (("top", one.formula.top), ("per", one.formula.per)):
        if part is not None and part not in plain:
            raise row.wrong(
                key,
                f"{one.id} is made of «{part}», which counts nothing",
                f"Name one of: {', '.join(plain)}; or add it.",
            )
    if one.formula.inhabitants is not None and divided:
        raise row.wrong(
            "inhabitants",
            f"{one.id} is divided by the inhabitants of the region in every cell",
            "A table with dimensions has no such denominator: put the rate in a table by region alone.",
        )
    if one.where != EVERYBODY:
        raise row.wrong("where", f"{one.id} is a ratio", "Say who it is about in the measures that it is made of.")
    return replace(one, data=plain[one.formula.top].data)
