"""The list of proposals, narrowed by form, year, state and words, as a page and as CSV; and a page for each of those from before."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.pages.sheets import Cell, as_csv
from kostra.app.proposals import showing
from kostra.app.proposals.showing import Listed, Wanted
from kostra.followup.calendar import day
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.model.people import Duty
from kostra.model.proposal import Proposal, State
from kostra.proposals.history import Earlier
from kostra.proposals.states import STATES
from kostra.web.downloads import attached
from kostra.web.proposals.asked import SECTION, top, year_of
from kostra.web.proposals.words import Words
from kostra.web.visit import Visit

_HEAD = ("nummer", "tittel", "slag", "skjema", "gjelder_fra", "fra", "tilstand", "siden", "kilde")
_LONGEST_WORDS = 100


def front(request: Request) -> Response:
    one = Visit.of(request, Words)
    say, (wanted, problem) = one.say, _wanted(one)
    found = showing.listed(one.system, one.asker, wanted)
    query = request.url.query
    context: dict[str, Any] = {
        "here": top(one.language),
        "csv": f"{top(one.language)}.csv" + (f"?{query}" if query else ""),
        "wanted": {
            "form": wanted.form,
            "year": wanted.year or "",
            "state": wanted.state or "",
            "words": wanted.words,
        },
        "narrowed": wanted != Wanted(),
        "forms": catalogue.ids(),
        "states": [(state.value, say.tag(state)["name"]) for state in State],
        "rows": [row(each, say, one.language) for each in found.proposals],
        "earlier": [_earlier_row(each, say, one.language) for each in found.earlier],
        "may_enter": one.asker.is_anybody,
        "is_desk": one.asker.has(Duty.STATISTICIAN),
    }
    return one.show("proposals/list.html", say("title"), (), SECTION, context, problem)


def table(request: Request) -> Response:
    one = Visit.of(request, Words)
    wanted, problem = _wanted(one)
    if problem is not None:
        raise problem
    found = showing.listed(one.system, one.asker, wanted)
    return attached(as_csv(_HEAD, _cells(found, one.say)), "forslag.csv", "text/csv; charset=utf-8")


def earlier(request: Request) -> Response:
    one = Visit.of(request, Words)
    found, say = showing.earlier(str(request.path_params["id"])), one.say
    context = {
        "one": found,
        "forms": ", ".join(found.forms),
        "tables": ", ".join(found.tables),
        "outcome": say.outcome(found.outcome),
        "told": [(say(key), say.of(text)) for key, text in (("what", found.what), ("why", found.why))],
        "became": say.of(found.told),
    }
    crumbs = ((say("title"), top(one.language)),)
    return one.show("proposals/earlier.html", say.of(found.title), crumbs, SECTION, context, None)


def row(each: Proposal, say: Words, language: str) -> dict[str, Any]:
    return {
        "number": each.number,
        "address": f"{top(language)}/{each.number}",
        "title": each.content.title,
        "kind": say(f"kind_{each.content.kind}"),
        "form": each.content.subject.form or "",
        "year": each.year,
        "office": say.proposer(each.content.proposer),
        "state": say.tag(each.state),
        "since": say.day(day(each.since)),
    }


def _earlier_row(each: Earlier, say: Words, language: str) -> dict[str, Any]:
    return {
        "address": f"{top(language)}/historikk/{each.id}",
        "year": each.year,
        "title": say.of(each.title),
        "forms": ", ".join(each.forms),
        "office": each.by,
        "outcome": say.outcome(each.outcome),
    }


def _wanted(one: Visit[Words]) -> tuple[Wanted, Refused | None]:
    """What the address chooses. What is no choice is told, and the rest holds."""
    asked = one.request.query_params
    form, problem = one.choice("skjema", catalogue.ids())
    state, other = one.choice("tilstand", [each.value for each in STATES])
    year: int | None = None
    if asked.get("aar", "").strip():
        try:
            year = year_of(asked["aar"].strip())
        except Refused as wrong:
            problem = problem or wrong
    words = asked.get("q", "").strip()[:_LONGEST_WORDS]
    return Wanted(form, year, State(state) if state else None, words), problem or other


def _cells(found: Listed, say: Words) -> list[list[Cell]]:
    now: list[list[Cell]] = [
        [
            each.number,
            each.content.title,
            say(f"kind_{each.content.kind}"),
            each.content.subject.form or "",
            each.year,
            say.proposer(each.content.proposer),
            say.tag(each.state)["name"],
            f"{each.since:%Y-%m-%d}",
            "",
        ]
        for each in found.proposals
    ]
    before: list[list[Cell]] = [
        [
            each.id,
            say.of(each.title),
            say("history_kind"),
            " ".join(each.forms),
            None,
            each.by,
            say.outcome(each.outcome)["name"],
            str(each.year),
            each.source,
        ]
        for each in found.earlier
    ]
    return [*now, *before]
