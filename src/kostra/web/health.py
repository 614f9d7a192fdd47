"""Whether this process lives, whether it can take anything, and what it has done: for those who keep it running.

Living asks nothing of anybody, so that it answers at once whatever the load. The metrics are for the operator alone.
"""

from __future__ import annotations

import hmac
import time
from ipaddress import ip_address

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from kostra import __version__
from kostra.app.readiness import readiness
from kostra.forms import catalogue
from kostra.model.errors import Broken
from kostra.web import metrics
from kostra.web.access import STATIC, guarded
from kostra.web.assets import assets
from kostra.web.errors import Wrong
from kostra.web.settings import Settings

_HOLDS = 1.0
"""Seconds: however often anybody asks, the parts are asked no more often than this."""
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


def routes() -> list[BaseRoute]:
    return [
        guarded("/helse", alive, STATIC),
        guarded("/helse/klar", ready, STATIC),
        guarded("/metrics", told, STATIC),
    ]


async def alive(request: Request) -> Response:
    """Its forms can be read and its files are there. Read once; after that it is an answer from memory."""
    try:
        count = len(catalogue.all_forms())
        assets()
    except (Broken, OSError) as error:
        return JSONResponse({"status": "feil", "version": __version__, "error": type(error).__name__}, 503)
    return JSONResponse({"status": "ok", "version": __version__, "forms": count})


async def ready(request: Request) -> Response:
    """Whether the database and the object store answer just now."""
    system = request.app.state.system
    if system is None:
        return JSONResponse({"status": "ok"})
    asked, found = getattr(request.app.state, "readiness", (0.0, {}))
    if time.monotonic() - asked > _HOLDS or not found:
        found = await run_in_threadpool(readiness, system)
        request.app.state.readiness = (time.monotonic(), found)
    well = all(found.values())
    return JSONResponse({"status": "ok" if well else "feil", **found}, 200 if well else 503)


async def told(request: Request) -> Response:
    """For Prometheus. With a token set, whoever has it; otherwise only this machine, and not through a proxy."""
    settings: Settings = request.app.state.settings
    if not _may(request, settings.metrics_token):
        raise Wrong(404, "Det er ingenting på denne adressen.")
    return Response(await run_in_threadpool(metrics.told), media_type=metrics.TYPE)


def _may(request: Request, token: str | None) -> bool:
    if token is not None:
        return hmac.compare_digest(request.headers.get("authorization", "").encode(), f"Bearer {token}".encode())
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
