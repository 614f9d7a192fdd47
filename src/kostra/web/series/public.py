"""The frequent figures as anybody sees them: the newest period or a chosen one, the index over time, the groups, and files."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.pages.numbers import written
from kostra.app.series import showing
from kostra.app.series import written as files
from kostra.app.series.showing import Public
from kostra.app.system import System
from kostra.model.cube import Mark
from kostra.model.errors import Missing, Refused
from kostra.model.period import Period, Span
from kostra.model.text import Language
from kostra.statistics.indicators import TITLES, Indicator
from kostra.web.downloads import attached
from kostra.web.language import READ
from kostra.web.pages import Page, show
from kostra.web.series.words import Words

PLACE = "/hyppige-tall"
_LISTED = 13


def page(request: Request) -> Response:
    language: Language = request.path_params["language"]
    system: System = request.app.state.system
    say = Words(language)
    every = showing.public(system)
    chosen = _chosen(request, every)
    title = say("title") if chosen is None else say("title_of", period=say.period(chosen.period))
    context: dict[str, Any] = {
        "say": say,
        "synthetic": system.producer is None,
        "top": f"/{language}{PLACE}",
        "chosen": None if chosen is None else _shown(chosen, say),
        "indicators": [say(f"short_{id}") for id in Indicator],
        "history": _history(every, chosen, say),
    }
    above = () if "period" not in request.path_params else ((say("title"), f"/{language}{PLACE}"),)
    canonical = PLACE if chosen is None else f"{PLACE}/{chosen.period}"
    return show(
        request,
        Page(
            "series/public.html",
            title,
            language,
            above,
            "figures",
            languages=READ,
            canonical=canonical,
            description=say("lead"),
            context=context,
        ),
    )


def download(request: Request) -> Response:
    """Every period, as CSV."""
    system: System = request.app.state.system
    content = files.public_csv(showing.public(system), system.producer)
    return attached(content, "hyppige-tall.csv", "text/csv; charset=utf-8")


def front(system: System, language: Language) -> dict[str, Any] | None:
    """For the front page: the six of the newest period that is out; None before there is any."""
    one = showing.newest(system)
    if one is None:
        return None
    say = Words(language)
    return {
        "title": say("front_title", period=say.period(one.period)),
        "address": f"/{language}{PLACE}",
        "more": say("front_more"),
        "covered": _covered(one, say),
        "late": _late(one, say),
        "synthetic": say("synthetic") if system.producer is None else "",
        "cards": [
            {
                "title": say.of(TITLES[id]),
                "number": say("hidden") if figure.estimated is None else _number(figure.estimated, say),
                "why": say("hidden_why") if figure.estimated is None else "",
                "unit": "" if figure.estimated is None else say("kroner" if id is Indicator.KRONER else "persons"),
                "index": "" if figure.index is None else say("front_index", index=_decimal(figure.index, say)),
            }
            for id, figure in one.whole.figures.items()
        ],
    }


def _chosen(request: Request, every: tuple[Public, ...]) -> Public | None:
    """The one in the address; without it the newest month, else the newest quarter."""
    asked = request.path_params.get("period")
    if asked is None:
        months = [one for one in every if one.period.span is Span.MONTH]
        return next(iter(months or every), None)
    try:
        period = Period.read(str(asked)[:20])
    except Refused as refused:
        raise Missing(refused.message) from None
    found = next((one for one in every if one.period == period), None)
    if found is None:
        raise Missing(f"Det er ikke publisert noen hyppige tall for {period}. Se hvilke perioder som finnes.")
    return found


def _shown(one: Public, say: Words) -> dict[str, Any]:
    at = one.made.public_from
    assert at is not None  # It is public.
    name = say.period(one.period)
    return {
        "period": str(one.period),
        "covered": _covered(one, say),
        "late": _late(one, say),
        "out": say("out_since", when=say.moment(at)),
        "of_all": say("of_all", period=name),
        "groups_title": say("groups", period=name),
        "rows": [
            {
                "title": say.of(TITLES[id]),
                "reported": _number(figure.reported, say),
                "estimated": _number(figure.estimated, say),
                "index": _decimal(figure.index, say),
                "year": f"{_decimal(figure.year, say)} %" if figure.year is not None else "",
            }
            for id, figure in one.whole.figures.items()
        ],
        "groups": [
            {
                "name": say.of(files.name(each.code, one.period.year)),
                "units": each.reported,
                "values": [_number(each.figures[id].reported, say) for id in Indicator],
            }
            for each in one.regions[1:]
        ],
        "withdrawn": _withdrawn(one, say),
        "housing": _housing(one, say),
    }


def _withdrawn(one: Public, say: Words) -> list[str]:
    """What was shown when the period came out first, and is hidden now that somebody late has come; for each region, the country first."""
    found = []
    for each in one.regions:
        titles = [say(f"short_{id}") for id in Indicator if (each.code, id) in one.withdrawn]
        if titles:
            name = say.of(files.name(each.code, one.period.year))
            found.append(say("withdrawn_line", region=name, what=", ".join(titles)))
    return found


def _housing(one: Public, say: Words) -> dict[str, Any] | None:
    """The optional addition, of those who have answered it; None where nobody has."""
    whole = one.whole.housing
    if whole is None:
        return None
    return {
        "about": say("housing_about", answered=whole.reported, reported=one.whole.reported),
        "rows": [
            {
                "name": say.of(files.name(each.code, one.period.year)),
                "units": each.housing.reported,
                "values": [_number(each.housing.persons, say), _number(each.housing.kroner, say)],
            }
            for each in one.regions
            if each.housing is not None
        ],
    }


def _history(every: tuple[Public, ...], chosen: Public | None, say: Words) -> list[dict[str, Any]]:
    """Of the same kind of period, the newest first."""
    if chosen is None:
        return []
    same = [one for one in every if one.period.span is chosen.period.span]
    return [
        {
            "name": say.period(one.period),
            "address": f"/{say.language}{PLACE}/{one.period}",
            "values": [_decimal(one.whole.figures[id].index, say) for id in Indicator],
        }
        for one in same[:_LISTED]
    ]


def _covered(one: Public, say: Words) -> str:
    whole = one.whole
    people = _decimal(f"{one.people / 100:.1f}", say)
    return say("covered", reported=whole.reported, expected=whole.expected, people=people)


def _late(one: Public, say: Words) -> str:
    return "" if not one.late else say("late_one") if one.late == 1 else say("late_many", count=one.late)


def _number(value: int | None, say: Words) -> str:
    if value is None:
        return Mark.CONFIDENTIAL.value
    return f"{value:,}" if say.language is Language.ENGLISH else written(value)


def _decimal(value: str | None, say: Words) -> str:
    if value is None:
        return ""
    return value if say.language is Language.ENGLISH else value.replace(".", ",")
