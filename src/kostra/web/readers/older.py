"""Addresses of older table banks, which stand in reports and in other people's pages: each leads on to the page of its table, whatever was
chosen from it then."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.web.errors import Wrong
from kostra.web.language import of_path
from kostra.web.readers.words import Words

_NAMES = ("maintable", "tabellid", "tableid", "table", "ma")
"""What the forms of PxWeb and its forerunners called the table in their addresses."""
_TABLE = re.compile(r"(?:tab|ma)?0*(\d{4,5})", re.IGNORECASE)


def by_path(request: Request) -> Response:
    return _to(request, str(request.path_params["id"]))


def by_query(request: Request) -> Response:
    given = {name.lower(): value for name, value in request.query_params.items()}
    return _to(request, next((id for name in _NAMES if _TABLE.fullmatch(id := given.get(name, ""))), ""))


def _to(request: Request, id: str) -> Response:
    language = of_path(request)
    found = _TABLE.fullmatch(id)
    if found is None:
        raise Wrong(404, Words(language)("no_old_table"), (Words(language)("figures"), f"/{language}/tabeller"))
    response = RedirectResponse(f"/{language}/tabeller/{found[1].zfill(5)}", 301)
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response
