"""One run: what it lost at each level and in each table beside last year, what waits for a colleague, and its approval."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.disclosure import audits, deciding, showing
from kostra.app.disclosure.audits import Found
from kostra.app.disclosure.naming import naming
from kostra.app.pages.numbers import kilobytes, written
from kostra.model.errors import Refused
from kostra.model.protection import Forcing, Stands, Tally
from kostra.tables import catalogue
from kostra.web.disclosure.asked import Asked, asked, cell, counts, kind, page, title, verdict
from kostra.web.downloads import attached

_COLOURS = {Stands.WAITING: "warning", Stands.IN_FORCE: "info", Stands.DECLINED: "neutral", Stands.WITHDRAWN: "neutral"}
_ANSWERS = {"bekreft": deciding.second, "avvis": deciding.decline, "trekk": deciding.withdraw}
"""As the buttons say them."""


def one_run(request: Request) -> Response:
    return _show(asked(request))


def approve(request: Request) -> Response:
    one = asked(request)
    try:
        deciding.approve(one.system, one.asker, one.data, one.id, one.form.get("merknad", ""))
    except Refused as refused:
        return _show(one, refused)
    return RedirectResponse(f"{one.run}?gjort=godkjent", 303)


def answer(request: Request) -> Response:
    """To a cell that somebody proposed to force out."""
    one = asked(request)
    said = one.form.get("svar", "")
    try:
        act = _ANSWERS.get(said)
        if act is None:
            raise Refused(one.say("no_answer"))
        act(one.system, one.asker, str(request.path_params["forcing"]), one.form.get("grunn", ""))
    except Refused as refused:
        return _show(one, refused)
    return RedirectResponse(f"{one.run}?gjort={said}#forslag", 303)


def proof(request: Request) -> Response:
    one = asked(request)
    source = str(request.path_params["source"])
    content = audits.proof(one.system, one.asker, one.data, one.id, source)
    return attached(content, f"bevis-{one.id}-{source}.json", "application/json")


def _show(one: Asked, problem: Refused | None = None) -> Response:
    seen = showing.see(one.system, one.asker, one.data, one.id)
    made = seen.made
    context = {
        "here": one.run,
        "when": one.say.moment(made.made.at),
        "who": made.made.by.name,
        "verdict": verdict(made.verdict, one),
        "approved": None
        if made.approved is None
        else one.say("approved_by", who=made.approved.by.name, when=one.say.moment(made.approved.at)),
        "comment": "" if made.approved is None else made.approved.text,
        "stops": [] if made.approved else [one.say(f"stop_{each.replace('-', '_')}") for each in seen.obstacles],
        "is_there": seen.is_there,
        "year_before": "" if seen.before is None else str(seen.before.year),
        "levels": [{"name": kind(of, one)} | counts(tally, seen.level_before(of)) for of, tally in made.levels],
        "tables": [_table(one, id, tally, seen.table_before(id), made.year) for id, tally in seen.by_loss],
        "audited": [_audited(one, each, made.year) for each in seen.audited],
        "forcings": [_forcing(one, each) for each in seen.forcings],
        "facts": [
            (one.say("input"), made.input),
            (one.say("pattern"), made.pattern),
            (one.say("forced_count"), str(len(made.forced))),
            (one.say("merged_count"), str(len(made.merged))),
        ],
    }
    return page(one, "run", title(made, one), context, problem=problem)


def _table(one: Asked, id: str, tally: Tally, before: Tally | None, year: int) -> dict[str, Any]:
    title = one.say.of(catalogue.table(id, year).title)
    return {"id": id, "title": title, "here": one.of_table(id)} | counts(tally, before)


def _audited(one: Asked, each: Found, year: int) -> dict[str, Any]:
    return {
        "source": each.source,
        "hidden": written(each.hidden),
        "proven": written(each.proven),
        "narrow": written(each.narrow),
        "closest": [
            {"cell": cell(place, naming(place.table, year), one), "table": place.table, "width": written(width)}
            for place, width in each.closest
        ],
        "proof": None if each.proof is None else f"{one.run}/bevis/{each.source}",
        "size": "" if each.proof is None else kilobytes(each.proof),
    }


def _forcing(one: Asked, each: Forcing) -> dict[str, Any]:
    said = [(each.proposed, one.say("proposed")), *((by, one.say(f"answer_{what}")) for what, by in each.answers)]
    waits = each.stands is Stands.WAITING
    return {
        "id": each.id,
        "cell": cell(each.cell, naming(each.cell.table, each.year), one),
        "table": each.cell.table,
        "stands": {"name": one.say(f"stands_{each.stands.replace('-', '_')}"), "colour": _COLOURS[each.stands]},
        "history": [
            {"what": what, "who": by.by.name, "when": one.say.moment(by.at), "text": by.text} for by, what in said
        ],
        "may_second": waits and each.proposed.by.id != one.asker.actor.id,
        "may_decline": waits,
        "may_withdraw": waits or each.stands is Stands.IN_FORCE,
    }
