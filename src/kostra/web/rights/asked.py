"""Reading what the forms about rights send, and answering: on to the page with what was done, or the same page with what is wrong."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.people.holders import ByClient, ByCode, ByHolder, ByOffice, Holder
from kostra.app.permissions import Forbidden
from kostra.model.errors import Refused
from kostra.model.people import Right

DONE = (
    "given",
    "ended",
    "all_ended",
    "language_chosen",
    "member_put",
    "member_ended",
    "appointed",
    "duty_given",
    "duty_ended",
    "office_made",
)
"""What a page may say has been done; anything else in the address is not repeated."""
_LONGEST = 200


def field(request: Request, name: str) -> str:
    return str(request.state.form.get(name, ""))[:_LONGEST]


def holder(request: Request) -> Holder:
    """Whom the form is about: one of four ways of saying it."""
    match field(request, "way"):
        case "holder":
            return ByHolder(field(request, "holder"))
        case "office":
            return ByOffice(field(request, "office"))
        case "client":
            return ByClient(field(request, "client"), field(request, "orgnr"), field(request, "name"))
        case _:
            return ByCode(field(request, "code"))


def rights(request: Request) -> list[Right]:
    known = {str(right): right for right in Right}
    return [known[str(one)] for one in request.state.form.getlist("right") if str(one) in known]


def done(request: Request) -> str:
    said = request.query_params.get("gjort", "")
    return said if said in DONE else ""


def tried(request: Request, act: Callable[[], object], then: str, page: Callable[[str], Response]) -> Response:
    """`page` shows the page again with a sentence. What was forbidden is not the page's to answer."""
    try:
        act()
    except Forbidden:
        raise
    except Refused as refused:
        return page(refused.message)
    return RedirectResponse(f"/{request.path_params['language']}/tilganger{then}", 303)
