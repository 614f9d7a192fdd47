"""Where a series cannot be followed further back, and which tables have ended, with what tells the same now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.publication.table import Table
from kostra.tables import catalogue
from kostra.tables.discontinued import Discontinued
from kostra.web.calendar.asked import BREAKS, Asked, asked
from kostra.web.statbank.answering import bank_of


def breaks(request: Request) -> Response:
    one = asked(request)
    every = bank_of(request.app).tables()
    found = sorted((row for table in every for row in _breaks(one, table)), key=lambda row: -int(row["year"]))
    known = {table.id for table in every}
    context = {
        "rows": found,
        "ended": [
            *(_ended(one, table) for table in every if _has_ended(table)),
            *(_ended_before(one, each, known) for each in catalogue.discontinued()),
        ],
    }
    return one.page("breaks", one.say("breaks"), context, BREAKS)


def _breaks(one: Asked, table: Table) -> Iterator[dict[str, Any]]:
    for each in table.breaks:
        measure = table.measure.get(each.measure or "")
        yield {
            "year": each.year,
            "id": table.id,
            "title": one.say.of(table.title),
            "here": one.path("tabeller", table.id),
            "about": one.say("whole_table") if measure is None else one.say.of(measure.title),
            "text": one.say.of(each.text),
        }


def _has_ended(table: Table) -> bool:
    alive = any(each.id == table.id and each.until is None for each in catalogue.tables())
    return table.discontinued or not alive


def _ended(one: Asked, table: Table) -> dict[str, Any]:
    return {
        "id": table.id,
        "title": one.say.of(table.title),
        "here": one.path("tabeller", table.id),
        "years": f"{table.years[0]}–{table.years[-1]}",
        "because": "",
        "now": [(id, one.path("tabeller", id)) for id in table.replaced_by],
    }


def _ended_before(one: Asked, each: Discontinued, known: set[str]) -> dict[str, Any]:
    """Its figures are not here; what tells the same now may be."""
    return {
        "id": each.id,
        "title": "" if each.title is None else one.say.of(each.title),
        "here": "",
        "years": each.years,
        "because": one.say.of(each.because),
        "now": [(id, one.path("tabeller", id) if id in known else "") for id in each.here or each.replaced_by],
    }
