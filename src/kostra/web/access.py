"""Every route says who may use it, and the guard in front of it holds it to that: who asks, whether they may, how often, and whether what
they send comes from our own pages.

A route without an access cannot be made here, and a test of the house finds those that were made elsewhere. The guard only sorts out
those who may not at all; what one may do with one submission or one case is the use case's question, asked there.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kostra.app.permissions import NOT_LOGGED_IN, Asker, Forbidden, demand, demand_duty, demand_login
from kostra.model.people import ActorKind, Duty, Right
from kostra.web.address import address_of
from kostra.web.bodies import form_of
from kostra.web.errors import Wrong
from kostra.web.login import cookies
from kostra.web.login.identity import came_with_token, identify
from kostra.web.rates import Buckets
from kostra.web.settings import Settings

FORM_SIZE = 256_000
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Access:
    """`check` refuses those who may not. An `anonymous` one lets everybody in; a `blind` one does not even ask who it is."""

    name: str
    check: Callable[[Asker, Request], None] = field(compare=False)
    anonymous: bool = False
    blind: bool = False


def _everybody(asker: Asker, request: Request) -> None:
    """Nothing to ask."""


STATIC = Access("static", _everybody, anonymous=True, blind=True)
"""The same for all, whoever asks: style sheets, health. Asks the database nothing."""
PUBLIC = Access("public", _everybody, anonymous=True)
"""Open to all; one who is logged in sees their own menu on it."""
LOGGED_IN = Access("logged-in", lambda asker, request: demand_login(asker))
"""Anybody who is logged in; what they may see of it is asked in the use case."""


def WITH(right: Right) -> Access:  # noqa: N802 (reads as the other accesses)
    """A mandate with this right for the {region}, and the {form} if any, in the path."""
    return Access(f"with-{right}", lambda asker, request: _demand(asker, right, request))


def DUTY(*duties: Duty) -> Access:  # noqa: N802
    """One of these duties."""
    return Access("duty-" + "-".join(duties), lambda asker, request: demand_duty(asker, *duties))


def DUTY_OR(right: Right, *duties: Duty) -> Access:  # noqa: N802
    """One of these duties; anybody else needs the right, as in `WITH`."""

    def check(asker: Asker, request: Request) -> None:
        if not asker.duties & frozenset(duties):
            _demand(asker, right, request)

    return Access("duty-" + "-".join(duties) + f"-or-with-{right}", check)


def _demand(asker: Asker, right: Right, request: Request) -> None:
    region = str(request.path_params["region"])
    form = request.path_params.get("form")
    demand(asker, right, region[:20], None if form is None else str(form)[:20])


class Body(Enum):
    """How the body of a POST, PUT or DELETE is read.

    FORM: by the guard, into `request.state.form`. RAW: by the endpoint, piece by piece; a browser sends its token in the header X-CSRF.
    STREAMED: by the endpoint, and it may be a form with a large file; the endpoint reads the field `csrf` first, and calls
    `demand_own_form` with it.
    """

    FORM = "form"
    RAW = "raw"
    STREAMED = "streamed"


class GuardedRoute(Route):
    """A route that says who may use it."""

    access: Access


def guarded(
    path: str,
    endpoint: Callable[[Request], Any],
    access: Access,
    methods: Sequence[str] = ("GET",),
    name: str | None = None,
    *,
    body: Body = Body.FORM,
    largest: int = FORM_SIZE,
    login: bool = False,
    query: Collection[str] | None = None,
) -> GuardedRoute:
    """`largest` is the size of a form; `login` counts it among the steps of logging in, which may be taken less often. `query`: what
    stands after `?` is one of these, or is refused; a page goes by what it knows.
    """

    async def guard(request: Request) -> Response:
        request.state.access = access
        _refuse_nul(request)
        if access.blind:
            _count(request, NOT_LOGGED_IN, access, login)
        else:
            await _let_in(request, access, login)
            if request.method not in _SAFE:
                await _check_body(request, body, largest)
        if query is not None:
            _refuse_unknown(request, query)
        try:
            response: Response = await (
                endpoint(request) if inspect.iscoroutinefunction(endpoint) else run_in_threadpool(endpoint, request)
            )
        finally:
            if hasattr(request.state, "form"):
                await request.state.form.close()
        if not access.blind and (not access.anonymous or asker_of(request).is_anybody):
            # What is somebody's own must not be found in the browser after they have logged out.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    route = GuardedRoute(path, guard, methods=list(methods), name=name or getattr(endpoint, "__name__", None))
    route.access = access
    return route


def asker_of(request: Request) -> Asker:
    """Whoever asks, as the guard found them."""
    asker: Asker = request.state.asker
    return asker


def _refuse_unknown(request: Request, known: Collection[str]) -> None:
    """Whoever has misspelt what they ask for must not be answered as if they had not asked."""
    for name in request.query_params:
        if name not in known:
            may = f"Det som kan stå der, er {', '.join(sorted(known))}" if known else "Her kan det ikke stå noe"
            raise Wrong(400, f"«{name[:40]}» etter ? i adressen er ikke noe som kan spørres om. {may}.")


def _refuse_nul(request: Request) -> None:
    """A character that no page of ours sends, and that no database takes; forms are looked through where they are read."""
    if "\0" in request.scope["path"] or b"%00" in request.scope["query_string"]:
        raise HTTPException(404)


async def _let_in(request: Request, access: Access, login: bool) -> None:
    asker = await identify(request, forgiving=access.anonymous)
    request.state.asker = asker
    _count(request, asker, access, login)
    access.check(asker, request)


def _count(request: Request, asker: Asker, access: Access, login: bool) -> None:
    settings: Settings = request.app.state.settings
    buckets: Buckets = request.app.state.buckets
    host = request.client.host if request.client else "nowhere"
    if login:
        buckets.take(host, settings.rates.login)
    elif asker.is_anybody:
        is_system = asker.actor.kind is ActorKind.SYSTEM
        buckets.take(asker.actor.id, settings.rates.system if is_system else settings.rates.person)
    elif not access.anonymous or request.url.path.startswith("/api/"):
        buckets.take(host, settings.rates.anonymous)


async def _check_body(request: Request, body: Body, largest: int) -> None:
    if body is Body.FORM:
        request.state.form = await form_of(request, largest)
    if came_with_token(request):
        return
    if not _from_this_site(request):
        raise Forbidden("Skjemaet er sendt fra et annet nettsted. Gå til siden her, og send det derfra.")
    if not asker_of(request).is_anybody:
        return  # There is no session that somebody else's page could make use of.
    if body is Body.FORM:
        demand_own_form(request, str(request.state.form.get("csrf", "")))
    elif body is Body.RAW or "x-csrf" in request.headers:
        demand_own_form(request, request.headers.get("x-csrf", ""))


def demand_own_form(request: Request, token: str) -> None:
    """Refuses what was not sent from a page of this session."""
    if came_with_token(request) or not asker_of(request).is_anybody:
        return
    if not cookies.is_ours(request, token):
        raise Forbidden(
            "Siden er for gammel, eller du har logget inn på nytt siden den ble åpnet. Last den på nytt, og prøv igjen."
        )


def _from_this_site(request: Request) -> bool:
    """By the Origin that every browser sends with a form; programs send none, and have no session either."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "none") in ("same-origin", "none")
    return origin in (address_of(request), f"{request.url.scheme}://{request.url.netloc}")
