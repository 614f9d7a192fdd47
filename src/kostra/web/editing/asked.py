"""Reading which form, period, municipality or record a page of editing is about, and showing it in the frame that all of them share.

What stands in a record is never in an address: what is searched for is posted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kostra.app.people import units
from kostra.editing.places import Level, names
from kostra.forms import catalogue
from kostra.model.edit import Reason, Whole
from kostra.model.errors import Missing, Refused
from kostra.model.form import FormVersion
from kostra.model.period import Period
from kostra.web.editing.words import Words
from kostra.web.pages import Link
from kostra.web.visit import Visit

SECTION = "redigering"


@dataclass(frozen=True, slots=True)
class Asked(Visit[Words]):
    """What every page of editing needs of a request."""

    @property
    def top(self) -> str:
        return f"/{self.language}/{SECTION}"


@dataclass(frozen=True, slots=True)
class About(Asked):
    """A page about one form and period."""

    whole: Whole
    version: FormVersion

    @property
    def here(self) -> str:
        return f"{self.top}/{self.whole.form}/{self.whole.period}"

    @property
    def year(self) -> int:
        return self.whole.period.year

    @property
    def crumb(self) -> Link:
        return f"{self.whole.form} {self.whole.period}", self.here

    @property
    def unit(self) -> str:
        """Of six digits, in the path."""
        code: str = self.request.path_params["region"]
        if code not in units.names(self.year):
            raise Missing(self.say("no_unit", wanted=code[:20], year=self.year))
        return code

    @property
    def municipality(self) -> tuple[str, str]:
        """Its four digits, in the path, and its name."""
        code: str = self.request.path_params["region"]
        known = names(Level.MUNICIPALITY, self.year)
        if code not in known:
            raise Missing(self.say("no_municipality", wanted=code[:20], year=self.year))
        return code, known[code]

    def unit_name(self, unit: str) -> str:
        return units.name(unit, self.year)


def asked(request: Request) -> Asked:
    return Asked.of(request, Words)


def about(request: Request) -> About:
    """Refused where the form or the period is none, or is received for others."""
    one = asked(request)
    try:
        form = catalogue.form(request.path_params["form"])
        whole = Whole(form.id, Period.read(request.path_params["period"]))
        version = form.version(whole.period.year)
    except Refused as refused:
        raise Missing(refused.message) from None
    if form.received_for is not None:
        raise Missing(one.say("not_ours", form=form.id, body=form.received_for))
    if whole.period.span not in form.periods:
        raise Missing(one.say("no_such_period", form=form.id, period=whole.period))
    return About(one.request, one.system, one.asker, one.language, one.say, whole, version)


def page(
    one: Asked,
    template: str,
    title: str,
    context: dict[str, Any],
    *crumbs: Link,
    problem: Refused | None = None,
    said: str = "",
) -> Response:
    """`crumbs` stand after the first page of editing. A `problem` is shown first, and whatever was typed stays; `said` is what was done."""
    beginning: tuple[Link, ...] = ((one.say("editing"), one.top),) if template != "front" else ()
    around = {"top": one.top, "here": one.here if isinstance(one, About) else one.top, "said": said}
    if isinstance(one, About) and template != "macro":
        beginning += (one.crumb,)
    return one.show(f"editing/{template}.html", title, (*beginning, *crumbs), SECTION, around | context, problem)


def reason_of(one: Asked) -> Reason:
    """The reason code that was chosen."""
    written = one.form.get("grunn", "")
    if written not in set(Reason):
        raise Refused(one.say("no_reason"))
    return Reason(written)


def reasons(say: Words) -> list[tuple[str, str]]:
    return [(one.value, say(f"reason_{one.value.lower()}")) for one in Reason]


def drawn(svg: str) -> Markup:
    """A drawing of ours, with every text in it escaped."""
    return Markup(svg)
