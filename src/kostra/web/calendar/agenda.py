"""The calendar: which figures come and when, and which have come. Of what is to come, no more than its day, its kind and its tables."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.publication import history
from kostra.app.publication.history import Comes
from kostra.web.calendar.asked import CALENDAR, Asked, asked, release, tables


def calendar(request: Request) -> Response:
    one = asked(request)
    found = history.calendar(one.system, one.data)
    context = {
        "comes": [_comes(one, each) for each in found.comes],
        "came": [release(one, each) | {"count": len(each.release.ids)} for each in found.came],
    }
    return one.page("calendar", one.say("calendar"), context, CALENDAR)


def _comes(one: Asked, each: Comes) -> dict[str, object]:
    """The tables are not there yet, so they lead nowhere."""
    return {
        "title": one.say.release(each.kind, each.year),
        "when": one.say.moment(each.hour),
        "tables": tables(one, each.tables, each.year),
    }
