"""Answers to what cannot be answered: what is wrong, where, with which value, and what to do. In the language of the page.

The API and files of JSON answer in one shape; pages with a page. What was refused for want of a right is recorded, by the pattern of the
path and never by what stood in it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from kostra.app.permissions import NOT_LOGGED_IN, Asker, Forbidden, NotLoggedIn
from kostra.app.ports.vault import Unavailable
from kostra.app.receiving import refusals
from kostra.app.system import System
from kostra.forms import catalogue
from kostra.model.errors import Conflict, Missing, Refused
from kostra.model.event import Event
from kostra.model.text import Language
from kostra.web.bodies import TooLarge, TooSlow
from kostra.web.headers import SECURITY
from kostra.web.language import WRITTEN, of_path
from kostra.web.login.identity import identify
from kostra.web.pages import Link, Page, show
from kostra.web.rates import TooMany
from kostra.web.statbank import shapes
from kostra.web.words import Words

_OTHER_LANGUAGES = {
    "en",
    "se",
    "sma",
    "smj",
    "no",
    "da",
    "sv",
    "de",
    "fr",
    "es",
    "pl",
    "uk",
    "ar",
    "fi",
    "nn-no",
    "nb-no",
}
_SHOWN = 200
_RETRY = 10
_SAFE = ("GET", "HEAD")
_CODES = {
    400: "unreadable",
    401: "not_logged_in",
    403: "forbidden",
    404: "not_found",
    405: "wrong_method",
    408: "too_slow",
    409: "conflict",
    410: "gone",
    413: "too_large",
    415: "unsupported",
    422: "refused",
    429: "too_many",
    500: "broken",
    503: "unavailable",
}
"""What the API calls each kind of error; programs read this, people the message."""
_STATUS: dict[type, int] = {
    NotLoggedIn: 401,
    Forbidden: 403,
    Missing: 404,
    Conflict: 409,
    refusals.Unknown: 404,
    refusals.NotNow: 409,
    refusals.KeyUsed: 409,
    refusals.TooLarge: 413,
}
_LAST_WORDS = (
    "Noe gikk galt hos oss. Prøv igjen om litt, og meld fra til den som driver nettstedet hvis det fortsetter. / "
    "Noko gjekk gale hos oss. Prøv igjen om litt, og meld frå til den som driv nettstaden dersom det held fram."
)


class Wrong(Exception):
    """What was asked for has no answer. `sentence` says why and what to do; `ways` lead on from there."""

    def __init__(self, status: int, sentence: str, *ways: Link) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.ways = ways


async def wrong(request: Request, error: Exception) -> Response:
    assert isinstance(error, Wrong)
    return answer(request, error.status, error.sentence, error.ways)


async def refused(request: Request, error: Exception) -> Response:
    """The asker may not, or not now; the sentence is the use case's own."""
    assert isinstance(error, Refused)
    match error:
        case NotLoggedIn():
            await _record(request)
            return _to_login(request, error)
        case Forbidden():
            await _record(request)
            return answer(request, 403, error.message)
        case _:
            return answer(request, status_of(error), error.message)


def status_of(error: Refused) -> int:
    """422 for what is merely wrong in what was sent."""
    return next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 422)


async def unavailable(request: Request, error: Exception) -> Response:
    """The database, the object store or the login does not answer. Nothing was lost; it may be tried again."""
    assert isinstance(error, Unavailable)
    response = answer(request, 503, Words(of_path(request))("unavailable"))
    response.headers["Retry-After"] = str(_RETRY)
    return response


async def too_many(request: Request, error: Exception) -> Response:
    assert isinstance(error, TooMany)
    response = answer(request, 429, Words(of_path(request))("too_many", seconds=error.wait))
    response.headers["Retry-After"] = str(error.wait)
    return response


async def bad_body(request: Request, error: Exception) -> Response:
    word = Words(of_path(request))
    match error:
        case TooLarge(largest=largest):
            return answer(request, 413, word("too_large", largest=f"{largest // 1000} kB"))
        case TooSlow():
            return answer(request, 408, word("too_slow"))
        case _:
            return answer(request, 400, word("unreadable_form"))


async def refused_by_server(request: Request, error: Exception) -> Response:
    """No such page, or a page that cannot be asked for in this way."""
    assert isinstance(error, HTTPException)
    with suppress(Refused, Unavailable):
        request.state.asker = await identify(request)
    word = Words(of_path(request))
    if error.status_code == 405:
        response = answer(request, 405, word("wrong_method", method=request.method, path=_path(request)))
        response.headers.update(error.headers or {})
        return response
    first = str(request.scope["path"]).strip("/").split("/")[0].lower()
    if first in _OTHER_LANGUAGES:
        return answer(request, 404, word("unknown_language", language=first))
    ways = (
        (word("forms"), f"/{_written(word.language)}/skjema"),
        (word("search"), f"/{_written(word.language)}/veiledning/sok"),
    )
    return answer(request, 404, word("no_page", path=_path(request)), ways)


async def broken(request: Request, error: Exception) -> Response:
    """Ours. The error itself goes to the log of the server; the reader is told when and where, and nothing of what."""
    when = datetime.now().astimezone().strftime("%d.%m.%Y %H:%M:%S")
    try:
        response = answer(request, 500, Words(of_path(request))("broken", path=_path(request), when=when))
    except Exception:
        # What is broken may be the very frame of the pages; then there are only these words left.
        response = PlainTextResponse(f"{when}: {_LAST_WORDS}\n", 500)
    response.headers.update(SECURITY | {"Cache-Control": "no-store"})
    return response


def answer(request: Request, status: int, sentence: str, ways: tuple[Link, ...] = ()) -> Response:
    """The sentence, as whoever asked can read it."""
    path = str(request.scope["path"])
    if (of_bank := shapes.failed(path, status, sentence)) is not None:
        return of_bank
    if is_for_programs(path):
        return JSONResponse({"error": {"status": status, "code": _CODES[status], "message": sentence}}, status)
    if path.endswith((".md", ".txt")):
        return PlainTextResponse(sentence + "\n", status)
    language = of_path(request)
    word = Words(language)
    title = word(f"status_{status}")
    page = Page("message.html", title, language, status=status, context={"sentence": sentence, "ways": ways})
    response: HTMLResponse = show(request, page)
    return response


def is_for_programs(path: str) -> bool:
    return path.startswith("/api/") or path.endswith(".json")


def _to_login(request: Request, error: NotLoggedIn) -> Response:
    """Programs are told; a person is led to the login, and back to the page they wanted."""
    path = str(request.scope["path"])
    if is_for_programs(path) or request.app.state.system is None:
        response = answer(request, 401, error.message)
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    language = _written(of_path(request))
    back = f"?til={quote(path, safe='/')}" if request.method in _SAFE else ""
    return RedirectResponse(f"/{language}/logg-inn{back}", 303)


async def _record(request: Request) -> None:
    """An attempt that was refused is an event; also when it cannot be written down, the answer is no."""
    system: System | None = request.app.state.system
    if system is None:
        return
    asker: Asker = getattr(request.state, "asker", NOT_LOGGED_IN)
    route = request.scope.get("route")
    given = request.path_params
    region, form = str(given.get("region", "")), str(given.get("form", ""))
    event = Event(
        "access.refused",
        getattr(route, "path", "?"),
        region=region if re.fullmatch("[0-9]{6}", region) else None,
        form=form if form in catalogue.ids() else None,
        details={"method": request.method},
    )
    with suppress(Unavailable):
        await run_in_threadpool(system.transactions.refuse, asker.actor, event)


def _written(language: Language) -> Language:
    return language if language in WRITTEN else Language.BOKMAL


def _path(request: Request) -> str:
    path = str(request.scope["path"])
    return path if len(path) <= _SHOWN else path[:_SHOWN] + "…"
