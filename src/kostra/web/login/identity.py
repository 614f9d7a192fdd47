"""Who asks: from the token in the request, else from the session in the cookie, else nobody. Found anew for every request."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from kostra.app.people import asking
from kostra.app.permissions import NOT_LOGGED_IN, Asker, NotLoggedIn
from kostra.app.ports.vault import Unavailable
from kostra.app.system import System
from kostra.web.login import bearer, cookies
from kostra.web.login.trust import Trust


async def identify(request: Request, *, forgiving: bool = False) -> Asker:
    """`forgiving` takes a person for nobody when the database does not answer: an open page can be read all the same."""
    system: System | None = request.app.state.system
    if system is None:
        return NOT_LOGGED_IN
    if came_with_token(request):
        return await _by_token(request, system)
    trust: Trust = request.app.state.trust
    secret = cookies.session_of(request)
    if secret is None:
        return NOT_LOGGED_IN
    try:
        return await run_in_threadpool(asking.by_session, system, secret, trust.wall()) or NOT_LOGGED_IN
    except Unavailable:
        if forgiving:
            return NOT_LOGGED_IN
        raise


def came_with_token(request: Request) -> bool:
    """A request with a token is a system's: it brings no cookie that a foreign page could make use of."""
    return request.headers.get("authorization", "").lower().startswith("bearer ")


async def _by_token(request: Request, system: System) -> Asker:
    token = request.headers["authorization"][len("bearer ") :].strip()
    trust: Trust = request.app.state.trust
    trusted = trust.systems
    if trusted is None:
        raise NotLoggedIn("Denne tjenesten tar ikke imot token fra systemer. Logg inn i nettleseren.")
    found = bearer.read(token, await trusted.keys(token), trusted.issuer, trusted.scope, trusted.audience, trust.wall())
    return await run_in_threadpool(asking.by_client, system, found.client, found.orgnr)
