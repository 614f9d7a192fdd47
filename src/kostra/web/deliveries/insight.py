"""What a municipality or district sees: what has been handed out with records from it, to whom, on which basis, and its own data back."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.deliveries import seeing
from kostra.app.deliveries.seeing import About
from kostra.app.pages.numbers import written
from kostra.app.people import units
from kostra.app.ports.passing import HandedOn
from kostra.model.period import Period
from kostra.web.deliveries.asked import BASES, INSIGHT, Asked, asked, page, what
from kostra.web.downloads import attached


def places(request: Request) -> Response:
    """Those of the asker. Whoever has one is led to it."""
    one = asked(request)
    regions = one.asker.regions()
    if len(regions) == 1:
        return RedirectResponse(f"{one.at(INSIGHT)}/{regions[0]}", 303)
    context = {"places": [(f"{one.at(INSIGHT)}/{region}", _named(region, one)) for region in regions]}
    return page(one, "places", one.say("insight"), INSIGHT, context)


def about(request: Request) -> Response:
    one = asked(request)
    region = str(request.path_params["region"])[:6]
    found, passed = seeing.insight(one.system, one.asker, region)
    basis, there = seeing.own(one.system, one.asker, region)
    context = {
        "name": _named(region, one),
        "rows": [_row(one, each) for each in found],
        "passed": [_passed(one, each) for each in passed],
        "basis": None if basis is None else {"here": f"{one.at(BASES)}/{basis.id}", "title": basis.paragraph},
        "own": [
            (f"{one.at(INSIGHT)}/{region}/{form}/{period}", one.say("what", form=form, period=period))
            for form, period in there
        ],
    }
    return page(one, "insight", one.say("insight_of", name=_named(region, one)), INSIGHT, context)


def own_data(request: Request) -> Response:
    one = asked(request)
    path = request.path_params
    region, form, period = str(path["region"])[:6], str(path["form"])[:20], Period.read(str(path["period"])[:20])
    content = seeing.own_data(one.system, one.asker, region, form, period)
    return attached(content, f"{form}_{period}_{region}.csv", "text/csv; charset=utf-8")


def _row(one: Asked, each: About) -> dict[str, Any]:
    delivery, basis = each.delivery, each.basis
    assert delivery.approved is not None
    return {
        "what": what(delivery, one),
        "recipient": each.recipient.name,
        "basis": {"here": f"{one.at(BASES)}/{basis.id}", "title": basis.paragraph},
        "purpose": basis.purpose,
        "identity": one.say(f"identity_{basis.identity.name.lower()}"),
        "rows": written(each.rows),
        "when": one.say.moment(delivery.approved.at),
        "fetched": one.say.moment(delivery.fetched[0].at) if delivery.fetched else "",
        "deleted": "" if delivery.deleted is None else one.say.moment(delivery.deleted.at),
    }


def _passed(one: Asked, each: HandedOn) -> dict[str, str]:
    return {
        "what": one.say("what", form=each.answers.form, period=each.answers.period),
        "recipient": each.body,
        "when": one.say.moment(each.at),
    }


def _named(region: str, one: Asked) -> str:
    return units.name(region, one.today.year)
