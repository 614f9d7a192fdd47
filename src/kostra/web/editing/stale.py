"""Edits that a new delivery has made stale: each is carried over to the record as it now is, or dropped."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.editing import deciding
from kostra.editing.replay import Fate, Stale
from kostra.model.errors import Refused
from kostra.web.desk.paging import paged
from kostra.web.editing.asked import About, about, page
from kostra.web.editing.values import shown
from kostra.web.portal.asked import in_boxes

_DONE = {"behold": "beholdt", "slipp": "sluppet"}


def stale(request: Request) -> Response:
    return _show(about(request))


def decide(request: Request) -> Response:
    """About those that were ticked, together or not at all."""
    one = about(request)
    ids, what = one.chosen("retting"), one.form.get("gjor", "")
    acts = {"behold": deciding.carry_over, "slipp": deciding.drop}
    try:
        if not ids:
            raise Refused(one.say("none_chosen"))
        if what not in acts:
            raise Refused(one.say("no_decision"))
        acts[what](one.system, one.asker, one.whole, ids, one.form.get("kommentar", ""))
    except Refused as refused:
        return _show(one, refused)
    return RedirectResponse(f"{one.here}/foreldet?sagt={_DONE[what]}", 303)


def _show(one: About, problem: Refused | None = None) -> Response:
    left = deciding.stale(one.system, one.asker, one.whole)
    listed = paged(one.request, left)
    said = one.request.query_params.get("sagt", "")
    context = {
        "paged": listed,
        "rows": [_row(one, each) for each in listed.rows],
        "answered": [_row(one, each) for each in deciding.answered(one.system, one.asker, one.whole)],
        "ticked": one.chosen("retting") if problem is not None else [],
        "typed": in_boxes(one.form if problem is not None else {}),
    }
    done = one.say(f"said_{said}") if said in _DONE.values() and problem is None else ""
    return page(one, "stale", one.say("stale"), context, problem=problem, said=done)


def _row(one: About, each: Stale) -> dict[str, Any]:
    edit = each.edit
    field = one.version.field(str(edit.field))
    gone = each.fate is Fate.RECORD_GONE
    return {
        "id": edit.id,
        "unit": one.unit_name(edit.of.unit),
        "line": each.line if each.line is not None else edit.line,
        "here": None if gone else f"{one.here}/post/{edit.of.unit}/{edit.record}",
        "field": field.name,
        "before": shown(field, edit.before, one.say),
        "after": shown(field, edit.after, one.say),
        "now": one.say("record_gone") if gone else shown(field, each.now, one.say) or one.say("blank"),
        "who": edit.actor.name,
        "comment": edit.comment,
    }
