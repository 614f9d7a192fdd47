"""Any places beside each other: municipalities, counties, groups and the country, by the key figures that are chosen, over the years."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.publication import places
from kostra.app.publication.places import FIRST, KeyFigure
from kostra.publication.charts.chart import MOST_LINES
from kostra.publication.places import finding, footnotes
from kostra.publication.table import CONTENTS, REGION, TIME, Table
from kostra.web.places.asked import Asked, asked
from kostra.web.places.pictures import picture, wanted
from kostra.web.statbank.shapes import TOP

MOST_FIGURES = 6


def compare(request: Request) -> Response:
    one = asked(request)
    table = one.table
    if table is None:
        return one.nothing_yet()
    axis = table.axes[0]
    found = [finding.find(axis, words, one.language) for words in one.given("sted")[:MOST_LINES]]
    codes = list(dict.fromkeys(each.code for each in found if each.code is not None))
    every = {each.id: each for part in places.headings(table) for each in part.figures}
    chosen = [id for id in one.given("tall") if id in every][:MOST_FIGURES] or [FIRST[0]]
    typed = [finding.called(axis, each.code, one.language) if each.code else each.words for each in found]
    names = [one.say.of(axis.texts[axis.place[code]]) for code in codes]
    context: dict[str, Any] = {
        "typed": (typed + [""] * MOST_LINES)[:MOST_LINES],
        "options": finding.options(axis, one.language),
        "problems": [_problem(one, each) for each in found if each.code is None],
        "parts": [
            (one.say.of(part.title), [(each.id, one.say.of(each.title), each.id in chosen) for each in part.figures])
            for part in places.headings(table)
        ],
        "pictures": [_compared(one, table, every[id], codes) for id in chosen] if codes else [],
        "notes": footnotes.lines(places.chosen(table, codes, chosen), one.language) if codes else [],
        "most": MOST_FIGURES,
        "xlsx": _address(table, codes, chosen),
    }
    title = one.say("compare_title") if not codes else one.say("compare_names", names=", ".join(names))
    return one.page("compare", title, context, here="/sammenlign", description=one.say("compare_about"))


def _problem(one: Asked, found: finding.Found) -> str:
    if found.near:
        return one.say("several_places", words=found.words[:40], near=", ".join(found.near))
    return one.say("no_place", words=found.words[:40])


def _compared(one: Asked, table: Table, figure: KeyFigure, codes: Iterable[str]) -> dict[str, Any]:
    asked_for = wanted(**{REGION: list(codes), CONTENTS: [figure.id], TIME: list(table.years[-places.YEARS :])})
    return {
        "id": figure.id,
        "title": one.say.of(figure.title),
        "about": "" if figure.about is None else one.say.of(figure.about),
        "picture": picture(table, one.language, asked_for),
    }


def _address(table: Table, codes: list[str], measures: list[str]) -> str:
    """The same figures from the table bank, as a spreadsheet with all that is to be known of them."""
    picked = wanted(**{REGION: codes, CONTENTS: measures, TIME: list(table.years[-places.YEARS :])})
    return f"{TOP}/tables/{table.id}/data?{urlencode([*picked, ('outputFormat', 'xlsx')])}"
