"""The releases that are out, for programs, and each of them whole in one file. One whose hour has not come is as unknown here as one that
never was.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from kostra.app.publication import history, showing
from kostra.app.publication.history import Came
from kostra.app.publication.showing import Public
from kostra.publication.parcel import told
from kostra.web.address import address_of
from kostra.web.rates import Buckets
from kostra.web.settings import Settings
from kostra.web.statbank.shapes import OPEN

PLACE = "/api/releases"
_SHORT = {"Cache-Control": "public, max-age=10"}


def releases(request: Request) -> Response:
    """The newest first."""
    settings: Settings = request.app.state.settings
    found = history.calendar(request.app.state.system, settings.data)
    every = [_told(each, address_of(request)) for each in found.out]
    return JSONResponse({"releases": every}, headers=OPEN | _SHORT)


def release(request: Request) -> Response:
    """What is made once for a release is the same for ever, so whoever has it need not fetch it again."""
    public = _public(request)
    one = public.release(str(request.path_params["id"]))
    mark = f'W/"{one.manifest}"'
    headers = OPEN | _SHORT | {"ETag": mark}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    headers |= {"Content-Disposition": f'attachment; filename="{one.id}.zip"'}
    if request.method == "HEAD":
        return Response(headers=headers, media_type="application/zip")
    _count(request)
    return StreamingResponse(history.parcel(public, one.id), headers=headers, media_type="application/zip")


def _count(request: Request) -> None:
    buckets: Buckets = request.app.state.buckets
    settings: Settings = request.app.state.settings
    buckets.take(request.client.host if request.client else "nowhere", settings.rates.whole)


def _public(request: Request) -> Public:
    data: Path = request.app.state.settings.data
    return showing.public(request.app.state.system, data)


def _told(each: Came, site: str) -> dict[str, Any]:
    about = {} if each.manifest is None else told(each.manifest, each.opened)
    return {"id": each.release.id} | about | {"download": f"{site}{PLACE}/{each.release.id}.zip"}
