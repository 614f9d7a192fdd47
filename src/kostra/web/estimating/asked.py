"""What every page of estimation needs of a request, and figures as all of them tell them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.pages.numbers import written
from kostra.app.ports.estimates import Ordered
from kostra.estimation.catalogue import of_form
from kostra.estimation.gates import Closed
from kostra.model.errors import Refused
from kostra.web.estimating.words import Words
from kostra.web.pages import Link
from kostra.web.visit import Visit

SECTION = "redigering"


@dataclass(frozen=True, slots=True)
class Asked(Visit[Words]):
    @property
    def editing(self) -> str:
        return f"/{self.language}/{SECTION}"

    @property
    def top(self) -> str:
        return f"{self.editing}/estimat"


def asked(request: Request) -> Asked:
    return Asked.of(request, Words)


def page(
    one: Asked, template: str, title: str, context: dict[str, Any], *crumbs: Link, problem: Refused | None = None
) -> Response:
    """`crumbs` stand after the page of editing and the list of runs."""
    above: tuple[Link, ...] = ((one.say("editing"), one.editing),)
    if template != "front":
        above += ((one.say("estimates"), one.top),)
    around = {"top": one.top} | context
    return one.show(f"estimating/{template}.html", title, (*above, *crumbs), SECTION, around, problem)


def labels(form: str, one: Asked) -> dict[str, str]:
    """What each variable is called."""
    return {each.id: one.say.of(each.label) for each in of_form(form).variables}


def why(closed: Iterable[Closed], one: Asked) -> str:
    return ", ".join(one.say(f"closed_{reason}") for reason in closed)


def title(ordered: Ordered, one: Asked) -> str:
    return one.say(
        "run_title", kind=one.say(f"kind_{ordered.kind}"), form=ordered.whole.form, year=ordered.whole.period
    )


def signed(value: float, decimals: int = 0) -> str:
    """With a sign, and a real minus."""
    told = written(abs(value), decimals)
    return told if told == written(0, decimals) else ("+" if value > 0 else "\u2212") + told


def per_cent(share: float, decimals: int = 1) -> str:
    return f"{written(100 * share, decimals)}\u00a0%"
