"""Answers to what cannot be answered: what is wrong, where, with which value, and what to do. In the language of the page."""

from __future__ import annotations

from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from kostra.model.text import Language
from kostra.web.headers import SECURITY
from kostra.web.language import WRITTEN, of_path
from kostra.web.pages import Link, Page, show
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
    return _answer(request, error.status, error.sentence, error.ways)


async def refused_by_server(request: Request, error: Exception) -> Response:
    """No such page, or a page that cannot be asked for in this way."""
    assert isinstance(error, HTTPException)
    word = Words(of_path(request))
    if error.status_code == 405:
        response = _answer(request, 405, word("wrong_method", method=request.method, path=_path(request)), ())
        response.headers.update(error.headers or {})
        return response
    first = str(request.scope["path"]).strip("/").split("/")[0].lower()
    if first in _OTHER_LANGUAGES:
        return _answer(request, 404, word("unknown_language", language=first), ())
    ways = ((word("forms"), f"/{_written(word.language)}/skjema"), (word("search"), f"/{_written(word.language)}/sok"))
    return _answer(request, 404, word("no_page", path=_path(request)), ways)


async def broken(request: Request, error: Exception) -> Response:
    """Ours. The error itself goes to the log of the server; the reader is told when and where, and nothing of what."""
    when = datetime.now().astimezone().strftime("%d.%m.%Y %H:%M:%S")
    try:
        response = _answer(request, 500, Words(of_path(request))("broken", path=_path(request), when=when), ())
    except Exception:
        # What is broken may be the very frame of the pages; then there are only these words left.
        response = PlainTextResponse(f"{when}: {_LAST_WORDS}\n", 500)
    response.headers.update(SECURITY | {"Cache-Control": "no-store"})
    return response


def _answer(request: Request, status: int, sentence: str, ways: tuple[Link, ...]) -> Response:
    path = str(request.scope["path"])
    if path.endswith(".json"):
        return JSONResponse({"error": {"status": status, "message": sentence}}, status)
    if path.endswith((".md", ".txt")):
        return PlainTextResponse(sentence + "\n", status)
    language = of_path(request)
    word = Words(language)
    title = word(f"status_{status}")
    page = Page("message.html", title, language, status=status, context={"sentence": sentence, "ways": ways})
    response: HTMLResponse = show(request, page)
    return response


def _written(language: Language) -> Language:
    return language if language in WRITTEN else Language.BOKMAL


def _path(request: Request) -> str:
    path = str(request.scope["path"])
    return path if len(path) <= _SHOWN else path[:_SHOWN] + "…"
