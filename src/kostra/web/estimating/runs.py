"""The runs that were asked for, and asking for one. It is made in the background, and its page tells how it went."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.estimating import making, seeing
from kostra.app.estimating.record import Kind
from kostra.app.estimating.revising import told_of
from kostra.app.ports.estimates import Ordered
from kostra.estimation.catalogue import declared
from kostra.model.errors import Refused
from kostra.web.estimating.asked import Asked, asked, page


def runs(request: Request) -> Response:
    return _show(asked(request))


def order(request: Request) -> Response:
    one = asked(request)
    given = {key: str(request.state.form.get(key, "")).strip() for key in ("skjema", "ar", "hva", "grunn")}
    try:
        if given["hva"] not in set(Kind):
            raise Refused(one.say("no_kind"))
        if not (given["ar"].isascii() and given["ar"].isdigit() and len(given["ar"]) == 4):
            raise Refused(one.say("no_year", written=given["ar"][:20]))
        ordered = making.order(
            one.system, one.asker, given["skjema"], int(given["ar"]), Kind(given["hva"]), given["grunn"]
        )
    except Refused as refused:
        return _show(one, refused, given)
    return RedirectResponse(f"{one.top}/{ordered.id}", 303)


def _show(one: Asked, problem: Refused | None = None, given: dict[str, str] | None = None) -> Response:
    every = seeing.listed(one.system, one.asker)
    forms = list(declared())
    context = {
        "rows": [_row(one, each) for each in every],
        "forms": forms,
        "kinds": [(kind.value, one.say(f"kind_{kind}")) for kind in Kind],
        "given": given or {"skjema": forms[0], "ar": _year(one), "hva": Kind.TRIAL.value, "grunn": ""},
        "revisions": [
            (one.say("revision_of", form=form, year=year), f"{one.top}/revisjon/{form}/{year}")
            for form, year in told_of(every)
        ],
    }
    return page(one, "front", one.say("estimates"), context, problem=problem)


def _year(one: Asked) -> str:
    return str(one.system.clock.now().year - 1)


def _row(one: Asked, each: Ordered) -> dict[str, Any]:
    state = "waiting" if each.outcome is None else "made" if each.outcome.refused is None else "refused"
    colours = {"waiting": "info", "made": "success", "refused": "danger"}
    return {
        "here": f"{one.top}/{each.id}",
        "kind": one.say(f"kind_{each.kind}"),
        "form": each.whole.form,
        "year": str(each.whole.period),
        "when": one.say.moment(each.at),
        "who": each.by.name,
        "reason": each.reason,
        "state": one.say(f"state_{state}"),
        "colour": colours[state],
    }
