"""What every page of a form has around it: where it stands, who wrote last, when it is due, and the way to the others."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from kostra.app.eforms.sheet import Sheet
from kostra.app.pages.words import Words
from kostra.app.people import units
from kostra.app.permissions import Asker
from kostra.app.ports.drafts import Step
from kostra.followup import calendar as reckoning
from kostra.followup.calendar import OSLO
from kostra.forms import calendar
from kostra.model.errors import Refused
from kostra.model.people import Right
from kostra.model.submission import Expected
from kostra.model.text import Language
from kostra.web.pages import Link, Page, show

WORDS = Path(__file__).parent / "texts.toml"
SECTION = "mine-innsendinger"


def words(language: Language) -> Words:
    return Words(WORDS, language)


def address(language: Language, expected: Expected, *more: str) -> str:
    """The page of the form, or one below it."""
    whole = ("", language, SECTION, expected.form, str(expected.period), expected.unit, "fyll-ut", *more)
    return "/".join(whole)


def told(moment: datetime) -> str:
    return f"{moment.astimezone(OSLO):%d.%m.%Y kl. %H.%M}"


def framed(
    request: Request, asker: Asker, opened: Sheet, template: str, title: str, *, below: bool = True, **context: Any
) -> HTMLResponse:
    """`below` says that this page stands below the one where the form is filled in."""
    language, expected = asker.language, opened.expected
    say = words(language)
    here = address(language, expected)
    crumbs: tuple[Link, ...] = ((say("portal"), f"/{language}/{SECTION}"),)
    if below:
        crumbs += ((f"{say('fill')} {expected.form}", here),)
    around = {
        "say": say,
        "sheet": opened,
        "here": here,
        "portal": f"/{language}/{SECTION}",
        "delivery": f"/{language}/{SECTION}/{expected.form}/{expected.period}/{expected.unit}",
        "unit": f"{units.name(expected.unit, expected.period.year)} ({expected.unit})",
        "due": _due(opened),
        "closed": _closed(opened, request),
        "stands": stands(opened, asker, say),
        "sent_before": opened.draft is not None and opened.draft.step is Step.SENT,
        "is_ready": opened.draft is not None and opened.draft.step is Step.READY,
        "may_write": asker.may(Right.PREPARE, expected.unit, expected.form),
        "may_send": asker.may(Right.SEND, expected.unit, expected.form),
        "told": told,
    }
    return show(request, Page(f"eforms/{template}", title, language, crumbs, SECTION, context=around | context))


def stands(opened: Sheet, asker: Asker, say: Words) -> str:
    """How far it has come, and who brought it there."""
    draft = opened.draft
    if draft is None:
        return say("not_begun")
    who = say("you") if draft.by == asker.actor else draft.by.name
    return say(draft.step.value, when=told(draft.saved), who=who)


def _due(opened: Sheet) -> str | None:
    try:
        return reckoning.told(reckoning.due(calendar.dates(opened.expected), opened.standing))
    except Refused:
        return None


def _closed(opened: Sheet, request: Request) -> str | None:
    """Why it cannot be sent just now; it may still be filled in."""
    try:
        dates = calendar.dates(opened.expected)
    except Refused as refused:
        return refused.message
    return reckoning.closed_because(dates, request.app.state.system.clock.now(), opened.standing)
