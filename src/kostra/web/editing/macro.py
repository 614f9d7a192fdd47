"""From the whole to the small: the heat map of change from last year, and the municipalities of one group with their drawings."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.editing import reviewing
from kostra.app.editing.macro import Macro, Row, macro, within
from kostra.app.editing.reviewing import Order, Point
from kostra.app.pages.numbers import written
from kostra.editing.places import Level, names
from kostra.model.errors import Missing, Refused
from kostra.web.editing import drawings
from kostra.web.editing.asked import About, about, drawn, page
from kostra.web.editing.figures import change, figure, share, signed

_LEVELS = {"gruppe": Level.GROUP, "fylke": Level.COUNTY, "storrelse": Level.SIZE}
"""What the heat map may be divided by, as the address says it."""


def heat_map(request: Request) -> Response:
    one = about(request)
    key, level, problem = _level(one)
    found = macro(one.system, one.asker, one.whole, level)
    order = reviewing.order(one.system, one.asker, found)
    context = _table(one, found) | {
        "levels": [(each, one.say(f"by_{each}")) for each in _LEVELS],
        "chosen": key,
        "rows": [_row(one, found, row, f"{one.here}/gruppe/{row.region}", niva=key) for row in found.rows],
        "review": _review(one, order),
    }
    return page(
        one, "macro", one.say("macro_title", form=one.whole.form, period=one.whole.period), context, problem=problem
    )


def group(request: Request) -> Response:
    one = about(request)
    key, level, problem = _level(one)
    region = request.path_params["group"]
    name = names(level, one.year).get(region)
    if name is None:
        raise Missing(one.say("no_group", wanted=region[:20], year=one.year))
    found = within(one.system, one.asker, one.whole, level, region)
    every = [reviewing.points(found, at) for at in range(len(found.variables))]
    wanted = request.query_params.get("variabel")
    place = next((at for at, each in enumerate(found.variables) if each.id == wanted), None)
    if place is None:
        problem = problem or (None if wanted is None else Missing(one.say("no_variable", wanted=wanted[:40])))
        place = reviewing.most(every)
    points = every[place]
    variable = found.variables[place]
    context = _table(one, found) | {
        "levels": [],
        "rows": [_row(one, found, row, f"{one.here}/kommune/{row.region}") for row in found.rows],
        "ranked": [_ranked(one, found, place, each) for each in sorted(points, key=_turn)],
        "variable": one.say.of(variable.label),
        "choices": [
            (one.say.of(each.label), f"?{urlencode({'niva': key, 'variabel': each.id})}", each is variable)
            for each in found.variables
        ],
        "scatter": drawn(drawings.scatter(points, one.say)),
        "hb": drawn(drawings.outliers(points, one.say)),
        "spread": drawn(drawings.distribution(points, one.say)),
    }
    return page(one, "group", f"{name}: {one.say.of(variable.label)}", context, problem=problem)


def _level(one: About) -> tuple[str, Level, Refused | None]:
    """A level that is none is told above the table by group."""
    written_level = one.request.query_params.get("niva", "gruppe")
    if written_level in _LEVELS:
        return written_level, _LEVELS[written_level], None
    return "gruppe", Level.GROUP, Missing(one.say("no_level", wanted=written_level[:20]))


def _table(one: About, found: Macro) -> dict[str, Any]:
    return {
        "variables": [one.say.of(each.label) for each in found.variables],
        "compared": any(row.compared for row in found.rows),
        "last_year": one.whole.period.a_year_before(),
    }


def _row(one: About, found: Macro, row: Row, address: str, **query: str) -> dict[str, Any]:
    """`address` is of the region; each cell leads there with its variable."""
    return {
        "name": row.name,
        "region": row.region,
        "here": f"{address}?{urlencode(query)}" if query else address,
        "answered": one.say("answered_of", answered=row.answered, expected=row.expected),
        "cells": [
            (change(variable, each, one.say), f"{address}?{urlencode({**query, 'variabel': variable.id})}")
            for variable, each in zip(found.variables, row.changes, strict=True)
        ],
        "edits": row.edits,
        "stale": row.stale,
    }


def _turn(one: Point) -> tuple[bool, float, str]:
    """Those that stand out most come first, and those that cannot be compared last."""
    return one.distance is None and not one.is_thousand, -abs(one.distance or 0.0), one.row.region


def _ranked(one: About, found: Macro, place: int, each: Point) -> dict[str, Any]:
    variable, changed = found.variables[place], each.row.changes[place]
    marks = [
        ("mark_outlier", each.is_outlier),
        ("mark_thousand", each.is_thousand),
        ("mark_appeared", changed.appeared),
    ]
    return {
        "name": each.row.name,
        "region": each.row.region,
        "here": f"{one.here}/kommune/{each.row.region}",
        "now": figure(variable, changed.now if changed.now is not None else changed.value),
        "before": figure(variable, changed.before),
        "change": share(changed.share),
        "distance": "" if each.distance is None else signed(each.distance, 1),
        "marks": [one.say(key) for key, holds in marks if holds],
    }


def _review(one: About, order: Order) -> dict[str, Any]:
    return {
        "count": order.count,
        "sentence": one.say(
            "review_one" if order.count == 1 else "review_many", count=order.count, share=written(100 * order.removed)
        ),
        "rows": [
            {
                "name": each.name,
                "region": each.region,
                "here": f"{one.here}/kommune/{each.region}",
                "variable": one.say.of(each.most.label),
                "score": written(each.score, 3),
                "removed": written(100 * each.removed),
            }
            for each in order.suspects[: max(order.count, 1)]
        ],
    }
