"""The list of municipalities, and one municipality: its key figures of the last years, beside its group, its county and the country."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra import regions
from kostra.app.publication import places
from kostra.app.publication.places import FIRST, Line, Place, Sheet
from kostra.model.cube import Mark
from kostra.model.errors import Missing
from kostra.model.region import parts_of
from kostra.publication.places import footnotes, surroundings
from kostra.publication.places.surroundings import Gone
from kostra.publication.refusals import Unanswerable
from kostra.publication.shown import Shown
from kostra.publication.table import CONTENTS, REGION, TIME, Table
from kostra.web.places.asked import Asked, asked
from kostra.web.places.pictures import Picture, picture, wanted

PERSONS = (("91101", "mottakere", "alder"), ("91102", "mottakere", "hovedkilde"))
"""Tables of persons that a municipality is drawn from: the table, what is counted, and what it is divided by in the picture."""


def municipalities(request: Request) -> Response:
    one = asked(request)
    if one.table is None:
        return one.nothing_yet()
    year = surroundings.known_year(int(one.table.years[-1]))
    counties = {each.code: each.name for each in regions.counties(year)}
    every = places.municipalities(one.table)
    listed = [
        (counties[county], [(f"{one.top}/{each.code}", one.say.of(each.name)) for each in within])
        for county, within in groupby(every, key=lambda each: each.code[:2])
    ]
    context = {"counties": listed, "count": len(every)}
    return one.page("municipalities", one.say("municipalities"), context, description=one.say("municipalities_about"))


def municipality(request: Request) -> Response:
    one = asked(request)
    if one.table is None:
        return one.nothing_yet()
    code = str(request.path_params["code"])
    gone = surroundings.gone(code, int(one.table.years[-1]))
    if gone is not None:
        return _gone(one, gone)
    try:
        sheet = places.sheet(one.table, code)
    except Missing:
        why = one.say("no_place", words=code[:20])
        return one.page("nothing", one.say("municipality"), {"why": why}, here=f"/{code[:20]}", status=404)
    return _shown(one, sheet)


def _gone(one: Asked, gone: Gone) -> Response:
    """Of a new number the reader need not know. What was merged or divided is explained, since it is another place now."""
    if gone.renumbered:
        return RedirectResponse(f"{one.top}/{gone.now[0].code}", 301)
    now = [(f"{one.top}/{each.code}", str(each)) for each in gone.now]
    context = {"gone": gone, "now": now, "several": len(now) > 1, "old": _old(one, gone.was.code)}
    return one.page("gone", gone.was.name, context, here=f"/{gone.was.code}")


def _old(one: Asked, code: str) -> str | None:
    """Where its own figures are, if some are released."""
    assert one.table is not None
    return f"{one.top}/sammenlign?{urlencode({'sted': code})}" if code in one.table.axes[0].place else None


def _shown(one: Asked, sheet: Sheet) -> Response:
    table, say = sheet.selection.table, one.say
    name = say.of(sheet.place.name)
    here = f"/{sheet.place.code}"
    lines = sheet.lines
    first = [lines[id] for id in FIRST if id in lines]
    codes = [sheet.place.code, *(each.code for each in sheet.beside)]
    context: dict[str, Any] = {
        "name": name,
        "here": f"{one.top}{here}",
        "newest": sheet.years[-1],
        "years": [_year(table, year) for year in sheet.years],
        "provisional": sheet.years[-1] in table.provisional,
        "beside": [say.of(each.name) for each in sheet.beside],
        "cards": [_card(one, sheet, line) for line in first],
        "pictures": [*_over_years(one, table, first, codes), *_of_persons(one, sheet.place)],
        "parts": [
            (heading.id, say.of(heading.title), [_row(one, line) for line in own]) for heading, own in sheet.parts
        ],
        "ranks": [_ranked(one, line) for line in lines.values() if line.rank is not None],
        "hidden": [_hidden(one, sheet, line) for line in sheet.hidden],
        "missing": any(each.mark is Mark.MISSING for line in lines.values() for each in line.own),
        "notes": footnotes.lines(sheet.selection, one.language),
        "earlier": _earlier(one, sheet),
        "as_one": _as_one(one, sheet),
        "compare": f"{one.top}/sammenlign?{urlencode([('sted', code) for code in codes])}",
        "table": table.id,
        "source": table.source,
        "updated": say.moment(table.updated),
    }
    title = say("municipality_title", name=name)
    return one.page(
        "municipality", title, context, here, description=say("municipality_about", name=name, year=sheet.years[-1])
    )


def _year(table: Table, year: str) -> str:
    axis = table.axes[-1]
    return axis.texts[axis.place[year]].nb


def _written(one: Asked, shown: Shown) -> str:
    return shown.written(one.language)


def _card(one: Asked, sheet: Sheet, line: Line) -> dict[str, Any]:
    beside = zip(sheet.beside, line.beside, strict=True)
    return {
        "title": one.say.of(line.figure.title),
        "unit": one.say.of(line.figure.unit),
        "value": _written(one, line.own[-1]),
        "hidden": line.own[-1].is_hidden,
        "beside": [(one.say.of(place.name), _written(one, shown)) for place, shown in beside],
    }


def _row(one: Asked, line: Line) -> dict[str, Any]:
    about = line.figure.about
    return {
        "id": line.figure.id,
        "title": one.say.of(line.figure.title),
        "unit": one.say.of(line.figure.unit),
        "about": "" if about is None else one.say.of(about),
        "cells": [_written(one, each) for each in (*line.own, *line.beside)],
    }


def _ranked(one: Asked, line: Line) -> dict[str, Any]:
    assert line.rank is not None
    shown = line.own[-1].number is not None
    return {
        "title": one.say.of(line.figure.title),
        "value": _written(one, line.own[-1]),
        "rank": one.say("rank", place=line.rank.place, of=line.rank.of) if shown else "",
    }


def _hidden(one: Asked, sheet: Sheet, line: Line) -> tuple[str, str]:
    years = [year for year, each in zip(sheet.years, line.own, strict=True) if each.is_hidden]
    return one.say.of(line.figure.title), ", ".join(years)


def _earlier(one: Asked, sheet: Sheet) -> list[tuple[str, str]]:
    """Other numbers that the place has had in the years that are released, with where their figures are."""
    table = sheet.selection.table
    newest, first = (surroundings.known_year(int(year)) for year in (table.years[-1], table.years[0]))
    axis = table.axes[0]
    codes = regions.predecessors(sheet.place.code, newest, first) if first < newest else ()
    found = [(code, axis.texts[axis.place[code]]) for code in codes if code != sheet.place.code and code in axis.place]
    to = [("sted", sheet.place.code)]
    return [(f"{one.top}/sammenlign?{urlencode([*to, ('sted', code)])}", one.say.of(text)) for code, text in found]


def _as_one(one: Asked, sheet: Sheet) -> list[tuple[str, str]]:
    """Where it is published together with others, some year."""
    axis = sheet.selection.table.axes[0]
    found = [
        (code, text) for code, text in zip(axis.codes, axis.texts, strict=True) if sheet.place.code in parts_of(code)
    ]
    to = [("sted", sheet.place.code)]
    return [(f"{one.top}/sammenlign?{urlencode([*to, ('sted', code)])}", one.say.of(text)) for code, text in found]


def _over_years(one: Asked, table: Table, lines: list[Line], codes: list[str]) -> Iterator[Picture]:
    for line in lines:
        asked_for = wanted(**{REGION: codes, CONTENTS: [line.figure.id], TIME: list(table.years[-places.YEARS :])})
        found = picture(table, one.language, asked_for)
        if found is not None:
            yield found


def _of_persons(one: Asked, place: Place) -> Iterator[Picture]:
    for id, measure, along in PERSONS:
        try:
            table = one.bank.table(id)
            axis = table.axes[table.by_code[along]]
            values = [code for code in axis.codes if code != axis.total]
            asked_for = {REGION: [place.code], along: values, CONTENTS: [measure], TIME: [table.years[-1]]}
            found = picture(table, one.language, wanted(**asked_for))
        except (Unanswerable, KeyError):
            continue  # It is not released, or not for this place.
        if found is not None:
            yield found
