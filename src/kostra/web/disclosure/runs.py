"""The runs there are, the newest first, each with what its audit said."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.disclosure import showing
from kostra.app.pages.numbers import written
from kostra.model.protection import Protection
from kostra.web.disclosure.asked import Asked, asked, page, share, title, verdict


def runs(request: Request) -> Response:
    one = asked(request)
    rows = [_row(one, each) for each in showing.listed(one.system, one.asker)]
    return page(one, "front", one.say("disclosure"), {"rows": rows})


def _row(one: Asked, made: Protection) -> dict[str, Any]:
    cells, lost = (sum(of) for of in zip((0, 0), *((each.cells, each.lost) for _, each in made.tables), strict=True))
    return {
        "here": f"{one.top}/{made.id}",
        "title": title(made, one),
        "when": one.say.moment(made.made.at),
        "who": made.made.by.name,
        "lost": f"{written(lost)} ({share(lost, cells)})" if cells else written(lost),
        "verdict": verdict(made.verdict, one),
        "approved": "" if made.approved is None else made.approved.by.name,
    }
