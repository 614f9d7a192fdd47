"""What I may do, for whom, and where I can change what others may."""

from __future__ import annotations

from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.people import offices, units
from kostra.app.system import System
from kostra.model.people import ActorKind, Duty, Mandate, Right
from kostra.model.text import Language
from kostra.web.access import asker_of
from kostra.web.pages import Page, show
from kostra.web.rights.words import Words


def page(request: Request) -> Response:
    language: Language = request.path_params["language"]
    system: System = request.app.state.system
    asker, word, now = asker_of(request), Words(language), system.clock.now()
    ordered = sorted(asker.mandates, key=lambda one: (one.region, one.form or "", one.holder.id))
    context = {
        "say": word,
        "regions": [
            (code, units.name(code, now.year), _lines(list(held), word))
            for code, held in groupby(ordered, key=lambda one: one.region)
        ],
        "administered": [(code, units.name(code, now.year)) for code in asker.regions(Right.ADMINISTER)],
        "offices": offices.own(system, asker) if asker.actor.kind is ActorKind.PERSON else (),
        "duties": [word(f"duty_{duty}") for duty in sorted(asker.duties)],
        "body": asker.body,
        "steward": asker.has(Duty.STEWARD),
    }
    return show(request, Page("rights/own.html", word("title"), language, section="tilganger", context=context))


def _lines(mandates: list[Mandate], word: Words) -> list[dict[str, str]]:
    """One line for each form and holder, with all its rights."""
    lines = []
    for (form, holder), held in groupby(mandates, key=lambda one: (one.form, one.holder)):
        rights = list(held)
        lines.append(
            {
                "form": word.form(form),
                "rights": ", ".join(word.right(right) for right in Right if any(one.right is right for one in rights)),
                "through": holder.name if holder.kind is ActorKind.OFFICE else "",
                "since": word.day(min(one.since for one in rights)),
            }
        )
    return lines
