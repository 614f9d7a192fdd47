"""The desk's pages of the frequent series: inviting, who takes part, the log, what was made and who answers for it, the months against the
year, and the report.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.pages.html import whole
from kostra.app.pages.numbers import written
from kostra.app.people import units
from kostra.app.ports.series import Made
from kostra.app.publication import approving as releases
from kostra.app.publication.showing import standings
from kostra.app.series import approving, consenting, showing
from kostra.app.series import written as files
from kostra.app.series.owing import FORM
from kostra.app.series.pilot import pilot
from kostra.app.series.pilot_told import document
from kostra.app.series.revising import revise
from kostra.followup.consent import Part
from kostra.model.errors import Missing, Refused
from kostra.model.release import StandingApproval
from kostra.publication.calendar import day
from kostra.web.desk.asked import SECTION
from kostra.web.downloads import attached
from kostra.web.pages import Page, body, show
from kostra.web.series.own import how, line_of
from kostra.web.series.words import Words
from kostra.web.visit import Visit

_CAUSES = ("missing_months", "not_in_months", "not_in_year", "changed", "edited")
_LISTED = 40
_LINES = 200


def front(request: Request) -> Response:
    return _front(Visit.of(request, Words))


def change(request: Request) -> Response:
    """Invites, gives a standing approval, or approves one that waits: what the button says."""
    one = Visit.of(request, Words)
    form = one.form
    try:
        match form.get("gjor", ""):
            case "inviter":
                consenting.invite(one.system, one.asker, _whom(one, form.get("hvem", "")), form.get("tekst", ""))
            case "staende":
                today = day(one.system.clock.now())
                last = _day(one, form.get("til", ""))
                releases.give(one.system, one.asker, (FORM,), today, last, form.get("hvorfor", ""))
            case _:
                approving.approve(one.system, one.asker, form.get("id", ""))
    except Refused as refused:
        return _front(one, refused)
    return RedirectResponse(_top(one), 303)


def revision(request: Request) -> Response:
    one, year = Visit.of(request, Words), _year(request)
    found = revise(one.system, one.asker, year)
    context = {
        "csv": f"{_top(one)}/revisjon/{year}/tabell.csv",
        "waiting": one.say("revision_waiting", count=len(found.waiting)) if found.waiting else "",
        "nothing": "" if found.units else one.say("revision_none", year=year),
        "causes": [one.say(cause) for cause in _CAUSES],
        "rows": [
            {
                "name": units.name(each.unit, year),
                "figures": [
                    written(value)
                    for value in (each.months, each.year, each.difference, *(getattr(each, cause) for cause in _CAUSES))
                ],
            }
            for each in sorted(found.units, key=lambda each: (-abs(each.difference), each.unit))
        ],
    }
    return _show(one, "revision", one.say("revision_title", year=year), context)


def revision_csv(request: Request) -> Response:
    one, year = Visit.of(request, Words), _year(request)
    content = files.revision_csv(revise(one.system, one.asker, year), one.system.producer)
    return attached(content, f"revisjon-11m-{year}.csv", "text/csv; charset=utf-8")


def report(request: Request) -> Response:
    one, year = Visit.of(request, Words), _year(request)
    told = document(pilot(one.system, one.asker, year), one.language, synthetic=one.system.producer is None)
    context = {
        "say": one.say,
        "problem": None,
        "content": body(told),
        "file": f"{_top(one)}/rapport/{year}/rapport.html",
    }
    page = Page("series/report.html", told.title, one.language, _crumbs(one), SECTION, context=context)
    return show(request, page)


def report_file(request: Request) -> Response:
    one, year = Visit.of(request, Words), _year(request)
    told = document(pilot(one.system, one.asker, year), one.language, synthetic=one.system.producer is None)
    return attached(whole(told), f"pilotrapport-{year}.html", "text/html; charset=utf-8")


def _front(one: Visit[Words], problem: Refused | None = None) -> Response:
    say = one.say
    parts, log = consenting.everybody(one.system, one.asker)
    made = showing.listed(one.system, one.asker)
    newest = {each.period: each.id for each in reversed(made)}
    today = day(one.system.clock.now())
    given = [
        each
        for each in standings(one.system, one.asker)
        if FORM in each.tables and each.ended is None and today <= each.until
    ]
    typed = one.form if problem else {}
    context: dict[str, Any] = {
        "here": _top(one),
        "units": [
            {"name": units.name(unit, today.year), "code": unit, "stands": _stands(part, say)}
            for unit, part in parts.items()
        ],
        "joined": sum(part.joined is not None for part in parts.values()),
        "typed": {"tekst": say("invite_default")} | typed,
        "standings": [_standing(each, say) for each in given],
        "made": [_made(each, newest[each.period] == each.id, say) for each in made[:_LISTED]],
        "log": [line_of(line, say) for line in log[:_LINES]],
        "years": sorted({each.period.year for each in made}, reverse=True),
    }
    crumbs = ((say("desk"), f"/{one.language}/{SECTION}"),)
    return one.show("series/desk.html", say("desk_title"), crumbs, SECTION, context, problem)


def _stands(part: Part, say: Words) -> str:
    stands, held = how(part, say)
    return say(f"desk_{stands}", **held)


def _standing(given: StandingApproval, say: Words) -> str:
    return say(
        "standing_line",
        who=given.given.by.name,
        since=say.day(given.since),
        until=say.day(given.until),
        why=given.given.text,
    )


def _made(each: Made, is_newest: bool, say: Words) -> dict[str, Any]:
    state, colour = "stopped", "danger"
    if each.passed:
        state, colour = ("public", "success") if each.approved is not None else ("waiting", "warning")
        if not is_newest:
            state, colour = "replaced", "neutral"
    return {
        "id": each.id,
        "period": say.period(each.period),
        "when": say.moment(each.made.at),
        "state": say(f"outcome_{state}"),
        "colour": colour,
        "may_approve": state == "waiting",
    }


def _whom(one: Visit[Words], typed: str) -> tuple[str, ...]:
    """Those that are written, or everybody who has never answered."""
    written_ = tuple(re.split(r"[\s,;]+", typed.strip())) if typed.strip() else ()
    if written_:
        return written_
    parts, _ = consenting.everybody(one.system, one.asker)
    return tuple(unit for unit in consenting.may_join(day(one.system.clock.now()).year) if unit not in parts)


def _day(one: Visit[Words], typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refused(one.say("day_wrong")) from None


def _year(request: Request) -> int:
    asked = str(request.path_params["year"])
    if not (len(asked) == 4 and asked.isascii() and asked.isdigit()):
        raise Missing(f"«{asked[:20]}» er ikke et år. Skriv fire siffer, for eksempel 2026.")
    return int(asked)


def _show(one: Visit[Words], template: str, title: str, context: dict[str, Any]) -> Response:
    return one.show(f"series/{template}.html", title, _crumbs(one), SECTION, context, None)


def _crumbs(one: Visit[Words]) -> tuple[tuple[str, str], ...]:
    return ((one.say("desk"), f"/{one.language}/{SECTION}"), (one.say("desk_title"), _top(one)))


def _top(one: Visit[Words]) -> str:
    return f"/{one.language}/{SECTION}/hyppige-tall"
