"""Footnotes and breaks: each is about something that is in the table."""

from __future__ import annotations

from collections.abc import Mapping

from kostra.model.content import Table
from kostra.model.cube import REGION, Break, Footnote
from kostra.statistics.definition import TOTAL, UNKNOWN, ByAge, ByCode, ByRule, Declared, Divided
from kostra.tables.conditions import MEASURE
from kostra.tables.words import english

Values = Mapping[str, set[str] | None]


def values(divided: tuple[Divided, ...], measures: tuple[Declared, ...]) -> Values:
    """What a footnote may be about; any region, since regions are of a year."""
    found: dict[str, set[str] | None] = {REGION: None, MEASURE: {one.id for one in measures if not one.hidden}}
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


def footnote(row: Table, values: Values) -> Footnote:
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
    since = row.year("since")
    row.done()
    return Footnote(text, at, since)


def break_(row: Table, since: int, until: int | None, values: Values) -> Break:
    year, measure = row.take("year", int), row.maybe("measure", str)
    if year < since or (until is not None and year > until):
        raise row.wrong(
            "year", f"the break is in {year}, when there is no such table", f"Write a year from {since} on."
        )
    if measure is not None:
        _demand(row, "measure", measure, values[MEASURE])
    found = Break(year, english(row, "text"), measure)
    row.done()
    return found


def _demand(row: Table, key: str, found: str, known: set[str] | None) -> None:
    if known is not None and found not in known:
        raise row.wrong(key, f"the footnote is about «{found}»", f"Write one of: {', '.join(sorted(known))}.")
