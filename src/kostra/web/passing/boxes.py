"""The box of a body: what lies in it, the bytes, the receipt. Whoever is at the desk is shown that things came, and nothing of them."""

from __future__ import annotations

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.controls.opening import shown
from kostra.app.pages.numbers import written
from kostra.app.passing import fetching
from kostra.app.passing.fetching import InBox, Status
from kostra.app.ports.passing import HandedOn
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.people import Duty
from kostra.model.submission import Expected
from kostra.model.text import Language
from kostra.web.access import asker_of
from kostra.web.downloads import as_kept, attached
from kostra.web.pages import Page, show
from kostra.web.passing.words import Words

SECTION = "videresending"
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


def page(request: Request) -> Response:
    language: Language = request.path_params["language"]
    asker, say = asker_of(request), Words(language)
    system: System = request.app.state.system
    context: dict[str, Any] = {"say": say, "top": f"/{language}/{SECTION}", "box": None, "status": None}
    if asker.has(Duty.CLIENT):
        context["box"] = [_in_box(one, say) for one in fetching.box(system, asker)]
        context["body"] = asker.body
    else:
        context["status"] = [_status(one, say) for one in fetching.status(system, asker)]
    return show(request, Page("passing/box.html", say("passing"), language, (), SECTION, context=context))


def content(request: Request) -> Response:
    """The bytes as they were sent."""
    handed, file = fetching.fetch(request.app.state.system, asker_of(request), request.path_params["id"])
    return as_kept(file, file_name(handed), handed.size, handed.sha256)


def receipt(request: Request) -> Response:
    handed = fetching.one(request.app.state.system, asker_of(request), request.path_params["id"])
    return attached(handed.receipt, f"kvittering-{handed.id}.jws", "application/jose")


def file_name(handed: HandedOn) -> str:
    """What it is about, then what the sender called it, as far as that can be a name."""
    expected = handed.answers
    own = _NOT_IN_NAMES.sub("_", shown(handed.file_name or "")).strip("._")[-60:]
    return f"{expected.form}_{expected.period}_{expected.unit}_{own or handed.id}"


def _in_box(one: InBox, say: Words) -> dict[str, Any]:
    handed = one.handed
    return {
        **_about(handed.answers, say),
        "id": handed.id,
        "received": say.moment(handed.received),
        "at": say.moment(handed.at),
        "size": written(handed.size),
        "sha256": handed.sha256,
        "file": handed.file_name or "",
        "newest": one.newest,
        "opened": handed.opened,
        "fetched": _fetched(handed, say),
    }


def _fetched(handed: HandedOn, say: Words) -> str:
    if handed.fetched is None or handed.fetched_by is None:
        return say("not_fetched")
    return say("fetched_by", time=say.moment(handed.fetched), who=handed.fetched_by.name)


def _status(one: Status, say: Words) -> dict[str, Any]:
    return {
        **_about(one.answers, say),
        "body": one.body,
        "received": say.moment(one.received),
        "size": written(one.size),
        "fetched": say("not_fetched") if one.fetched is None else say.moment(one.fetched),
    }


def _about(expected: Expected, say: Words) -> dict[str, str]:
    title = catalogue.form(expected.form).version(expected.period.year).title
    return {
        "form": expected.form,
        "title": say.of(title),
        "period": str(expected.period),
        "region": expected.unit,
        "season": say("test") if expected.season == "test" else "",
    }
