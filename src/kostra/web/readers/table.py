"""The page of a table: choosing from it, the table itself, what its figures are, its footnotes, and every way to take it along. What is
chosen stands in the address, and goes on meaning the same when a new year comes.
"""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kostra.model.cube import Mark
from kostra.model.text import Language
from kostra.publication import choosing, dataset, labels, notes
from kostra.publication.asking import Asked as Chosen
from kostra.publication.formats import rows
from kostra.publication.labels import Naming
from kostra.publication.refusals import Unanswerable
from kostra.publication.saving import SavedQuery
from kostra.publication.selecting import Selection, select
from kostra.publication.shown import Shown, cells
from kostra.publication.table import Table
from kostra.publication.words import CODES, said
from kostra.publication.writing import MOST_READ, Format
from kostra.tables import catalogue
from kostra.tables.topics.catalogue import of_table
from kostra.web.address import address_of
from kostra.web.errors import Wrong
from kostra.web.places.pictures import picture
from kostra.web.readers.asked import Asked, asked
from kostra.web.readers.figures import means
from kostra.web.statbank.shapes import TOP

MOST_SHOWN = 5_000
"""Cells on a page; of more, only the files are offered."""
_FILES = (
    Format.XLSX,
    Format.CSV,
    Format.CSV_LONG,
    Format.PX,
    Format.JSON_STAT,
    Format.PARQUET,
    Format.HTML,
    Format.SDMX_CSV,
    Format.JSON_PX,
)
_BESIDE = (Mark.PROVISIONAL, Mark.ESTIMATED)
_NOTHING = (Mark.NOT_POSSIBLE.value, None)
_NORWEGIAN_CSV = "UseTexts,IncludeTitle,IncludeNotes,SeparatorSemicolon,DecimalComma"
_ENGLISH_CSV = "UseTexts,IncludeTitle,IncludeNotes"


def table(request: Request) -> Response:
    one = asked(request)
    id = str(request.path_params["id"])
    found = one.table(id)
    if found is None:
        return _not_there(one, id)
    chosen, selection, problem, status = _chosen(one, found)
    plain = choosing.named(found, chosen)
    here = f"{one.top}/tabeller/{found.id}"
    context = {
        "table": found,
        "variables": choosing.variables(found, chosen, selection),
        "problem": problem,
        "shown": None if selection is None else _shown(one, selection, plain, here),
        "here": here,
        "facts": _facts(one, found),
        "topics": [(one.say.of(each.title), f"{one.top}/tema/{each.id}") for each in of_table(found.id)],
        "dataset": _dataset(one, found, here),
    }
    title = labels.title(found, one.language)
    about = f"{one.say.of(found.title)}. {one.say.of(found.population)}."
    above = ((one.say("figures"), f"{one.top}/tabeller"),)
    here = f"/tabeller/{found.id}"
    return one.page("table", title, here, context, above=above, description=about, status=status)


def _chosen(one: Asked, found: Table) -> tuple[Chosen, Selection | None, str | None, int]:
    """What was asked for; where that cannot be answered, why, and no selection."""
    chosen = choosing.of_form(found, one.request.query_params.multi_items())
    try:
        return chosen, select(found, chosen), None, 200
    except Unanswerable as refused:
        return chosen, None, said(refused.detail, one.language), refused.status


def _not_there(one: Asked, id: str) -> Response:
    """One that has ended is told of; any other is as unknown as one that comes tomorrow."""
    ended = next((each for each in catalogue.discontinued() if each.id == id), None)
    lists = (one.say("figures"), f"{one.top}/tabeller")
    if ended is None:
        raise Wrong(404, one.say("no_table", wanted=id[:20]), lists, (one.say("find"), f"{one.top}/finn"))
    told = one.say("ended_table", id=ended.id, year=ended.until, because=one.say.of(ended.because))
    there = [each for each in ended.here if one.table(each) is not None]
    raise Wrong(410, told, *((one.say("table_id", id=each), f"{one.top}/tabeller/{each}") for each in there), lists)


def _shown(one: Asked, selection: Selection, plain: Chosen, here: str) -> dict[str, Any]:
    """Everything about what was chosen, which there is nothing of where it cannot be answered."""
    found = selection.table
    large = selection.cells > MOST_SHOWN
    return {
        "grid": None if large else _grid(one, selection),
        "too_large": _number(one, selection.cells) if large else None,
        "means": _means(one, selection),
        "picture": picture(found, one.language, choosing.parameters(plain)) if selection.cells > 1 else None,
        "notes": list(notes.lines(selection, one.language)),
        "signs": [(mark.value, one.say.of(text)) for mark, text in notes.signs(selection)],
        "turned": f"{here}?{choosing.written(choosing.turned(plain, selection))}",
        "files": _files(one, selection, plain),
        "call": _call(one, found, plain),
        "body": _body(one, found, plain),
        "link": f"{address_of(one.request)}{here}?{choosing.written(plain)}",
    }


def _grid(one: Asked, selection: Selection) -> dict[str, Any]:
    """The cells by line, with what stands above and beside them. What is the same for all of them is told above. A line where nothing can
    stand, as of a municipality that was merged before, is left out."""
    every = dict(zip(selection.shown, selection.axes, strict=True))
    across = [place for place in selection.heading if len(every[place]) > 1] or list(selection.heading[-1:])
    alike = [labels.titles(every[place], one.language)[0] for place in selection.heading if place not in across]
    grid = selection.placed(selection.stub, across)
    wide = grid.cells // grid.rows
    written = [_cell(one, each) for each in cells(grid)]
    sides = rows.down(grid, one.language, Naming.TEXTS)
    lines = [(side, written[at * wide : (at + 1) * wide]) for at, side in enumerate(sides)]
    filled = [line for line in lines if any(cell != _NOTHING for cell in line[1])] or lines
    return {
        "alike": ", ".join(alike),
        "corner": [one.say.of(axis.title) for axis in labels.stubbed(grid)],
        "head": rows.across(grid, one.language, Naming.TEXTS),
        "lines": filled,
        "left_out": len(lines) - len(filled),
    }


def _cell(one: Asked, shown: Shown) -> tuple[str, str | None]:
    """What is written, and the sign that stands beside a number; a sign in place of one is written."""
    return shown.written(one.language), shown.mark.value if shown.mark in _BESIDE else None


def _means(one: Asked, selection: Selection) -> list[dict[str, str | None]]:
    of = selection.table
    return [
        {
            "title": one.say.of(of.measure[code].title),
            "unit": one.say.of(of.measure[code].unit),
            "means": means(one, of, code),
        }
        for code in selection.codes(of.contents)
    ]


def _files(one: Asked, selection: Selection, plain: Chosen) -> list[tuple[str, str]]:
    large = selection.cells > MOST_READ
    formats = [each for each in _FILES if not (large and each in (Format.XLSX, Format.HTML))]
    return [(one.say(f"file_{each.name.lower()}"), _call(one, selection.table, plain, each)) for each in formats]


def _call(one: Asked, found: Table, plain: Chosen, of: Format = Format.JSON_STAT) -> str:
    """The address of the selection in the API."""
    how = ""
    if of is Format.CSV:
        how = f"&outputFormatParams={_ENGLISH_CSV if one.language is Language.ENGLISH else _NORWEGIAN_CSV}"
    query = f"lang={CODES[one.language]}&{choosing.written(plain)}&outputFormat={of.value}{how}"
    return f"{address_of(one.request)}{TOP}/tables/{found.id}/data?{query}"


def _body(one: Asked, found: Table, plain: Chosen) -> str:
    told = SavedQuery(found.id, one.language, plain, Format.JSON_STAT, ()).selection()
    return json.dumps(told, ensure_ascii=False, indent=2)


def _facts(one: Asked, found: Table) -> dict[str, Any]:
    coming = found.listing.next_update
    return {
        "population": one.say.of(found.population),
        "source": found.source,
        "updated": one.say.moment(found.updated),
        "next": None if coming is None else one.say.moment(coming),
        "provisional": sorted(found.provisional),
        "breaks": [(each.year, one.say.of(each.text)) for each in found.breaks],
        "instead": [(id, f"{one.top}/tabeller/{id}") for id in found.replaced_by if one.table(id) is not None],
        "before": [(id, f"{one.top}/tabeller/{id}") for id in found.replaces if one.table(id) is not None],
    }


def _dataset(one: Asked, found: Table, here: str) -> Markup:
    base = address_of(one.request)
    told = dataset.told(
        found, one.language, f"{base}{here}", f"{base}{TOP}/tables/{found.id}/data", one.say("publisher")
    )
    return Markup(dataset.embedded(told))


def _number(one: Asked, count: int) -> str:
    return Shown(count, 0).written(one.language)
