"""The clock of the year: its days, which of them are over, where each proposal stands, and what is late."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.proposals import showing
from kostra.app.proposals.showing import OnClock
from kostra.model.errors import Refused
from kostra.model.proposal import State
from kostra.proposals.clock import clock
from kostra.web.proposals.asked import SECTION, top, year_of
from kostra.web.proposals.listing import row
from kostra.web.proposals.words import Words
from kostra.web.visit import Visit


def page(request: Request) -> Response:
    one = Visit.of(request, Words)
    year, problem = _year(one)
    found = showing.of_year(one.system, one.asker, year)
    say = one.say
    coming = next((stop for stop in found.stops if stop.on >= found.today), None)
    context: dict[str, Any] = {
        "here": f"{top(one.language)}/klokken",
        "year": found.year,
        "today": say.day(found.today),
        "stops": [
            {
                "title": say.of(stop.title),
                "on": say.day(stop.on),
                "reached": "" if stop.day is None else _reached(stop.day.reached, say),
                "over": stop.on < found.today,
                "next": stop is coming,
            }
            for stop in found.stops
        ],
        "rows": [row(each.proposal, say, one.language) | _lateness(each, say) for each in found.proposals],
        "late": sum(each.late is not None for each in found.proposals),
        "same": ", ".join(form for form, years in clock().lead.items() if not years),
        "next": ", ".join(form for form, years in clock().lead.items() if years),
    }
    crumbs = ((say("title"), top(one.language)),)
    return one.show("proposals/clock.html", say("clock_title", year=found.year), crumbs, SECTION, context, problem)


def _reached(state: State, say: Words) -> str:
    """A decision against is a decision, too."""
    return say("clock_decided") if state is State.ACCEPTED else str(say.tag(state)["name"])


def _lateness(each: OnClock, say: Words) -> dict[str, str]:
    late = (
        "" if each.late is None else say("late_for", day=say.of(each.late.title), on=say.day(each.late.on(each.work)))
    )
    return {"late": late, "earliest": "" if each.earliest is None else say("earliest", year=each.earliest)}


def _year(one: Visit[Words]) -> tuple[int | None, Refused | None]:
    asked = one.request.query_params.get("aar", "").strip()
    if not asked:
        return None, None
    try:
        year = year_of(asked)
        if not 1998 <= year <= 2100:
            raise Refused(one.say("no_choice", wanted=asked))
        return year, None
    except Refused as wrong:
        return None, wrong
