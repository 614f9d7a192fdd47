"""Reading what a page of the desk is asked about, and showing it in the frame that all of them share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.period import Period
from kostra.model.submission import Expected
from kostra.web.desk.words import Words
from kostra.web.pages import Link
from kostra.web.visit import Visit

SECTION = "skrivebord"


@dataclass(frozen=True, slots=True)
class Asked(Visit[Words]):
    """What every page of the desk needs of a request."""

    @property
    def top(self) -> str:
        return f"/{self.language}/{SECTION}"


def asked(request: Request) -> Asked:
    return Asked.of(request, Words)


def page(
    one: Asked, template: str, title: str, context: dict[str, Any], *crumbs: Link, problem: Refused | None = None
) -> Response:
    """`crumbs` stand after the desk itself."""
    beginning = ((one.say("desk"), one.top),) if template != "front" else ()
    around = {"top": one.top} | context
    return one.show(f"desk/{template}.html", title, (*beginning, *crumbs), SECTION, around, problem)


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
