"""The map: every municipality as a tile, coloured by a key figure of the newest year, with the same figures as a table."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kostra import regions
from kostra.app.publication import places
from kostra.app.publication.places import FIRST, KeyFigure
from kostra.publication.charts import drawing, tiles
from kostra.publication.charts.tiles import TileMap
from kostra.publication.places import surroundings
from kostra.publication.shown import cells
from kostra.publication.table import Table
from kostra.web.places.asked import Asked, asked
from kostra.web.places.drawings import KINDS, made, sent


def page(request: Request) -> Response:
    one = asked(request)
    if one.table is None:
        return one.nothing_yet()
    parts = places.headings(one.table)
    figure = _chosen(one, one.table)
    drawn = _map(one, one.table, figure)
    rows = [
        (county.name, [(f"{one.top}/{each.code}", each.name, each.shown.written(one.language)) for each in own])
        for county, own in drawn.counties
    ]
    context: dict[str, Any] = {
        "parts": [
            (one.say.of(part.title), [(each.id, one.say.of(each.title), each == figure) for each in part.figures])
            for part in parts
        ],
        "title": drawn.title,
        "below_title": drawn.below_title,
        "about": "" if figure.about is None else one.say.of(figure.about),
        "map": Markup(tiles.svg(drawn, one.top)),
        "rows": rows,
        "file": f"{one.top}/kart",
        "query": f"?tall={figure.id}",
    }
    return one.page("map", one.say("map_title"), context, here="/kart", description=one.say("map_about"))


def file(request: Request) -> Response:
    """The map alone, to keep."""
    one = asked(request)
    kind = str(request.path_params["kind"])
    table = one.table
    if table is None or kind not in KINDS:
        return PlainTextResponse(one.say("no_figure"), 404)
    figure = _chosen(one, table)

    def draw() -> bytes:
        drawn = tiles.svg(_map(one, table, figure))
        return drawing.with_night(drawn).encode() if kind == "svg" else drawing.png(drawn)

    content = made(request, table, ("map", one.language, kind, figure.id), draw)
    return sent(request, content, KINDS[kind], f"{figure.id}.{kind}")


def _chosen(one: Asked, table: Table) -> KeyFigure:
    every = {each.id: each for part in places.headings(table) for each in part.figures}
    return every.get(next(iter(one.given("tall")), FIRST[0])) or next(iter(every.values()))


def _map(one: Asked, table: Table, figure: KeyFigure) -> TileMap:
    newest = table.years[-1]
    year = surroundings.known_year(int(newest))
    own = places.municipalities(table)
    selection = places.chosen(table, [each.code for each in own], [figure.id], years=1)
    # They stand in the order of the table, which is that of the numbers.
    shown = dict(zip(selection.codes(0), cells(selection), strict=True))
    counties = {each.code: each for each in regions.counties(year)}
    told = [one.say.of(figure.unit), one.say.of(table.axes[-1].texts[-1])]
    if table.synthetic:
        told.append(one.say("synthetic"))
    listed = [(each.code, one.say.of(each.name), shown[each.code]) for each in own]
    return tiles.tile_map(listed, counties, one.language, one.say.of(figure.title), " · ".join(told))
