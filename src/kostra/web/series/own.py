"""A municipality's own page of the frequent series: whether it takes part, saying yes or no, changing, withdrawing, and its own figures."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.pages.numbers import written
from kostra.app.people import units
from kostra.app.permissions import Forbidden
from kostra.app.series import consenting, showing
from kostra.app.series.owing import FORM
from kostra.followup.consent import Act, Consent, Part
from kostra.model.errors import Refused
from kostra.model.people import Right
from kostra.model.period import Period, Span
from kostra.statistics.indicators import HOUSING_PERSONS_TITLE, HOUSING_TITLE, TITLES, Indicator
from kostra.statistics.series.counting import OfUnit
from kostra.web.portal.owing import SECTION
from kostra.web.series.words import Words
from kostra.web.visit import Visit


def page(request: Request) -> Response:
    return _page(Visit.of(request, Words))


def answer(request: Request) -> Response:
    one, region = Visit.of(request, Words), _region(request)
    form = one.form
    by, why = form.get("bestemt", ""), form.get("hvorfor", "")
    try:
        match form.get("svar", ""):
            case "ja":
                consenting.join(one.system, one.asker, region, _since(one, form.get("fra", "")), by)
            case "nei":
                consenting.decline(one.system, one.asker, region, by, why)
            case "trekk":
                consenting.withdraw(one.system, one.asker, region, by, why)
            case other:
                raise Refused(one.say("no_choice", wanted=other[:40]))
    except Forbidden:
        raise
    except Refused as refused:
        return _page(one, refused)
    return RedirectResponse(_here(one, region), 303)


def _page(one: Visit[Words], problem: Refused | None = None) -> Response:
    region, say = _region(one.request), one.say
    own = consenting.own(one.system, one.asker, region)
    name = units.name(region, one.system.clock.now().year)
    stands, held = how(own.part, say)
    # Whether it takes part is for everybody who works there; its figures are for those who may see the form.
    newest = showing.newest(one.system) if one.asker.may(Right.SEE, region, FORM) else None
    figures = None if newest is None else showing.own(one.system, one.asker, region, newest.period)
    invited = next((line for line in own.log if line.act is Act.INVITED), None)
    context: dict[str, Any] = {
        "here": _here(one, region),
        "stands": say(f"stands_{stands}", **held),
        "joined": own.part is not None and own.part.joined is not None,
        "may": one.asker.may(Right.SEND, region, FORM),
        "invitation": "" if invited is None else invited.text,
        "choices": [(str(period), _choice(period, say)) for period in own.choices],
        "typed": one.form if problem else {},
        "log": [line_of(line, say) for line in own.log],
        "figures_title": "" if newest is None else say("your_figures", period=say.period(newest.period)),
        "figures": [] if figures is None else _figures(figures, say),
    }
    crumbs = ((say("mine"), f"/{one.language}/{SECTION}"),)
    return one.show("series/own.html", say("own_title", name=name), crumbs, SECTION, context, problem)


def _figures(own: OfUnit, say: Words) -> list[tuple[str, str]]:
    """The six, and what they have answered about temporary housing, if they have."""
    found = [(say.of(TITLES[id]), written(own.counts[id])) for id in Indicator]
    if own.housing is not None:
        found += [
            (say.of(HOUSING_PERSONS_TITLE), written(own.housing.persons)),
            (say.of(HOUSING_TITLE), written(own.housing.kroner)),
        ]
    return found


def how(part: Part | None, say: Words) -> tuple[str, dict[str, str]]:
    """The word for how a unit stands, and what it holds."""
    if part is None:
        return "none", {}
    if part.joined is not None and part.joined.since is not None:
        return part.joined.since.span, {"since": say.period(part.joined.since)}
    return part.last.act, {"when": say.moment(part.last.at)}


def line_of(line: Consent, say: Words) -> dict[str, str]:
    since = "" if line.since is None else say.period(line.since)
    return {
        "unit": units.name(line.unit, line.at.year),
        "code": line.unit,
        "when": say.moment(line.at),
        "who": line.by.name,
        "what": say(f"act_{line.act}", since=since),
        "decided": line.on_behalf,
        "text": line.text,
    }


def _choice(period: Period, say: Words) -> str:
    return say("each_month" if period.span is Span.MONTH else "each_quarter", period=say.period(period))


def _since(one: Visit[Words], written_: str) -> Period:
    try:
        return Period.read(written_[:20])
    except Refused:
        raise Refused(one.say("no_choice", wanted=written_[:40])) from None


def _here(one: Visit[Words], region: str) -> str:
    return f"/{one.language}/{SECTION}/hyppige-tall/{region}"


def _region(request: Request) -> str:
    region: str = request.path_params["region"]
    return region
