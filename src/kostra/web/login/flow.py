"""The steps of logging in and out, as the browser takes them.

A login on its way lives in a cookie of the browser that began it, for ten minutes. A session is made anew by every login, and the one
before it ends: nobody can plant one and wait for somebody to log in to it.
"""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.app.people import registering, sessions
from kostra.app.system import System
from kostra.model.text import Language
from kostra.web.access import asker_of
from kostra.web.address import address_of, is_secure, local
from kostra.web.errors import Wrong
from kostra.web.language import has_chosen, in_language, preferred
from kostra.web.login import cookies
from kostra.web.login.issuers import Unreachable
from kostra.web.login.provider import Attempt, NotBelieved, Provider
from kostra.web.login.trust import Trust
from kostra.web.login.words import Words
from kostra.web.pages import Page, show

ANSWER = "/innlogging/svar"
_COOKIE, _LASTS = "innlogging", 600


def page(request: Request) -> Response:
    """What logging in is, and the way to it. One who is logged in already goes on at once."""
    language: Language = request.path_params["language"]
    to = local(request.query_params.get("til", ""), "")
    if asker_of(request).is_anybody:
        return RedirectResponse(to or f"/{language}/profil", 303)
    word = Words(language)
    begin = f"/{language}/logg-inn/videre" + (f"?til={quote(to, safe='/')}" if to else "")
    context = {"say": word, "begin": begin, "there": _trust(request).persons is not None, "wanted": to}
    return show(request, Page("login/login.html", word("log_in"), language, section="logg-inn", context=context))


async def begin(request: Request) -> Response:
    """On to the provider."""
    language: Language = request.path_params["language"]
    attempt = Attempt.new(local(request.query_params.get("til", ""), f"/{language}/tilganger"))
    try:
        where = await _provider(request, language).where_to_begin(
            attempt, address_of(request) + ANSWER, str(language), _trust(request).wall()
        )
    except Unreachable:
        raise _down(language) from None
    except NotBelieved:
        raise _failed(language) from None
    response = RedirectResponse(where, 303)
    secure = is_secure(request)
    response.set_cookie(_COOKIE, attempt.written(), _LASTS, path=ANSWER, secure=secure, httponly=True, samesite="lax")
    return response


async def answer(request: Request) -> Response:
    """Back from the provider: who it is, a session, and on to the page they wanted. Their name is asked for the first time.

    One who has not chosen a language in this browser meets the site in their own, which is that of their municipality until they say
    otherwise.
    """
    language = preferred(request)
    attempt = Attempt.read(request.cookies.get(_COOKIE, ""))
    if attempt is None:
        raise _failed(language)
    language = Language(attempt.to[1:3]) if attempt.to[1:3] in ("nb", "nn") else language
    said = {
        name: request.query_params[name] for name in ("code", "state", "iss", "error") if name in request.query_params
    }
    try:
        now = _trust(request).wall()
        id = await _provider(request, language).who(attempt, said, address_of(request) + ANSWER, now)
    except Unreachable:
        raise _down(language) from None
    except NotBelieved:
        raise _failed(language) from None
    system: System = request.app.state.system
    before = cookies.session_of(request)
    logged_in = await run_in_threadpool(registering.log_in, system, id, now, before)
    to = attempt.to if has_chosen(request) else in_language(attempt.to, logged_in.language)
    new = f"/{logged_in.language}/profil?{urlencode({'til': to})}"
    response = RedirectResponse(to if logged_in.person.name else new, 303)
    cookies.give(request, response, logged_in.secret)
    response.delete_cookie(_COOKIE, path=ANSWER)
    return response


def log_out(request: Request) -> Response:
    language: Language = request.path_params["language"]
    secret = cookies.session_of(request)
    if secret is not None:
        sessions.end(request.app.state.system, asker_of(request), secret)
    return _left(request, language)


def log_out_everywhere(request: Request) -> Response:
    sessions.end_everywhere(request.app.state.system, asker_of(request))
    return _left(request, request.path_params["language"])


async def logged_out(request: Request) -> Response:
    """Out of this site; the provider may remember them for others, so the way out of there is shown as well."""
    language: Language = request.path_params["language"]
    word = Words(language)
    persons, also = _trust(request).persons, ""
    if persons is not None:
        with suppress(Unreachable):
            end = (await persons(request).published.metadata()).get("end_session_endpoint")
            also = f"{end}?{urlencode({'client_id': persons(request).client.id})}" if end else ""
    context = {"say": word, "also": also}
    return show(request, Page("login/logged_out.html", word("logged_out"), language, context=context))


def _left(request: Request, language: Language) -> Response:
    response = RedirectResponse(f"/{language}/logget-ut", 303)
    cookies.take_back(request, response)
    return response


def _trust(request: Request) -> Trust:
    trust: Trust = request.app.state.trust
    return trust


def _provider(request: Request, language: Language) -> Provider:
    persons = _trust(request).persons
    if persons is None:
        raise Wrong(404, Words(language)("no_provider"))
    return persons(request)


def _down(language: Language) -> Wrong:
    word = Words(language)
    return Wrong(503, word("provider_down"), (word("try_again"), f"/{language}/logg-inn"))


def _failed(language: Language) -> Wrong:
    word = Words(language)
    return Wrong(400, word("login_failed"), (word("try_again"), f"/{language}/logg-inn"))
