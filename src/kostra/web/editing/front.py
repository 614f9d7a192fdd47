"""The first page of editing: which forms and periods have data, and what waits in each."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.editing.overview import overview
from kostra.app.pages.numbers import written
from kostra.forms import catalogue
from kostra.web.editing.asked import asked, page
from kostra.web.naming import form_title


def front(request: Request) -> Response:
    one = asked(request)
    rows = [
        {
            "form": each.whole.form,
            "title": form_title(catalogue.form(each.whole.form), one.language, each.whole.period.year),
            "period": str(each.whole.period),
            "answered": written(each.answered),
            "counting": written(each.counting),
            "waiting": each.waiting,
            "stale": each.stale,
            "here": f"{one.top}/{each.whole.form}/{each.whole.period}",
        }
        for each in overview(one.system, one.asker)
    ]
    return page(one, "front", one.say("editing"), {"rows": rows})
