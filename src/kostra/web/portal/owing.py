"""The first page of a reporter: what waits for an answer, what the units owe, by when, and where each of it stands."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.people import units
from kostra.app.portal.owed import Row, Unit, overview
from kostra.app.system import System
from kostra.followup.calendar import Phase, told
from kostra.followup.errorlists import ErrorList
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.form import Kind
from kostra.model.period import Span
from kostra.model.submission import State
from kostra.model.text import Language
from kostra.web.access import asker_of
from kostra.web.pages import Page, show
from kostra.web.portal.asked import address, language_of
from kostra.web.portal.words import Words

SECTION = "mine-innsendinger"


def page(request: Request) -> Response:
    language = language_of(request)
    system: System = request.app.state.system
    say = Words(language)
    seen = overview(system, asker_of(request), _year(request))
    context = {
        "say": say,
        "seen": seen,
        "units": [_unit(unit, language, say) for unit in seen.units],
        "others": [year for year in seen.years if year != seen.year],
        "lists": [_list(made, count, say) for made, count in seen.lists],
        "unread": say.counted("unread", seen.unread) if seen.unread else "",
    }
    return show(request, Page("portal/owing.html", say("mine"), language, section=SECTION, context=context))


def _list(made: ErrorList, count: int, say: Words) -> dict[str, str]:
    expected = made.expected
    name = units.name(expected.unit, expected.period.year)
    title = say("list_title", form=expected.form, period=expected.period, name=name, round=made.round)
    left = say.counted("lines_left", count)
    return {
        "here": f"/{say.language}/feilliste/{made.id}",
        "title": title,
        "stands": say("list_waits", left=left, date=told(made.answer_by)),
    }


def title_of(form: str, year: int, language: Language) -> str:
    return catalogue.form(form).version(year).title[language]


def is_eform(form: str) -> bool:
    return catalogue.form(form).kind is Kind.ANSWERS


def _year(request: Request) -> int | None:
    written = request.query_params.get("ar", "")
    if not written:
        return None
    if not (len(written) == 4 and written.isascii() and written.isdigit()):
        raise Refused(f"«{written[:20]}» er ikke et år. Velg et av årene på siden.")
    return int(written)


def _unit(unit: Unit, language: Language, say: Words) -> dict[str, Any]:
    rows = [_row(row, language, say) for row in unit.rows]
    left = say("left_none") if unit.left == 0 else say.counted("left", unit.left)
    return {
        "region": unit.region,
        "name": unit.name,
        "left": left,
        "yearly": [row for row in rows if not row["monthly"]],
        "monthly": [row for row in rows if row["monthly"]],
    }


def _row(row: Row, language: Language, say: Words) -> dict[str, Any]:
    owed = row.owed
    expected = owed.expected
    return {
        "form": expected.form,
        "title": title_of(expected.form, expected.period.year, language),
        "period": str(expected.period),
        "monthly": expected.period.span is not Span.YEAR,
        "address": address(language, expected),
        "due": say("opens_on", date=told(owed.dates.opens)) if owed.phase is Phase.BEFORE else told(owed.due),
        "left": say.left(owed.days) if owed.is_awaited and owed.is_open else "",
        "overdue": owed.is_awaited and owed.days < 0,
        "extended": owed.standing.extended_until is not None,
        "state": say.state(owed.standing.state),
        "stopped": row.stopped,
        "ready": row.is_ready,
        "begun": row.is_begun,
        "sent": say.moment(row.newest.received) if row.newest and row.newest.received else "",
        "action": _action(row, say),
    }


def _action(row: Row, say: Words) -> str:
    """The one thing that is most worth doing now."""
    if not row.owed.is_open:
        return say("do_see")
    if row.is_ready:
        return say("do_forward")
    if row.stopped or row.owed.standing.state in (State.ERRORS_SENT, State.REFUSED):
        return say("do_mend")
    if row.owed.is_awaited:
        return say("do_go_on" if row.is_begun else "do_fill" if is_eform(row.owed.expected.form) else "do_send")
    return say("do_see")
