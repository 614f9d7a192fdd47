"""One municipality or district: all that it owes, whom to reach there, what has been tried and said; and finding it by name or number."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.followup import codes, one_unit, reaching, talking
from kostra.app.people import units
from kostra.app.portal.owed import told
from kostra.followup.calendar import Phase
from kostra.followup.contacts import Attempt, Channel, ContactRole
from kostra.followup.states import Mover, may_follow
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.submission import Expected, Standing, State
from kostra.web.desk.asked import Asked, asked, page
from kostra.web.events import told_events
from kostra.web.portal import contacts
from kostra.web.portal.asked import in_boxes
from kostra.web.portal.words import Words as PortalWords

DECISIONS = {
    "forleng": State.EXTENDED,
    "fritak": State.EXCUSED,
    "godkjenn": State.ACCEPTED,
    "avvis": State.REFUSED,
    "ingenting": State.NIL_PRESUMED,
    "apne": State.REOPENED,
    "avslutt": State.FINAL,
    "skal-ikke": State.NOT_IN_POPULATION,
    "ventes": State.EXPECTED,
}
"""What the desk may decide, by the words of the form, and where it leads."""


def unit(request: Request) -> Response:
    return show_unit(asked(request))


def find(request: Request) -> Response:
    """From a number or a name to the page of the unit."""
    one = asked(request)
    wanted = request.query_params.get("q", "").strip()
    names = units.names(one.system.clock.now().year)
    code = wanted + "00" if len(wanted) == 4 else wanted
    if code in names:
        return RedirectResponse(f"{one.top}/enhet/{code}", 303)
    hits = [(code, name) for code, name in sorted(names.items()) if wanted and wanted.casefold() in name.casefold()]
    if len(hits) == 1:
        return RedirectResponse(f"{one.top}/enhet/{hits[0][0]}", 303)
    return page(one, "find", one.say("find"), {"wanted": wanted, "hits": hits})


def show_unit(one: Asked, problem: Refused | None = None) -> Response:
    """After something was refused, with all that was typed and chosen."""
    code = code_of(one)
    seen = one_unit.look(one.system, one.asker, code)
    typed = in_boxes(one.form if problem is not None else {})
    contacts_say = PortalWords(one.language)
    owed = [_owed(each, seen.now, one) for each in sorted(seen.standings, key=_newest_first)]
    year = max(
        (each["year"] for each in owed if each["has_opened"]), default=max((each["year"] for each in owed), default=0)
    )
    context = {
        "unit": code,
        "name": seen.name,
        "language": one.say(f"written_{seen.language}"),
        "owed": owed,
        "newest": [each for each in owed if each["year"] == year],
        "earlier": [each for each in owed if each["year"] != year],
        "listable": [each for each in owed if each["may_be_listed"]],
        "decisions": [(key, one.say(f"decide_{key.replace('-', '_')}")) for key in _possible(seen.standings)],
        "reasons": [(key, one.say.of(text)) for key, text in codes.reasons().items()],
        "outcomes": [(key, one.say.of(text)) for key, text in codes.outcomes().items()],
        "channels": [(channel, one.say(f"channel_{channel}")) for channel in Channel],
        "contact_say": contacts_say,
        "roles": [(role, contacts_say(f"role_{role}")) for role in ContactRole],
        "contacts": contacts.rows(reaching.contacts(one.system, one.asker, code), contacts_say),
        "contact_typed": contacts.typed_in(one.request.state.form if problem is not None else FormData()),
        "ticked": one.chosen("rolle") if problem is not None else [],
        "chosen": one.chosen("om") if problem is not None else [],
        "tries": [_tried(each, one) for each in reaching.tries(one.system, one.asker, code)],
        "threads": talking.threads(one.system, one.asker, code),
        "history": told_events(seen.history, one.language, several=True),
        "typed": typed,
        "here": f"{one.top}/enhet/{code}",
    }
    return page(one, "unit", f"{seen.name} ({code})", context, problem=problem)


def _newest_first(standing: Standing) -> tuple[int, str, str]:
    return -standing.expected.period.year, standing.expected.form, str(standing.expected.period)


def _possible(standings: tuple[Standing, ...]) -> list[str]:
    """What may be decided about any of it, from where it now stands."""
    allowed = {state for one in standings for state in may_follow(one.state, Mover.DESK)}
    return [key for key, state in DECISIONS.items() if state in allowed]


def _owed(standing: Standing, now: datetime, one: Asked) -> dict[str, Any]:
    expected: Expected = standing.expected
    owed = told(standing, now)
    return {
        "key": f"{expected.form}/{expected.period}",
        "form": expected.form,
        "period": str(expected.period),
        "year": expected.period.year,
        "has_opened": owed.phase is not Phase.BEFORE,
        "may_be_listed": _may_be_listed(standing),
        "state": one.say.state(standing.state),
        "due": one.say.day(owed.due),
        "late": one.say("late", days=one.say.days(owed.late)) if owed.late else "",
        "arrived": one.say.moment(standing.arrived) if standing.arrived else "",
        "reason": standing.reason,
        "submission": standing.submission,
    }


def _may_be_listed(standing: Standing) -> bool:
    """There is something to make an error list of, and it is ours to look at."""
    is_ours = catalogue.form(standing.expected.form).received_for is None
    return is_ours and standing.submission is not None and State.ERRORS_SENT in may_follow(standing.state, Mover.DESK)


def _tried(each: Attempt, one: Asked) -> dict[str, Any]:
    return {
        "at": one.say.moment(each.at),
        "by": each.by.name,
        "channel": one.say(f"channel_{each.channel}"),
        "outcome": one.say.of(codes.outcomes()[each.outcome]),
        "person": each.person,
        "about": f"{each.form} {each.period}" if each.form else "",
        "next": one.say.day(each.next_on) if each.next_on else "",
        "note": each.note,
    }


def code_of(one: Asked) -> str:
    code: str = one.request.path_params["region"]
    return code
