"""A municipality's key figures for a meeting: two pages as PDF, and a spreadsheet with all of them and all that is to be known of them."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kostra.app.publication import places
from kostra.app.publication.places import FIRST, Line, Sheet
from kostra.model.errors import Missing
from kostra.publication import asking
from kostra.publication.charts import drawing, telling
from kostra.publication.charts.chart import chart
from kostra.publication.formats import spreadsheet
from kostra.publication.places import footnotes
from kostra.publication.presentation import paper
from kostra.publication.selecting import select
from kostra.publication.table import CONTENTS, REGION, TIME
from kostra.web.places.asked import Asked, asked
from kostra.web.places.drawings import made, sent
from kostra.web.places.pictures import wanted

KINDS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ON_PAPER = (
    *("mottakere", "andel_av_innbyggere", "andel_18_24", "andel_18_66", "andel_forsorger", "andel_hovedkilde"),
    *("stonad", "stonad_per_maaned", "stonad_per_mottaker", "stonadslengde", "andel_seks_maaneder"),
    *("netto_per_innbygger", "netto_281_per_20_66", "netto_242_per_20_66", "brutto_per_mottaker"),
    *("kvp_deltakere", "kvp_per_1000", "kvp_andel_i_arbeid", "aarsverk", "aarsverk_per_1000"),
)
"""What there is room for on the second page. The spreadsheet has all."""


def presentation(request: Request) -> Response:
    one = asked(request)
    code, kind = str(request.path_params["code"]), str(request.path_params["kind"])
    if one.table is None or kind not in KINDS:
        return PlainTextResponse(one.say("no_paper"), 404)
    try:
        sheet = places.sheet(one.table, code)
    except Missing:
        return PlainTextResponse(one.say("no_place", words=code[:20]), 404)
    table = one.table
    make = {"pdf": lambda: _pdf(one, sheet), "xlsx": lambda: spreadsheet.write(sheet.selection, one.language)}[kind]
    content = made(request, table, ("paper", one.language, code, kind), make)
    return sent(request, content, KINDS[kind], f"{code}-{sheet.years[-1]}.{kind}")


def _pdf(one: Asked, sheet: Sheet) -> bytes:
    return paper.pdf(told(one, sheet), _pictures(one, sheet), sheet.selection.table.updated)


def told(one: Asked, sheet: Sheet) -> dict[str, Any]:
    """Everything that is written on the paper."""
    say, table, lines = one.say, sheet.selection.table, sheet.lines
    name = say.of(sheet.place.name)
    years = [say.of(text) for text in table.axes[-1].texts[-places.YEARS :]]
    beside = [say.of(each.name) for each in sheet.beside]
    parts = [(heading, [line for line in own if line.figure.id in ON_PAPER]) for heading, own in sheet.parts]
    provisional = say("provisional_long") if sheet.years[-1] in table.provisional else ""
    return {
        "language": one.language.value,
        "title": say("municipality_title", name=name),
        "header": say("paper_header", when=say.moment(table.updated)),
        "synthetic": say("synthetic") if table.synthetic else None,
        "source": say("source", source=table.source),
        "lead": f"{say('municipality_lead', year=sheet.years[-1])} {provisional}".strip(),
        "cards": [_card(one, sheet, lines[id]) for id in FIRST if id in lines],
        "pictures_title": say("pictures"),
        "table_title": say("paper_table"),
        "key_figure": say("key_figure"),
        "columns": [*years, *beside],
        "years": len(years),
        "parts": [
            {"title": say.of(heading.title), "rows": [_row(one, line) for line in own]} for heading, own in parts if own
        ],
        "notes_title": say("notes"),
        "notes": _notes(one, sheet),
    }


def _card(one: Asked, sheet: Sheet, line: Line) -> dict[str, Any]:
    beside = zip(sheet.beside, line.beside, strict=True)
    return {
        "title": one.say.of(line.figure.title),
        "value": line.own[-1].written(one.language),
        "unit": one.say("not_shown") if line.own[-1].is_hidden else one.say.of(line.figure.unit),
        "beside": [f"{one.say.of(place.name)}: {shown.written(one.language)}" for place, shown in beside],
    }


def _row(one: Asked, line: Line) -> dict[str, Any]:
    return {
        "title": one.say.of(line.figure.title),
        "unit": one.say.of(line.figure.unit),
        "cells": [shown.written(one.language) for shown in (*line.own, *line.beside)],
    }


def _notes(one: Asked, sheet: Sheet) -> list[str]:
    """Of what stands on the paper."""
    table, codes = sheet.selection.table, [sheet.place.code, *(each.code for each in sheet.beside)]
    shown = places.chosen(table, codes, [id for id in sheet.lines if id in (*ON_PAPER, *FIRST)])
    return footnotes.lines(shown, one.language)


def _pictures(one: Asked, sheet: Sheet) -> list[tuple[str, str]]:
    table, codes = sheet.selection.table, [sheet.place.code, *(each.code for each in sheet.beside)]
    found = []
    for id in FIRST:
        if id not in sheet.lines:
            continue
        picked = wanted(**{REGION: codes, CONTENTS: [id], TIME: list(sheet.years)})
        drawn = chart(select(table, asking.of_address(picked)), one.language)
        if drawn is not None:
            found.append((drawing.plain_svg(drawn), telling.alternative(drawn)))
    return found
