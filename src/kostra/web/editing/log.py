"""The log of edits: who changed what and why, what waits for a colleague, and giving back what was there before."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.editing import changing, statlog
from kostra.app.editing.logged import REVERSIBLE, Logged, Stand, logged
from kostra.model.edit import Act
from kostra.model.errors import Refused
from kostra.web.desk.paging import paged
from kostra.web.downloads import attached
from kostra.web.editing.asked import About, about, page
from kostra.web.editing.values import shown
from kostra.web.portal.asked import in_boxes

_DONE = {"angre": "angret", "bekreft": "bekreftet", "avvis": "avvist"}
_STANDS = {"gjelder": Stand.COUNTS, "venter": Stand.WAITS, "borte": Stand.ENDED, "om": Stand.TELLS}


def log(request: Request) -> Response:
    return _show(about(request))


def export(request: Request) -> Response:
    """The log as SSB's statlog has it, a line of JSON for each event."""
    one = about(request)
    lines = statlog.export(one.system, one.asker, one.whole)
    name = f"statlog-{one.whole.form}-{one.whole.period}.jsonl"
    return attached("".join(f"{line}\n" for line in lines), name, "application/x-ndjson")


def answer(request: Request) -> Response:
    """Undo, second or decline. From the page of a record it leads back there."""
    one = about(request)
    what, comment = request.path_params["what"], one.form.get("kommentar", "")
    acts = {"angre": changing.undo, "bekreft": changing.second, "avvis": changing.decline}
    try:
        if what not in acts:
            raise Refused(one.say("no_decision"))
        done = acts[what](one.system, one.asker, request.path_params["edit"], comment)
    except Refused as refused:
        return _show(one, refused)
    first = done[0]
    if one.form.get("fra") == "post" and first.record is not None:
        return RedirectResponse(f"{one.here}/post/{first.of.unit}/{first.record}?sagt={_DONE[what]}", 303)
    return RedirectResponse(f"{one.here}/endringer?sagt={_DONE[what]}", 303)


def _show(one: About, problem: Refused | None = None) -> Response:
    query = one.request.query_params
    stand, unit, who = query.get("hva", ""), query.get("enhet", ""), query.get("hvem", "")
    every = logged(one.system, one.asker, one.whole)
    chosen = [
        each
        for each in every
        if (stand not in _STANDS or each.stand is _STANDS[stand])
        and (not unit or each.edit.of.unit == unit)
        and (not who or each.edit.actor.id == who)
    ]
    shown = paged(one.request, chosen)
    said = query.get("sagt", "")
    context = {
        "paged": shown,
        "rows": [edit_row(one, each) for each in shown.rows],
        "stands": [(key, one.say(f"stand_{value}")) for key, value in _STANDS.items()],
        "units": sorted(
            {(each.edit.of.unit, one.unit_name(each.edit.of.unit)) for each in every}, key=lambda it: it[1]
        ),
        "people": sorted({(each.edit.actor.id, each.edit.actor.name) for each in every}, key=lambda it: it[1]),
        "stand": stand,
        "unit": unit,
        "who": who,
        "any": bool(every),
        "typed": in_boxes(one.form if problem is not None else {}),
    }
    done = one.say(f"said_{said}") if said in _DONE.values() and problem is None else ""
    return page(one, "log", one.say("log"), context, problem=problem, said=done)


def edit_row(one: About, each: Logged) -> dict[str, Any]:
    """One event, with what may be done about it."""
    edit = each.edit
    field = one.version.field(edit.field) if edit.field is not None else None
    return {
        "id": edit.id,
        "number": edit.number,
        "at": one.say.moment(edit.at),
        "who": edit.actor.name,
        "act": one.say(f"act_{edit.act.value.replace('-', '_')}"),
        "unit": one.unit_name(edit.of.unit),
        "line": edit.line,
        "here": None if edit.record is None else f"{one.here}/post/{edit.of.unit}/{edit.record}",
        "field": "" if field is None else field.name,
        "is_change": edit.act is Act.CHANGED,
        "before": "" if field is None else shown(field, edit.before, one.say),
        "after": "" if field is None else shown(field, edit.after, one.say),
        "reason": one.say(f"reason_{edit.reason.value.lower()}"),
        "comment": edit.comment,
        "answers": edit.answers,
        "automatic": edit.automatic,
        "about": None if each.about is None else each.about.number,
        "stand": one.say(f"stand_{each.stand}") if each.stand is not Stand.TELLS else "",
        "waits": each.stand is Stand.WAITS,
        "may_be_seconded": each.stand is Stand.WAITS and edit.actor.id != one.asker.actor.id,
        "may_be_undone": edit.act in REVERSIBLE and each.stand in (Stand.COUNTS, Stand.WAITS),
        "address": f"{one.here}/endringer/{edit.id}",
        "query": urlencode({"enhet": edit.of.unit}),
    }
