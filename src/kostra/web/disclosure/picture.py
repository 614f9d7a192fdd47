"""The pattern of a table as a picture: municipalities by county, categories across, and a table that says the same."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.disclosure import mapping
from kostra.app.disclosure.mapping import Column, County, Line, Matrix, TableSeen, lost_of
from kostra.app.disclosure.naming import counties
from kostra.app.pages.numbers import written
from kostra.model.protection import Shown
from kostra.web.disclosure.asked import MERGED, SIGNS, Asked, asked, page, share, table_title, title, why
from kostra.web.disclosure.drawings import drawn, key

_WHYS = (Shown.PRIMARY, Shown.SECONDARY, Shown.SMALL, Shown.HELD)


def picture(request: Request) -> Response:
    one = asked(request)
    seen = mapping.of_table(one.system, one.asker, one.data, one.id, one.table)
    every = seen.measures
    alone = not seen.naming.titles
    measure, first = one.choice("tall", every, "" if alone or not every else every[0])
    county, second = one.choice("fylke", dict(counties(seen.made.year).values()))
    matrix = seen.matrix([measure] if measure else every, county)
    heads = [_head(one, seen, column) for column in matrix.columns]
    context = {
        "here": one.of_table(one.table),
        "measure": measure,
        "measures": [(id, one.say.of(seen.naming.measure(id))) for id in every],
        "all_measures": alone,
        "county": county,
        "counties": sorted(set(counties(seen.made.year).values())),
        "key": [(key(each), why(each, one)["name"], SIGNS[each]) for each in _WHYS],
        "shown_key": key(Shown.SAFE),
        "merged_key": key(None),
        "merged_sign": MERGED,
        "columns": [_column(matrix, place, head) for place, head in enumerate(heads)],
        "places": [_county(one, seen, each, matrix, heads) for each in matrix.counties],
    }
    crumbs = ((title(seen.made, one), one.run), (table_title(seen, one), one.of_table(one.table)))
    name = one.say("picture_title", table=one.table)
    return page(one, "picture", name, context, *crumbs, problem=first or second)


def _head(one: Asked, seen: TableSeen, column: Column) -> str:
    naming = seen.naming
    codes = [one.say.of(naming.code(id, code)) for id, code in zip(naming.titles, column.codes, strict=True)]
    if not codes:
        return one.say.of(naming.measure(column.measure))
    return ", ".join(codes)


def _column(matrix: Matrix, place: int, head: str) -> dict[str, Any]:
    cells = matrix.of_column(place)
    there = sum(each is not None for each in cells)
    return {
        "number": place + 1,
        "head": head,
        "merged": matrix.columns[place].merged,
        "by_why": [written(sum(each is shown for each in cells)) for shown in _WHYS],
        "lost": written(lost_of(cells)),
        "share": share(lost_of(cells), there),
    }


def _county(one: Asked, seen: TableSeen, county: County, matrix: Matrix, heads: list[str]) -> dict[str, Any]:
    there = sum(each is not None for line in county.lines for each in line.cells)
    lost = sum(line.lost for line in county.lines)
    label = one.say("county_lost", county=county.name or one.say("no_county"), lost=written(lost), of=written(there))
    names = [one.say.of(seen.naming.region(line.region)) for line in county.lines]
    return {
        "code": county.code or "uten",
        "name": county.name or one.say("no_county"),
        "label": label,
        "drawing": drawn(county, [column.merged for column in matrix.columns], names, heads, label),
        "rows": [_line(line, name, matrix) for line, name in zip(county.lines, names, strict=True)],
        "totals": [written(count) for count in county.by_column],
        "lost": written(lost),
    }


def _line(line: Line, name: str, matrix: Matrix) -> dict[str, Any]:
    signs = [
        _sign(shown, column.merged or line.merged) for shown, column in zip(line.cells, matrix.columns, strict=True)
    ]
    return {"name": name, "cells": signs, "lost": written(line.lost)}


def _sign(shown: Shown | None, merged: bool) -> str:
    if shown is None:
        return ""
    return SIGNS.get(shown, MERGED if merged else "")
