"""The log, newest first: chosen by region, form, period, what happened and when, a page at a time, or all that was chosen as a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.audit import reading
from kostra.app.audit.reading import Wanted
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.event import Recorded
from kostra.model.text import Language
from kostra.web.access import asker_of
from kostra.web.audit.words import Words
from kostra.web.events import FILE, what, who
from kostra.web.exports import file
from kostra.web.pages import Page, show
from kostra.web.telling import TimedWords

SECTION = "hendelser"
_BOXES = ("region", "skjema", "periode", "handling", "fra", "til")


def page(request: Request) -> Response:
    """What cannot be understood is said above the boxes, which keep what was typed."""
    language: Language = request.path_params["language"]
    system: System = request.app.state.system
    say, told = Words(language), TimedWords(FILE, language)
    typed = {box: request.query_params.get(box, "").strip() for box in _BOXES}
    problem, wanted = None, Wanted()
    try:
        wanted = _wanted(typed, request.query_params.get("foer", ""), say)
    except Refused as refused:
        problem = refused.message
    found = reading.events(system, asker_of(request), wanted)
    here = f"/{language}/{SECTION}"
    chosen = {box: value for box, value in typed.items() if value}
    context = {
        "say": say,
        "problem": problem,
        "typed": typed,
        "forms": catalogue.ids(),
        "actions": sorted(((one, _named(one, told)) for one in found.actions), key=lambda one: one[1].casefold()),
        "events": [_row(one, told) for one in found.events],
        "here": here,
        "chosen": urlencode(chosen),
        "older": None if found.older is None else f"{here}?{urlencode(chosen | {'foer': found.older})}",
        "newest": f"{here}?{urlencode(chosen)}" if wanted.before is not None else None,
    }
    status = 200 if problem is None else 422
    return show(request, Page("audit/events.html", say("events"), language, (), SECTION, status, context=context))


def export(request: Request) -> Response:
    """All that was chosen, whichever page was looked at."""
    language: Language = request.path_params["language"]
    typed = {box: request.query_params.get(box, "").strip() for box in _BOXES}
    wanted = _wanted(typed, "", Words(language))
    found = reading.events(request.app.state.system, asker_of(request), wanted, reading.MOST)
    return file(request, reading.table(found.events), "hendelser")


def _wanted(typed: Mapping[str, str], before: str, say: Words) -> Wanted:
    region = typed["region"]
    if region and not re.fullmatch("[0-9]{6}", region):
        raise Refused(say("wrong_region", value=region[:20]))
    return Wanted(
        region or None,
        typed["skjema"][:20] or None,
        typed["periode"][:20] or None,
        typed["handling"][:60] or None,
        _day(typed["fra"], say),
        _day(typed["til"], say),
        int(before) if re.fullmatch("[0-9]{1,15}", before) else None,
    )


def _day(written: str, say: Words) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise Refused(say("wrong_day", value=written[:20])) from None


def _named(action: str, told: TimedWords) -> str:
    """What an action is called, without what it says of the single event."""
    return told(action, state="…") if told.has(action) else action


def _row(one: Recorded, told: TimedWords) -> dict[str, Any]:
    event = one.event
    about = [part for part in (event.form, event.period, event.region) if part]
    return {
        "number": one.number,
        "time": told.moment(one.at),
        "who": who(one, told),
        "what": what(one, told),
        "about": " ".join(about),
        "subject": event.subject,
        "reason": event.reason,
        "details": [(name, value) for name, value in event.details.items() if value is not None],
        "hash": one.hash.hex(),
    }
