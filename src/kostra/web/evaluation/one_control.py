"""One control over the years: what it came to in each of them, drawn and as a table, and what the numbers speak for."""

from __future__ import annotations

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kostra.app.evaluation import controls
from kostra.web.evaluation.asked import asked, form_named, page
from kostra.web.evaluation.controls import advice, counts
from kostra.web.evaluation.drawings import hits_by_year


def one_control(request: Request) -> Response:
    one = asked(request)
    form, control = form_named(one), str(request.path_params["control"])
    found = controls.one(one.system, one.asker, form, control)
    newest, now = found.years[0]
    context = {
        "form": form,
        "control": control,
        "severity": one.say(f"severity_{now.rule.severity}"),
        "told": f"/{one.language}/skjema/{form}/kontroller/{control}",
        "years": [
            {"year": year, "records": one.say.number(each.records)} | counts(one, each) for year, each in found.years
        ],
        "drawing": Markup(hits_by_year(found.years, one.say)),
        "advice": advice(one, form, now, found.advice),
    }
    title = one.say("control_title", control=control, form=form)
    return page(one, "control", title, context, (one.say("title"), f"{one.top}?skjema={form}&ar={newest}"))
