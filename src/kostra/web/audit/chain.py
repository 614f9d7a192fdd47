"""Walking the whole chain of the log, and saying whether every event still stands as it was written."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.audit.verify import verify_log
from kostra.app.pages.numbers import written
from kostra.model.text import Language
from kostra.web.access import asker_of
from kostra.web.audit.events import SECTION
from kostra.web.audit.words import Words
from kostra.web.pages import Page, show


def page(request: Request) -> Response:
    """With the hash that was noted at an earlier time, it also tells whether the log has been cut short since."""
    language: Language = request.path_params["language"]
    say = Words(language)
    noted = request.query_params.get("sum", "").strip().lower()
    fits = re.fullmatch("[0-9a-f]{64}", noted)
    walked = verify_log(request.app.state.system, asker_of(request), bytes.fromhex(noted) if fits else None)
    context = {
        "say": say,
        "walked": walked,
        "events": written(walked.events),
        "first": say.moment(walked.first) if walked.first else "",
        "last": say.moment(walked.last) if walked.last else "",
        "hash": walked.hash.hex(),
        "typed": noted[:80],
        "problem": say("wrong_sum") if noted and not fits else None,
        "here": f"/{language}/{SECTION}/kjeden",
    }
    crumbs = ((say("events"), f"/{language}/{SECTION}"),)
    status = 200 if context["problem"] is None else 422
    return show(request, Page("audit/chain.html", say("chain"), language, crumbs, SECTION, status, context=context))
