"""What every page of reports needs of a request: the year, the place, and where files and links lead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.reporting import showing
from kostra.app.reporting.record import Record
from kostra.model.errors import Missing
from kostra.model.text import Language
from kostra.reporting.paper import Paper
from kostra.web.address import address_of
from kostra.web.downloads import attached
from kostra.web.reporting.words import Words
from kostra.web.settings import Settings
from kostra.web.visit import Visit

SECTION = "skrivebord"
_KEPT = 12
"""Files that are ready: making one takes a second, and they are asked for again and again."""


@dataclass(frozen=True, slots=True)
class Asked(Visit[Words]):
    @property
    def year(self) -> int:
        asked = str(self.request.path_params["year"])
        if not re.fullmatch(r"(19|20)[0-9]{2}", asked, re.ASCII):
            raise Missing(self.say("no_year", wanted=asked[:20]))
        return int(asked)

    @property
    def data(self) -> Path:
        settings: Settings = self.request.app.state.settings
        return settings.data

    @property
    def public(self) -> str:
        return f"/{self.language}/rapport"

    @property
    def desk(self) -> str:
        return f"/{self.language}/{SECTION}/rapport"

    @property
    def slot(self) -> str:
        return str(self.request.path_params["slot"])


def asked(request: Request) -> Asked:
    return Asked.of(request, Words)


def download(one: Asked, record: Record) -> Response:
    """As the address ends. Links in it lead to this site, wherever it is read."""
    kind = str(one.request.path_params["ending"])
    if kind not in showing.KINDS:
        raise Missing(one.say("no_kind", wanted=kind[:20], kinds=", ".join(showing.KINDS)))
    content = _written(paper(record, one.language, address_of(one.request)), kind)
    state = "" if record.edition else "-utkast"
    return attached(content, f"rapport-{one.year}{state}-{one.language}.{kind}", showing.KINDS[kind])


@lru_cache(maxsize=_KEPT)
def _written(one: Paper, kind: str) -> bytes:
    return showing.written(one, kind)


def paper(record: Record, language: Language, address: str = "") -> Paper:
    return showing.paper(record, language, address)
