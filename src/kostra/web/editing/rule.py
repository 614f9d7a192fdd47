"""Many records at once by a rule: written in boxes, looked at, and saved as it was looked at."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.editing.bulk import BulkPreview, apply_rule, preview_rule
from kostra.app.pages.numbers import written
from kostra.editing.rules import Becomes, Rule
from kostra.model.errors import Refused
from kostra.web.editing.asked import About, about, page, reason_of, reasons
from kostra.web.editing.conditions import comparisons, condition, fields
from kostra.web.editing.figures import moved
from kostra.web.editing.values import shown
from kostra.web.portal.asked import in_boxes

_CONDITIONS = ("1", "2", "3")
_SHOWN = 50


def rule(request: Request) -> Response:
    return _show(about(request))


def try_or_save(request: Request) -> Response:
    one = about(request)
    form = one.form
    try:
        asked_for = _rule(one)
        if form.get("gjor") != "lagre":
            return _show(one, previewed=preview_rule(one.system, one.asker, one.whole, asked_for))
        reason, comment = reason_of(one), form.get("kommentar", "")
        apply_rule(one.system, one.asker, one.whole, asked_for, form.get("sett", ""), reason, comment)
    except Refused as refused:
        return _show(one, refused)
    return RedirectResponse(f"{one.here}/regel?sagt=lagret", 303)


def _rule(one: About) -> Rule:
    form = one.form
    if not form.get("felt"):
        raise Refused(one.say("no_field"))
    if form.get("blir", "") not in set(Becomes):
        raise Refused(one.say("no_becomes"))
    names = {field.name.casefold(): field.id for field in one.version.fields}
    others = tuple(names.get(each.casefold(), each) for each in form.get("felter", "").replace(",", " ").split())
    where = tuple(found for number in _CONDITIONS if (found := condition(one, number)) is not None)
    return Rule(form["felt"], where, Becomes(form["blir"]), form.get("verdi") or None, others)


def _show(one: About, problem: Refused | None = None, *, previewed: BulkPreview | None = None) -> Response:
    said = one.request.query_params.get("sagt", "")
    context = {
        "fields": fields(one),
        "becomes": [(each.value, one.say(f"becomes_{each.value}")) for each in Becomes],
        "comparisons": comparisons(one),
        "conditions": _CONDITIONS,
        "reasons": reasons(one.say),
        "typed": in_boxes(one.form),
        "preview": None if previewed is None else _preview(one, previewed),
    }
    done = one.say("said_rule") if said == "lagret" and problem is None else ""
    return page(one, "rule", one.say("rule"), context, problem=problem, said=done)


def _preview(one: About, found: BulkPreview) -> dict[str, Any]:
    field = one.version.field(found.rule.field)
    return {
        "seen": found.seen,
        "count": written(len(found.proposals)),
        "shown": written(min(_SHOWN, len(found.proposals))),
        "any": bool(found.proposals),
        "needs_second": found.needs_second,
        "moved": [moved(each, one.say) for each in found.moved[:_SHOWN]],
        "field": field.name,
        "rows": [
            {
                "unit": one.unit_name(each.unit),
                "line": each.line,
                "here": f"{one.here}/post/{each.unit}/{each.record}",
                "before": shown(field, each.before, one.say),
                "after": shown(field, each.after, one.say),
            }
            for each in found.proposals[:_SHOWN]
        ],
    }
