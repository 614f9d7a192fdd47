"""One record: every field as it was delivered and as it is now, what the controls say, and a change with what it would mean before it is
saved. Somebody else's change in the meantime is shown beside what was typed, which stays."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kostra.app.editing import changing, records
from kostra.app.editing.changing import Overtaken
from kostra.app.editing.findings import Found
from kostra.app.editing.logged import told
from kostra.app.editing.previewing import Preview, Wanted, preview
from kostra.app.editing.records import Query, Seen, Value
from kostra.forms import catalogue
from kostra.model.edit import FORM, Whole
from kostra.model.errors import Missing, Refused
from kostra.model.form import FieldType, FieldVersion, Kind, Role
from kostra.web.editing.asked import About, about, page, reason_of, reasons
from kostra.web.editing.figures import moved
from kostra.web.editing.log import edit_row
from kostra.web.editing.values import shown, typed
from kostra.web.pages import environment
from kostra.web.portal.asked import in_boxes

_SAID = ("lagret", "venter", "godkjent", "hoppet-over", "angret")


def record(request: Request) -> Response:
    return _show(about(request))


def save(request: Request) -> Response:
    """A change, or only what it would mean. Without a script both are buttons of the same form."""
    one = about(request)
    form = one.form
    try:
        if form.get("gjor") != "lagre":
            return _show(one, previewed=preview(one.system, one.asker, one.whole, _wanted(one)))
        saved = changing.change(
            one.system,
            one.asker,
            one.whole,
            _wanted(one),
            reason_of(one),
            form.get("kommentar", ""),
            form.get("svarer") or None,
        )
    except Overtaken as overtaken:
        return _show(one, overtaken, now=overtaken)
    except Refused as refused:
        return _show(one, refused)
    return _back(one, "venter" if saved.edit.needs_second else "lagret")


def foresee(request: Request) -> Response:
    """The preview alone, for the script."""
    one = about(request)
    context: dict[str, Any] = {"say": one.say, "preview": None, "problem": None}
    try:
        context["preview"] = _preview(one, preview(one.system, one.asker, one.whole, _wanted(one)))
    except Refused as refused:
        context["problem"] = refused.message
    return HTMLResponse(environment().get_template("editing/preview.html").render(context))


def judge(request: Request) -> Response:
    """Right as it is, or not worth looking at."""
    one = about(request)
    form = one.form
    key = request.path_params["record"]
    comment = form.get("kommentar-vurdering", "")
    try:
        match form.get("gjor"):
            case "godkjenn":
                changing.approve(one.system, one.asker, one.whole, one.unit, key, comment, form.get("svarer") or None)
            case "hopp-over":
                changing.pass_over(one.system, one.asker, one.whole, one.unit, key, comment)
            case _:
                raise Refused(one.say("no_decision"))
    except Refused as refused:
        return _show(one, refused)
    return _back(one, "godkjent" if form["gjor"] == "godkjenn" else "hoppet-over")


def address(one: About, unit: str, key: str) -> str:
    return f"{one.here}/post/{unit}/{key}"


def _wanted(one: About) -> Wanted:
    form = one.form
    key: str = one.request.path_params["record"]
    return Wanted(one.unit, key, form.get("felt", ""), form.get("sett") or None, form.get("ny") or None)


def _back(one: About, said: str) -> Response:
    here = address(one, one.unit, one.request.path_params["record"])
    return RedirectResponse(f"{here}?{urlencode({'sagt': said})}", 303)


def _show(
    one: About, problem: Refused | None = None, *, previewed: Preview | None = None, now: Overtaken | None = None
) -> Response:
    seen = records.look(one.system, one.asker, one.whole, one.unit, one.request.path_params["record"])
    form = one.form
    chosen = form.get("felt") or one.request.query_params.get("felt", "")
    changeable = {value.field.id: value for value in seen.values if _may_change(value.field)}
    before = _last_year(one, seen)
    name = one.unit_name(seen.unit)
    said = one.request.query_params.get("sagt", "")
    here = address(one, seen.unit, seen.record)
    context = {
        "seen": seen,
        "address": here,
        "unit_name": name,
        "last_year": one.whole.period.a_year_before() if before else None,
        "values": [_value(one, value, before, here) for value in seen.values if value.field.id in changeable],
        "change": None if chosen not in changeable else _change(one, changeable[chosen], now),
        "typed": in_boxes(form),
        "findings": [_found(one, each) for each in seen.findings],
        "answers": [(id, id) for id in sorted({each.control for each in seen.findings})],
        "rules": [one.say.of(each.label) for each in seen.rules],
        "reasons": reasons(one.say),
        "reviewed": None
        if seen.reviewed is None
        else one.say(f"act_{seen.reviewed.act.value.replace('-', '_')}")
        + f": {seen.reviewed.actor.name}, {one.say.moment(seen.reviewed.at)}",
        "history": [edit_row(one, each) for each in told(seen.history)],
        "stale": len(seen.stale),
        "preview": None if previewed is None else _preview(one, previewed),
    }
    municipality = f"{one.here}/kommune/{seen.unit[:4]}"
    title = one.say("form_of", name=name) if seen.line is None else one.say("line_of", line=seen.line, name=name)
    done = one.say(f"said_{said.replace('-', '_')}") if said in _SAID and problem is None else ""
    return page(one, "record", title, context, (name, municipality), problem=problem, said=done)


def _may_change(field: FieldVersion) -> bool:
    role = field.field.role
    return role is None or not (role.tells_who or role is Role.JOURNAL)


def _value(one: About, value: Value, before: dict[str, str | None], here: str) -> dict[str, Any]:
    field = value.field
    return {
        "id": field.id,
        "name": field.name,
        "label": one.say.of(field.label),
        "delivered": shown(field, value.delivered, one.say),
        "now": shown(field, value.now, one.say),
        "changed": value.now != value.delivered,
        "last_year": shown(field, before.get(field.id), one.say),
        "waits": None if value.waits is None else shown(field, value.waits.after, one.say),
        "link": f"{here}?{urlencode({'felt': field.id})}#rett",
    }


def _change(one: About, value: Value, now: Overtaken | None) -> dict[str, Any]:
    """The form for one field. After somebody else's change, what is there now counts as seen when it is sent again."""
    field = value.field
    form = one.form
    saw = form.get("sett", value.now or "") if now is None else now.now or ""
    return {
        "id": field.id,
        "name": field.name,
        "label": one.say.of(field.label),
        "saw": saw,
        "saw_told": shown(field, saw or None, one.say) or one.say("blank"),
        "typed": form.get("ny", typed(field, saw) if saw else ""),
        "kind": _KINDS.get(field.type, "text"),
        "coded": [(code, f"{code} {one.say.of(text)}") for code, text in field.codes.items()],
        "overtaken": now is not None,
        "by": "" if now is None or now.by is None else now.by.actor.name,
    }


_KINDS = {FieldType.CODE: "code", FieldType.DATE: "date", FieldType.INTEGER: "number", FieldType.DECIMAL: "number"}


def _found(one: About, each: Found) -> dict[str, str]:
    return {
        "control": each.control,
        "severity": one.say(f"severity_{each.severity}"),
        "field": each.field or "",
        "text": one.say.of(each.text),
    }


def _preview(one: About, found: Preview) -> dict[str, Any]:
    return {
        "moved": [moved(each, one.say) for each in found.moved],
        "needs_second": found.needs_second,
        "gone": [_found(one, each) for each in found.gone],
        "new": [_found(one, each) for each in found.new],
    }


def _last_year(one: About, seen: Seen) -> dict[str, str | None]:
    """What the unit answered then; of records, the one with the same journal number when there is one alone."""
    form = catalogue.form(one.whole.form)
    if one.year - 1 not in form.years:
        return {}
    before = Whole(one.whole.form, one.whole.period.a_year_before(), one.whole.season)
    try:
        if form.kind is Kind.ANSWERS:
            then = records.look(one.system, one.asker, before, seen.unit, FORM)
            return {value.field.id: value.now for value in then.values}
        if seen.journal is None:
            return {}
        found = records.find(one.system, one.asker, before, Query(unit=seen.unit, journal=seen.journal), 2)
    except Missing:
        return {}
    return dict(zip(found.fields, found.lines[0].values, strict=True)) if found.count == 1 else {}
