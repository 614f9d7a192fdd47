"""One table from its file, held against the form: a field that a year does not have, a ratio over nothing and a footnote about what is not
in the table are refused, with file and line.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

from kostra.forms import catalogue as forms
from kostra.model.content import Table, read_texts
from kostra.model.cube import REGION, Break, Footnote
from kostra.model.errors import Refused
from kostra.model.form import Form
from kostra.model.region import AgeBand
from kostra.model.text import Text
from kostra.regions import read_band
from kostra.regions.counts import Tally
from kostra.statistics.definition import (
    AGE,
    MONTHS,
    TOTAL,
    UNKNOWN,
    ByAge,
    ByCode,
    ByRule,
    Count,
    Declared,
    Divided,
    Division,
    Formula,
    Months,
    Over,
    Ratio,
    Sum,
    TableDefinition,
    Where,
)
from kostra.tables.fields import Fields

UNITS = Path(__file__).parent / "units.toml"
_MEASURE = "measure"


def read_table(file: Table) -> TableDefinition:
    since, until = file.take("since", int), file.year("until")
    if until is not None and until < since:
        raise file.wrong("until", f"the table ends in {until}, before it begins in {since}", "Mend since or until.")
    fields = Fields(_form(file), since, until)
    months = file.maybe("months", str)
    if months is not None:
        fields.demand(file, "months", *(f"{months}{number}" for number in range(1, 13)))
    dimensions = tuple(_divided(id, row, fields) for id, row in file.tables("dimensions"))
    measures = tuple(_declared(id, row, fields, months) for id, row in file.tables("measures"))
    for id, row in file.tables("measures"):
        _refuse_groundless(id, row, measures, dimensions)
    if not [one for one in measures if not one.hidden]:
        raise file.wrong("measures", "the table has no measures", "Add [measures.<id>] with what it counts.")
    values = _values(dimensions, measures)
    found = TableDefinition(
        id=file.take("id", str),
        form=fields.form.id,
        title=english(file, "title"),
        population=english(file, "population"),
        source=file.take("source", str),
        since=since,
        until=until,
        months=months,
        dimensions=dimensions,
        measures=measures,
        footnotes=tuple(_footnote(row, values) for row in file.rows("footnotes")),
        breaks=tuple(_break(row, since, until, values) for row in file.rows("breaks")),
        replaced_by=file.texts("replaced_by"),
        replaces=file.texts("replaces"),
    )
    file.done()
    return found


def english(row: Table, key: str) -> Text:
    """In both written forms and in English: a table is read abroad too."""
    both = row.text(key)
    return Text(both.nb, both.nn, row.take(f"{key}_en", str))


def _form(file: Table) -> Form:
    try:
        return forms.form(file.take("form", str))
    except Refused as refused:
        raise file.wrong("form", refused.message, f"Write one of: {', '.join(forms.ids())}.") from None


def _divided(id: str, row: Table, fields: Fields) -> Divided:
    if id in (REGION, _MEASURE):
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
        return ByAge(_bands(row, "ages", ages))
    ids: set[str] = {TOTAL, UNKNOWN}
    rules = []
    for value in values:
        id = value.take("id", str)
        if id in ids:
            raise value.wrong("id", f"two values are called «{id}»", "Give each value an id of its own.")
        ids.add(id)
        rules.append((id, english(value, "title"), _where(value, fields)))
        value.done()
    return ByRule(tuple(rules))


def _bands(row: Table, key: str, written: tuple[str, ...]) -> tuple[AgeBand, ...]:
    """In order and apart, so that nobody is in two."""
    try:
        bands = tuple(read_band(one) for one in written)
    except Refused as refused:
        raise row.wrong(key, refused.message, 'Write bands as "18-24" and "67+".') from None
    for one, after in pairwise(bands):
        if one.last is None or after.first <= one.last:
            raise row.wrong(
                key, f"{key}: {after} begins before {one} ends", "Write the bands in order, none in another."
            )
    return bands


def _where(row: Table, fields: Fields) -> Where:
    if not row.has("where"):
        return Where({})
    asked = row.table("where")
    row.take("where", dict)
    ages = _bands(asked, AGE, asked.texts(AGE))
    months = _bands(asked, MONTHS, asked.texts(MONTHS))
    codes = {}
    for field in (key for key in list(asked.keys()) if key not in (AGE, MONTHS)):
        codes[field] = asked.texts(field)
        fields.demand_codes(asked, field, codes[field])
    asked.done()
    return Where(codes, ages, months)


def _declared(id: str, row: Table, fields: Fields, months: str | None) -> Declared:
    found = Declared(
        id=id,
        title=english(row, "title"),
        unit=_unit(row),
        decimals=row.maybe("decimals", int) or 0,
        formula=_formula(row, fields, months),
        where=_where(row, fields),
        hidden=row.maybe("hidden", bool) or False,
    )
    row.done()
    if found.where.months and months is None:
        raise row.wrong("where", f"{id} asks for months", 'Say where they are: months = "stmnd_" at the top.')
    return found


@cache
def _units() -> dict[str, Text]:
    return read_texts(UNITS)


def _unit(row: Table) -> Text:
    unit = row.take("unit", str)
    if unit not in _units():
        raise row.wrong("unit", f"unit is «{unit}»", f"Write one of: {', '.join(_units())}; or add it to units.toml.")
    return _units()[unit]


def _formula(row: Table, fields: Fields, months: str | None) -> Formula:
    ways = [key for key in ("count", "sum", "months", "top") if row.has(key)]
    if len(ways) != 1:
        said = " and ".join(ways) or "nothing"
        raise row.wrong(
            ways[-1] if ways else None, f"the measure is {said}", "Write one of count, sum, months and top."
        )
    match ways[0]:
        case "count":
            return Count(row.choice("count", Over, Over))
        case "months":
            if months is None:
                raise row.wrong(
                    "months", "the table has no months", 'Say where they are: months = "stmnd_" at the top.'
                )
            return Months(row.choice("months", Over, Over))
        case "sum":
            amounts = row.texts("sum")
            fields.demand(row, "sum", *amounts)
            return Sum(amounts)
    return _ratio(row)


def _ratio(row: Table) -> Ratio:
    top, per, written = row.take("top", str), row.maybe("per", str), row.maybe("inhabitants", str)
    share = row.maybe("share", bool) or False
    if (per is not None) + (written is not None) + share != 1:
        raise row.wrong(
            "top",
            "the measure has no denominator, or several",
            'Write one of per = "another measure", inhabitants = "18-24" and share = true.',
        )
    band = None
    if written is not None:
        (band,) = _bands(row, "inhabitants", (written,))
        try:
            Tally((0,) * 9, ()).persons(band)
        except Refused as refused:
            raise row.wrong("inhabitants", refused.message, "Choose another age.") from None
    return Ratio(top, row.take("times", int), per, band)


def _refuse_groundless(id: str, row: Table, measures: tuple[Declared, ...], divided: tuple[Divided, ...]) -> None:
    one = next(one for one in measures if one.id == id)
    if not isinstance(one.formula, Ratio):
        return
    plain = [other.id for other in measures if not isinstance(other.formula, Ratio)]
    for key, part in (("top", one.formula.top), ("per", one.formula.per)):
        if part is not None and part not in plain:
            raise row.wrong(
                key, f"{id} is made of «{part}», which counts nothing", f"Name one of: {', '.join(plain)}; or add it."
            )
    if one.formula.inhabitants is not None and divided:
        raise row.wrong(
            "inhabitants",
            f"{id} is divided by the inhabitants of the region in every cell",
            "A table with dimensions has no such denominator: put the rate in a table by region alone.",
        )
    if one.where != Where({}):
        raise row.wrong("where", f"{id} is a ratio", "Say who it is about in the measures that it is made of.")


def _values(divided: tuple[Divided, ...], measures: tuple[Declared, ...]) -> dict[str, set[str] | None]:
    """What a footnote may be about; any region, since regions are of a year."""
    found: dict[str, set[str] | None] = {REGION: None, _MEASURE: {one.id for one in measures if not one.hidden}}
    for one in divided:
        match one.by:
            case ByCode(labels=labels):
                own = {code for codes in labels.values() for code in codes}
            case ByAge(bands):
                own = {str(band) for band in bands}
            case ByRule(rules):
                own = {id for id, _, _ in rules}
        found[one.id] = own | {TOTAL, UNKNOWN}
    return found


def _footnote(row: Table, values: dict[str, set[str] | None]) -> Footnote:
    text, whole = english(row, "text"), row.maybe("dimension", str)
    at: dict[str, str | None] = {}
    if whole is not None:
        _demand(row, "dimension", whole, set(values))
        at[whole] = None
    if row.has("at"):
        about = row.table("at")
        row.take("at", dict)
        for key in list(about.keys()):
            _demand(about, key, key, set(values))
            at[key] = value = about.take(key, str)
            _demand(about, key, value, values[key])
    row.done()
    return Footnote(text, at)


def _demand(row: Table, key: str, found: str, known: set[str] | None) -> None:
    if known is not None and found not in known:
        raise row.wrong(key, f"the footnote is about «{found}»", f"Write one of: {', '.join(sorted(known))}.")


def _break(row: Table, since: int, until: int | None, values: dict[str, set[str] | None]) -> Break:
    year, measure = row.take("year", int), row.maybe("measure", str)
    if year < since or (until is not None and year > until):
        raise row.wrong(
            "year", f"the break is in {year}, when there is no such table", f"Write a year from {since} on."
        )
    if measure is not None:
        _demand(row, "measure", measure, values[_MEASURE])
    found = Break(year, english(row, "text"), measure)
    row.done()
    return found
