"""What if a cost moves: a share that is assumed for all, or a file with what each municipality says, beside what is published.

Nothing is stored. A share stands in the address, so that what was seen can be shown to others; a file is read and forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from kostra.app.people import units
from kostra.app.reconciling.moving import Imagined, imagine, read_given, read_share
from kostra.model.errors import Refused
from kostra.reconciling.catalogue import scenario as scenario_of
from kostra.reconciling.scenarios import Beside, Scenario
from kostra.web.desk.paging import paged
from kostra.web.reconciling.asked import Asked, asked, page
from kostra.web.reconciling.figures import number


def scenario(request: Request) -> Response:
    """With a share in the address, what it gives; else only the choice."""
    one = asked(request)
    wanted, written = scenario_of(request.path_params["scenario"]), request.query_params.get("andel", "")
    if not written:
        return _show(one, wanted)
    function, problem = one.choice("funksjon", wanted.groups, next(iter(wanted.groups)))
    try:
        found = imagine(one.system, one.asker, wanted.id, one.year, share=read_share(written))
    except Refused as refused:
        return _show(one, wanted, problem=refused)
    units_of = [row for row in found.rows if row.unit and row.function == function]
    shown = paged(request, units_of)
    return _show(one, wanted, found, shown.rows, {"paged": shown, "function": function}, problem)


def from_file(request: Request) -> Response:
    one = asked(request)
    wanted = scenario_of(request.path_params["scenario"])
    try:
        given = read_given(_content(one))
        found = imagine(one.system, one.asker, wanted.id, one.year, given=given)
    except Refused as refused:
        return _show(one, wanted, problem=refused)
    return _show(one, wanted, found, [row for row in found.rows if row.unit in given])


def _content(one: Asked) -> str:
    file = one.request.state.form.get("fil")
    content = file.file.read() if isinstance(file, UploadFile) else b""
    if not content:
        raise Refused(one.say("no_file"))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(one.say("not_utf8")) from None


def _show(
    one: Asked,
    wanted: Scenario,
    found: Imagined | None = None,
    rows: Sequence[Beside] = (),
    shown: dict[str, Any] | None = None,
    problem: Refused | None = None,
) -> Response:
    context: dict[str, Any] = {
        "here": f"{one.top}/hva-om/{wanted.id}/{one.year}",
        "about": one.say.of(wanted.about),
        "share": one.request.query_params.get("andel", "")[:20],
        "functions": list(wanted.groups),
        "function": "",
        "paged": None,
        "years": [
            (year, f"{one.top}/hva-om/{wanted.id}/{year}", year == one.year)
            for year in one.years()
            if any(move.covers(year) for move in wanted.moves)
        ],
        "found": found is not None,
    }
    if found is not None:
        context |= {
            "assumption": "" if found.assumed is None else one.say.of(wanted.assumption),
            "country": [_row(one, row) for row in found.rows if not row.unit],
            "rows": [_row(one, row) for row in rows],
            "without": _names(one, found.without),
            "without_posts": _names(one, found.without_posts),
        }
    title = one.say("scenario_title", title=one.say.of(wanted.title), year=one.year)
    return page(one, "scenario", title, context | (shown or {}), problem=problem)


def _names(one: Asked, codes: Sequence[str]) -> list[str]:
    return [units.name(code, one.year) for code in codes]


def _row(one: Asked, row: Beside) -> dict[str, Any]:
    pairs = (row.now.gross, row.then.gross), (row.now.net, row.then.net)
    return {
        "name": units.name(row.unit, one.year) if row.unit else one.say("country"),
        "unit": row.unit,
        "function": row.function,
        "figures": [
            *((number(now), number(then), now != then) for now, then in pairs),
            (number(row.now.tenths / 10, 1), number(row.then.tenths / 10, 1), row.now.tenths != row.then.tenths),
        ],
    }
