"""The releases there are, the newest first, beside the days that the calendar has; and making one of what is approved."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.pages.numbers import written
from kostra.app.publication import releasing, showing
from kostra.app.publication.releasing import Order
from kostra.app.publication.showing import Listed
from kostra.model.errors import Refused
from kostra.model.release import Kind, StandingApproval
from kostra.publication.calendar import Planned
from kostra.publication.standing import State
from kostra.web.publishing.asked import Asked, asked, page, stands, title, when

_KINDS = (Kind.PROVISIONAL, Kind.FINAL)
"""What the calendar has a day for: the others are made with a day or a reason of their own, on the command line."""


def releases(request: Request) -> Response:
    return _show(asked(request))


def make(request: Request) -> Response:
    one = asked(request)
    try:
        year, kind = one.form.get("aar", ""), one.form.get("slag", "")
        if not (year.isascii() and year.isdigit() and len(year) == 4) or kind not in _KINDS:
            raise Refused(one.say("no_order"))
        made = releasing.make(one.system, one.asker, one.data, Order(int(year), Kind(kind)))
    except Refused as refused:
        return _show(one, refused)
    return RedirectResponse(f"{one.here(made.id)}?gjort=laget", 303)


def _show(one: Asked, problem: Refused | None = None) -> Response:
    every = showing.listed(one.system, one.asker)
    context = {
        "rows": [_row(one, each) for each in every],
        "days": [_day(one, each, every) for each in showing.planned(one.system)],
        "standings": [_standing(one, each) for each in showing.standings(one.system, one.asker)],
        "kinds": [(kind.value, one.say(f"kind_{kind}")) for kind in _KINDS],
        "year": one.form.get("aar", ""),
        "kind": one.form.get("slag", ""),
    }
    return page(one, "front", one.say("publishing"), context, problem=problem)


def _row(one: Asked, each: Listed) -> dict[str, Any]:
    release = each.release
    return {
        "here": one.here(release.id),
        "title": title(release.kind, release.year, one),
        "when": when(release, one),
        "tables": written(len(release.tables)),
        "made": release.made.by.name,
        "approved": "" if release.approved is None else release.approved.by.name,
        "stands": stands(each.state, one),
    }


def _day(one: Asked, day: Planned, every: tuple[Listed, ...]) -> dict[str, Any]:
    """With the release that was made for it, if it still is to come."""
    own = [
        each
        for each in every
        if (each.release.year, each.release.kind) == (day.year, day.kind) and each.state is not State.WITHDRAWN
    ]
    return {
        "when": one.say.moment(day.hour),
        "what": title(day.kind, day.year, one),
        "here": one.here(own[0].release.id) if own else "",
        "stands": stands(own[0].state, one) if own else None,
    }


def _standing(one: Asked, each: StandingApproval) -> dict[str, str]:
    ended = "" if each.ended is None else one.say("standing_ended", who=each.ended.by.name)
    return {
        "tables": ", ".join(each.tables),
        "line": one.say(
            "standing_line", who=each.given.by.name, since=one.say.day(each.since), until=one.say.day(each.until)
        ),
        "why": each.given.text,
        "ended": ended,
    }
