"""Reading what a page of the desk is asked about, and showing it in the frame that all of them share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.permissions import Asker
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.period import Period
from kostra.model.submission import Expected
from kostra.model.text import Language
from kostra.web.access import asker_of
from kostra.web.desk.words import Words
from kostra.web.errors import status_of
from kostra.web.pages import Link, Page, show

SECTION = "skrivebord"


@dataclass(frozen=True, slots=True)
class Asked:
    """What every page of the desk needs of a request."""

    request: Request
    system: System
    asker: Asker
    language: Language
    say: Words

    @property
    def top(self) -> str:
        return f"/{self.language}/{SECTION}"

    @property
    def form(self) -> dict[str, str]:
        """What was posted, trimmed."""
        return {key: value.strip() for key, value in self.request.state.form.items() if isinstance(value, str)}

    def chosen(self, name: str) -> list[str]:
        """All the values of a field that may be there several times."""
        return [value for value in self.request.state.form.getlist(name) if isinstance(value, str)]


def asked(request: Request) -> Asked:
    language: Language = request.path_params["language"]
    return Asked(request, request.app.state.system, asker_of(request), language, Words(language))


def page(
    one: Asked, template: str, title: str, context: dict[str, Any], *crumbs: Link, problem: Refused | None = None
) -> Response:
    """`crumbs` stand after the desk itself. A `problem` is shown first, and whatever was typed stays."""
    beginning = ((one.say("desk"), one.top),) if template != "front" else ()
    whole = {"say": one.say, "top": one.top, "problem": None if problem is None else problem.message} | context
    return show(
        one.request,
        Page(
            f"desk/{template}.html",
            title,
            one.language,
            (*beginning, *crumbs),
            SECTION,
            200 if problem is None else status_of(problem),
            context=whole,
        ),
    )


def form_and_period(request: Request) -> tuple[str, Period]:
    path = request.path_params
    return catalogue.form(path["form"]).id, Period.read(path["period"])


def day_of(one: Asked, written: str, what: str) -> date:
    """A day as a date field sends it. `what` is the word for what it is the day of."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
        raise Refused(one.say("day_wrong" if written else "day_missing", what=one.say(what), written=written[:20]))
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Refused(one.say("day_impossible", what=one.say(what), written=written)) from None


def expected_named(written: str, unit: str) -> Expected:
    """`11F/2026`, as the boxes on the page of a unit say it."""
    form, _, period = written.partition("/")
    return Expected(catalogue.form(form).id, Period.read(period), unit)
