"""Whom a measure is of, and what a table is divided by beside the region."""

from __future__ import annotations

from kostra.model.content import Table
from kostra.model.cube import REGION
from kostra.statistics.definition import (
    AGE,
    EVERYBODY,
    MONTHS,
    TOTAL,
    UNKNOWN,
    ByAge,
    ByCode,
    ByRule,
    Divided,
    Division,
    Where,
)
from kostra.tables.fields import Fields
from kostra.tables.words import bands, english

MEASURE = "measure"


def divided(id: str, row: Table, fields: Fields) -> Divided:
    if id in (REGION, MEASURE):
        raise row.wrong(None, f"a dimension is called «{id}»", "Every table has that one; give this another name.")
    found = Divided(id, english(row, "title"), english(row, "total"), _division(row, fields))
    row.done()
    return found


def _division(row: Table, fields: Fields) -> Division:
    ages, values = row.texts("ages"), list(row.rows("values"))
    field = row.maybe("codes", str)
    if (field is not None) + bool(ages) + bool(values) != 1:
        raise row.wrong(None, "a dimension is divided in no way, or in several", "Write one of codes, ages and values.")
    if field is not None:
        return ByCode(field, fields.labels(row, "codes", field))
    if ages:
        fields.demand_persons(row, "ages")
        return ByAge(bands(row, "ages", ages))
    ids: set[str] = {TOTAL, UNKNOWN}
    rules = []
    for value in values:
        id = value.take("id", str)
        if id in ids:
            raise value.wrong("id", f"two values are called «{id}»", "Give each value an id of its own.")
        ids.add(id)
        rules.append((id, english(value, "title"), where(value, fields)))
        value.done()
    return ByRule(tuple(rules))


def where(row: Table, fields: Fields) -> Where:
    if not row.has("where"):
        return EVERYBODY
    asked = row.table("where")
    row.take("where", dict)
    ages = bands(asked, AGE, asked.texts(AGE))
    months = bands(asked, MONTHS, asked.texts(MONTHS))
    if ages or months:
        fields.demand_persons(asked, AGE if ages else MONTHS)
    codes = {}
    for field in (key for key in list(asked.keys()) if key not in (AGE, MONTHS)):
        codes[field] = asked.texts(field)
        fields.demand_codes(asked, field, codes[field])
    asked.done()
    return Where(codes, ages, months)


def demand_divided(row: Table, fields: Fields, dimensions: tuple[Divided, ...]) -> None:
    """A measure of another source than the table's must be divided as the rest is."""
    for one in dimensions:
        match one.by:
            case ByCode(field):
                fields.labels(row, "source", field)
            case ByAge():
                fields.demand_persons(row, "source")
            case ByRule(values):
                for _, _, asked in values:
                    fields.demand(row, "source", *asked.fields)
                    if asked.ages or asked.months:
                        fields.demand_persons(row, "source")
