"""One municipality: its variables against last year and against its group, its records, and whether its data can be used in the tables."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.editing import changing, records, reviewing, usability
from kostra.app.editing.flagged import Flagged, flagged
from kostra.app.editing.macro import within
from kostra.app.editing.records import Query
from kostra.app.pages.numbers import written
from kostra.app.people import units
from kostra.editing.places import Level, code
from kostra.model.errors import Refused
from kostra.model.form import Role
from kostra.web.desk.paging import paged
from kostra.web.editing.asked import About, about, page
from kostra.web.editing.figures import change, figure, signed
from kostra.web.portal.asked import in_boxes

_FIRST = 15
_SAID = ("vurdert", "brukbarhet")


def municipality(request: Request) -> Response:
    return show_municipality(about(request))


def judge(request: Request) -> Response:
    """All that a unit sent: right as it is, or not worth looking at."""
    one = about(request)
    form = one.form
    acts = {"godkjenn": changing.approve, "hopp-over": changing.pass_over}
    try:
        act = acts.get(form.get("gjor", ""))
        if act is None:
            raise Refused(one.say("no_decision"))
        act(one.system, one.asker, one.whole, _unit_of(one), comment=form.get("kommentar", ""))
    except Refused as refused:
        return show_municipality(one, refused)
    return RedirectResponse(f"{_here(one)}?sagt=vurdert", 303)


def use(request: Request) -> Response:
    """In which tables the data of a unit can be used, or not."""
    one = about(request)
    form = one.form
    tables = form.get("tabeller", "").replace(",", " ").split()
    try:
        if form.get("brukes") not in ("ja", "nei"):
            raise Refused(one.say("no_decision"))
        is_usable = form["brukes"] == "ja"
        usability.judge(one.system, one.asker, one.whole, _unit_of(one), tables, is_usable, form.get("grunn", ""))
    except Refused as refused:
        return show_municipality(one, refused)
    return RedirectResponse(f"{_here(one)}?sagt=brukbarhet", 303)


def findings(request: Request) -> Response:
    """What the controls say of the records as they now stand."""
    one = about(request)
    region, name = one.municipality
    control = request.query_params.get("kontroll") or None
    found = flagged(one.system, one.asker, one.whole, region, control)
    shown = paged(request, found.records)
    context = {
        "controls": [(id, written(count), f"?{urlencode({'kontroll': id})}") for id, count in found.counts.items()],
        "control": control,
        "paged": shown,
        "rows": [_flagged(one, each) for each in shown.rows],
        "several": len({each.unit for each in found.records}) > 1,
    }
    title = one.say("findings_of", name=name)
    return page(one, "findings", title, context, (name, f"{one.here}/kommune/{region}"))


def show_municipality(one: About, problem: Refused | None = None) -> Response:
    """After something was refused, with what was typed."""
    region, name = one.municipality
    group = code(region, Level.GROUP, one.year)
    level, of = (Level.MUNICIPALITY, region) if group is None else (Level.GROUP, group)
    found = within(one.system, one.asker, one.whole, level, of)
    mine = next((at for at, row in enumerate(found.rows) if row.region == region), None)
    tested = [reviewing.points(found, place)[mine] for place in range(len(found.variables))] if mine is not None else []
    wanted = one.request.query_params.get("variabel", "")
    chosen = next(
        (each for each in found.variables if each.id == wanted),
        found.variables[reviewing.most([[each] for each in tested]) if tested else 0],
    )
    whose = _units(one, region)
    unit = one.request.query_params.get("enhet", "")
    unit = unit if unit in dict(whose) else next(iter(dict(whose)), "")
    context: dict[str, Any] = {
        "region": region,
        "address": f"{one.here}/kommune/{region}",
        "row": None if mine is None else found.rows[mine],
        "last_year": one.whole.period.a_year_before(),
        "variables": [
            {
                "name": one.say.of(variable.label),
                "link": f"?{urlencode({'variabel': variable.id, 'enhet': unit})}#storste",
                "now": figure(variable, point.row.changes[place].value),
                "change": change(variable, point.row.changes[place], one.say),
                "distance": "" if point.distance is None else signed(point.distance, 1),
                "marks": [
                    one.say(key)
                    for key, holds in (("mark_outlier", point.is_outlier), ("mark_thousand", point.is_thousand))
                    if holds
                ],
            }
            for place, (variable, point) in enumerate(zip(found.variables, tested, strict=bool(tested)))
        ],
        "units": [
            {
                "code": each,
                "name": one.unit_name(each),
                "count": written(count),
                "link": f"?{urlencode({'variabel': chosen.id, 'enhet': each})}#storste",
                "records": f"{one.here}/poster?{urlencode({'enhet': each})}",
            }
            for each, count in whose
        ],
        "unit": unit,
        "unit_choices": [(each, one.unit_name(each)) for each in _unit_codes(one, region)],
        "chosen": one.say.of(chosen.label),
        "largest": _largest(one, chosen.id, unit) if unit else [],
        "judged": _judged(one, region),
        "typed": in_boxes(one.form if problem is not None else {}),
        "group": f"{one.here}/gruppe/{group}" if group is not None else None,
    }
    said = one.request.query_params.get("sagt", "")
    crumbs = ((one.say("its_group"), context["group"]),) if group is not None else ()
    done = one.say(f"said_{said}") if said in _SAID else ""
    return page(one, "municipality", f"{name} ({region})", context, *crumbs, problem=problem, said=done)


def _units(one: About, region: str) -> list[tuple[str, int]]:
    """Those of the municipality that have records, with how many."""
    counted = (
        (each, records.find(one.system, one.asker, one.whole, Query(unit=each), 0).count)
        for each in _unit_codes(one, region)
    )
    return [(each, count) for each, count in counted if count]


def _unit_codes(one: About, region: str) -> list[str]:
    return sorted(each for each in units.names(one.year) if each.startswith(region))


def _largest(one: About, variable: str, unit: str) -> list[dict[str, Any]]:
    """The records that add most, each with the fields of the variable."""
    found = records.largest(one.system, one.asker, one.whole, variable, Query(unit=unit), _FIRST)
    journal = one.version.of_role(Role.JOURNAL)
    return [
        {
            "line": each.line,
            "journal": None if journal is None else each.values[found.fields.index(journal.id)],
            "size": written(float(size)),
            "edited": each.edited,
            "here": f"{one.here}/post/{each.unit}/{each.record}",
        }
        for each, size in zip(found.lines, found.sizes, strict=True)
    ]


def _judged(one: About, region: str) -> list[dict[str, str]]:
    return [
        {
            "unit": one.unit_name(each.of.unit),
            "table": each.table,
            "usable": one.say("is_usable" if each.usable else "is_not_usable"),
            "reason": each.reason,
            "by": each.by.name,
            "at": one.say.moment(each.at),
        }
        for each in usability.judged(one.system, one.asker, one.whole)
        if each.of.unit.startswith(region)
    ]


def _flagged(one: About, each: Flagged) -> dict[str, Any]:
    return {
        "unit": one.unit_name(each.unit),
        "line": each.line,
        "here": f"{one.here}/post/{each.unit}/{each.record}",
        "found": [
            {
                "control": found.control,
                "severity": one.say(f"severity_{found.severity}"),
                "text": one.say.of(found.text),
            }
            for found in each.found
        ],
    }


def _here(one: About) -> str:
    return f"{one.here}/kommune/{one.municipality[0]}"


def _unit_of(one: About) -> str:
    """The unit that was chosen in the form."""
    region, _ = one.municipality
    unit = one.form.get("enhet", "")
    if unit[:4] != region or unit not in units.names(one.year):
        raise Refused(one.say("no_unit_chosen"))
    return unit
