"""Records as a table that is worked in with the keyboard: found by anything but whom they are about, fetched piece by piece.

Without a script it is a table with a hundred rows at a time, where each row leads to its record. What is searched for is posted, so that
it stands in no address.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from kostra.app.editing import changing
from kostra.app.editing.changing import Overtaken
from kostra.app.editing.previewing import Wanted
from kostra.app.editing.records import Line, Listing, Query, find
from kostra.app.pages.numbers import written
from kostra.app.people import units
from kostra.model.errors import Refused
from kostra.model.form import Role
from kostra.web.editing.asked import About, about, page, reason_of, reasons
from kostra.web.editing.conditions import comparisons, condition, fields
from kostra.web.editing.figures import moved
from kostra.web.portal.asked import in_boxes

_PAGE, _MOST = 100, 2000
_CRITERIA = ("enhet", "linje", "journal", "rettet", "vilkar-felt", "vilkar-er", "vilkar-verdi")
_NOTHING = Listing((), (), 0)


def grid(request: Request) -> Response:
    """Asked for with a municipality at most, or posted with what is searched for."""
    one = about(request)
    typed = one.form or {"enhet": request.query_params.get("enhet", "")}
    problem = None
    try:
        found = find(one.system, one.asker, one.whole, _query(one, typed), _PAGE, _after(one, typed))
    except Refused as refused:
        found, problem = _NOTHING, refused
    journal = one.version.of_role(Role.JOURNAL)
    last = found.lines[-1] if len(found.lines) == _PAGE else None
    context = {
        "typed": in_boxes(typed),
        "criteria": [(name, typed[name]) for name in _CRITERIA if typed.get(name)],
        "units": sorted(units.names(one.year).items(), key=lambda item: item[1]),
        "journal": journal,
        "fields": fields(one),
        "comparisons": comparisons(one),
        "count": found.count,
        "counted": written(found.count),
        "columns": [one.version.field(id) for id in found.fields],
        "coded": [field for field in (one.version.field(id) for id in found.fields) if field.codes],
        "rows": [_row(one, each) for each in found.lines],
        "next": None if last is None else f"{last.unit}:{last.record}",
        "begun": "fra" in typed,
        "reasons": reasons(one.say),
    }
    return page(one, "grid", one.say("records"), context, problem=problem)


def rows(request: Request) -> Response:
    """More of them, for the script."""
    one = about(request)
    typed = one.form
    count = typed.get("antall", "")
    limit = min(int(count), _MOST) if count.isascii() and count.isdigit() and len(count) < 5 else _PAGE
    found = find(one.system, one.asker, one.whole, _query(one, typed), limit, _after(one, typed))
    return JSONResponse({"count": found.count, "rows": [_row(one, each) for each in found.lines]})


def cell(request: Request) -> Response:
    """One value, saved for the script. Somebody else's change is told with what is there now."""
    one = about(request)
    form = one.form
    wanted = Wanted(
        form.get("enhet", ""),
        form.get("post", ""),
        form.get("felt", ""),
        form.get("sett") or None,
        form.get("ny") or None,
    )
    try:
        saved = changing.change(one.system, one.asker, one.whole, wanted, reason_of(one), form.get("kommentar", ""))
    except Overtaken as overtaken:
        error = {"status": 409, "code": "conflict", "message": overtaken.message}
        return JSONResponse({"error": error, "now": overtaken.now or ""}, 409)
    told = [moved(each, one.say) for each in saved.moved]
    waits = saved.edit.needs_second
    figures = "; ".join(
        f"{each['region']}, {each['variable']}: {each['before']} → {each['after']}" for each in told[:3]
    )
    said = one.say("cell_waits" if waits else "cell_saved", field=one.version.field(wanted.field).name)
    value = (saved.edit.before if waits else saved.edit.after) or ""
    return JSONResponse({"value": value, "waits": waits, "said": f"{said} {figures}".strip()})


def of_control(request: Request) -> Response:
    """From the search to the records of a municipality that a control speaks of."""
    one = about(request)
    unit, control = (request.query_params.get(name, "").strip() for name in ("enhet", "kontroll"))
    if unit not in units.names(one.year):
        raise Refused(one.say("control_where"))
    query = f"?{urlencode({'kontroll': control})}" if control else ""
    return RedirectResponse(f"{one.here}/kommune/{unit[:4]}/funn{query}", 303)


def _query(one: About, typed: dict[str, str]) -> Query:
    unit, line = typed.get("enhet", ""), typed.get("linje", "")
    if unit and unit not in units.names(one.year):
        raise Refused(one.say("no_unit", wanted=unit[:20], year=one.year))
    if line and not (line.isascii() and line.isdigit() and len(line) < 8):
        raise Refused(one.say("no_line", wanted=line[:20]))
    where = condition(one)
    return Query(
        unit=unit or None,
        journal=typed.get("journal") or None,
        line=int(line) if line else None,
        where=() if where is None else (where,),
        edited="rettet" in typed,
    )


def _after(one: About, typed: dict[str, str]) -> tuple[str, str] | None:
    if "fra" not in typed:
        return None
    unit, colon, key = typed["fra"].partition(":")
    if not colon:
        raise Refused(one.say("no_place"))
    return unit, key


def _row(one: About, each: Line) -> dict[str, Any]:
    return {
        "unit": each.unit,
        "name": one.unit_name(each.unit),
        "record": each.record,
        "line": each.line,
        "here": f"{one.here}/post/{each.unit}/{each.record}",
        "edited": each.edited,
        "values": [value or "" for value in each.values],
    }
