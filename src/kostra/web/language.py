"""Which language a page is in. The path decides; the cookie and the browser only choose where `/` leads."""

from __future__ import annotations

import re

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request

from kostra.model.text import Language

WRITTEN = (Language.BOKMAL, Language.NYNORSK)
READ = (*WRITTEN, Language.ENGLISH)
"""What figures are read in."""
COOKIE = "sprak"

_NORWEGIAN = {"nb": Language.BOKMAL, "no": Language.BOKMAL, "nn": Language.NYNORSK}


class _Written(Convertor[Language]):
    """The first part of a path, `nb` or `nn`."""

    regex = "nb|nn"

    def convert(self, value: str) -> Language:
        return Language(value)

    def to_string(self, value: Language) -> str:
        return value.value


class _Read(_Written):
    """The first part of the path of a page of figures: `nb`, `nn` or `en`."""

    regex = "nb|nn|en"


register_url_convertor("written", _Written())
register_url_convertor("read", _Read())


def preferred(request: Request) -> Language:
    """The language chosen before, else the first Norwegian one the browser asks for, else bokmål."""
    chosen = request.cookies.get(COOKIE)
    if chosen in _NORWEGIAN:
        return _NORWEGIAN[chosen]
    wishes: list[tuple[float, int, Language]] = []
    for place, wish in enumerate(request.headers.get("accept-language", "").split(",")):
        tag, _, weight = wish.strip().partition(";q=")
        language = _NORWEGIAN.get(tag.strip().lower().split("-")[0])
        if language and (strength := _weight(weight)) > 0:
            wishes.append((-strength, place, language))
    return min(wishes)[2] if wishes else Language.BOKMAL


def has_chosen(request: Request) -> bool:
    """Whether the reader has said which language they want, in this browser."""
    return request.cookies.get(COOKIE) in _NORWEGIAN


def in_language(path: str, language: Language) -> str:
    """The same page in another language; a path that has none stays as it is."""
    return f"/{language}{path[3:]}" if re.match("/(nb|nn)/", path) else path


def _weight(written: str) -> float:
    if not written:
        return 1.0
    return float(written) if re.fullmatch(r"[01](\.[0-9]{0,3})?", written.strip()) else 0.0


def of_path(request: Request) -> Language:
    """The language of whatever is at this path, also when there is nothing there."""
    first = str(request.scope["path"]).strip("/").split("/")[0]
    if first in READ:
        return Language(first)
    return Language.ENGLISH if first == "dokumentasjon" else preferred(request)
