"""The front page, by what people ask, and a page for each topic. Where nothing is released yet, they say when the first figures come."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.followup.calendar import OSLO
from kostra.forms import catalogue
from kostra.publication.table import Table
from kostra.tables.topics.catalogue import Topic, questions, topics
from kostra.web.errors import Wrong
from kostra.web.readers.asked import Asked, asked
from kostra.web.readers.figures import asked_and_answered
from kostra.web.series.public import front as frequent


def front(request: Request) -> Response:
    one = asked(request)
    example = catalogue.form("11F")
    cards = list(asked_and_answered(one, (each for each in questions() if each.front)))
    context = {
        "cards": cards,
        "nothing_yet": None if cards else one.nothing_yet(),
        "frequent": frequent(one.system, one.language),
        "topics": _topics(one),
        "nation": None,
        "newest": example.newest_year(),
        "count": len(catalogue.ids()),
    }
    return one.page("front", one.say("title"), "/", context, section="front", description=one.say("lead"))


def topic(request: Request) -> Response:
    one = asked(request)
    wanted = str(request.path_params["topic"])
    found = next((each for each in topics() if each.id == wanted), None)
    if found is None:
        raise Wrong(
            404, one.say("no_topic", wanted=wanted[:40]), *((each["title"], each["address"]) for each in _topics(one))
        )
    tables = [table for id in found.tables if (table := one.table(id)) is not None]
    context = {
        "about": one.say.of(found.about),
        "cards": list(asked_and_answered(one, (each for each in questions() if each.topic == found.id))),
        "tables": [listed(one, table) for table in tables],
        "nothing_yet": None if tables else one.nothing_yet(),
        "topics": _topics(one, but=found),
    }
    above = ((one.say("figures"), f"{one.top}/tabeller"),)
    title = one.say.of(found.title)
    return one.page("topic", title, f"/tema/{found.id}", context, above=above, description=one.say.of(found.about))


def tables(request: Request) -> Response:
    """Every table that is public, under each of its topics, and the ways to other lists."""
    one = asked(request)
    every = {table.id: table for table in one.bank.tables()}
    groups = [
        (one.say.of(each.title), _address(one, each), [listed(one, every[id]) for id in each.tables if id in every])
        for each in topics()
    ]
    context = {
        "groups": [group for group in groups if group[-1]],
        "nothing_yet": None if every else one.nothing_yet(),
    }
    return one.page("tables", one.say("figures"), "/tabeller", context, description=one.say("tables_about"))


def listed(one: Asked, table: Table) -> dict[str, Any]:
    """As a line of a list."""
    return {
        "id": table.id,
        "title": one.say.of(table.title),
        "address": f"{one.top}/tabeller/{table.id}",
        "years": table.years[0] if len(table.years) == 1 else f"{table.years[0]}–{table.years[-1]}",
        "provisional": table.years[-1] in table.provisional,
        "ended": table.discontinued,
        "updated": one.say.day(table.updated.astimezone(OSLO)),
    }


def _address(one: Asked, topic: Topic) -> str:
    return f"{one.top}/tema/{topic.id}"


def _topics(one: Asked, but: Topic | None = None) -> list[dict[str, str]]:
    return [
        {"title": one.say.of(each.title), "about": one.say.of(each.about), "address": _address(one, each)}
        for each in topics()
        if each is not but
    ]
