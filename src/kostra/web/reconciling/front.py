"""The first page of reconciliation: every comparison in a year, what is open and whether it closes for the country; other ways in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.reconciling.amounts import catalogue, reconcile
from kostra.app.reconciling.mapped import mapping
from kostra.app.reconciling.persons import PEOPLE
from kostra.model.errors import Refused
from kostra.reconciling.catalogue import scenario, scenario_ids
from kostra.reconciling.comparison import Comparison
from kostra.web.reconciling.asked import Asked, asked, page
from kostra.web.reconciling.figures import number, percent


def front(request: Request) -> Response:
    one = asked(request)
    years = one.years()
    wanted, problem = one.choice("ar", [str(each) for each in years], "")
    year, rows, problem = _shown(one, [int(wanted)] if wanted else years, problem)
    context = {
        "year": year,
        "years": [(each, f"?ar={each}") for each in years],
        "rows": rows,
        "links_to": _links(one, year),
        "scenarios": [
            (one.say.of(scenario(id).title), one.say.of(scenario(id).about), f"{one.top}/hva-om/{id}/{year}")
            for id in scenario_ids()
        ],
    }
    return page(one, "front", one.say("reconciliation"), context, problem=problem)


def _shown(
    one: Asked, years: Sequence[int], problem: Refused | None
) -> tuple[int, list[dict[str, Any]], Refused | None]:
    """The first of these years in which something can be held against something; the accounts come long after the year opens."""
    found = []
    for year in years:
        found.append((year, *_comparisons(one, year, problem)))
        if any(row["first"] for row in found[-1][1]):
            return found[-1]
    return found[0]


def _comparisons(one: Asked, year: int, problem: Refused | None) -> tuple[list[dict[str, Any]], Refused | None]:
    """A year whose regions nobody knows is told, and has no rows."""
    try:
        return [_row(one, each, year) for each in catalogue(one.asker) if each.covers(year)], problem
    except Refused as refused:
        return [], refused


def _row(one: Asked, about: Comparison, year: int) -> dict[str, Any]:
    found = reconcile(one.system, one.asker, about.id, year)
    whole = found.country
    return {
        "title": one.say.of(about.title),
        "about": one.say.of(about.about),
        "measured": one.say(f"measured_{about.measured}"),
        "open": len(found.open),
        "complete": one.say("complete_of", complete=number(whole.complete), of=number(whole.municipalities)),
        "first": number(whole.whole.first) if whole.complete else "",
        "residual": number(whole.whole.residual) if whole.complete else "",
        "share": percent(whole.whole.share) if whole.complete else "",
        "here": f"{one.top}/mot/{about.id}/{year}",
    }


def _links(one: Asked, year: int) -> list[tuple[str, str]]:
    ended = mapping("nir_tiltak").until or year
    return [
        *(
            (one.say("population_title", form=form, year=year), f"{one.top}/folkeregisteret/{form}/{year}")
            for form in PEOPLE
        ),
        (one.say("nir_title", year=min(year, ended)), f"{one.top}/nir/{min(year, ended)}"),
        (one.say("residence_title", year=year), f"{one.top}/bosted/{year}"),
        (one.say("mappings"), f"{one.top}/kodenokler"),
    ]
