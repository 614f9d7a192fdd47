"""What the web has done, counted: answers by route and status, and how long they took. Never by person, region or address.

With several processes each writes its own numbers in the folder that PROMETHEUS_MULTIPROC_DIR names, and any of them tells them all.
"""

from __future__ import annotations

import os
import time

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TYPE = CONTENT_TYPE_LATEST
_ANSWERS = Counter("kostra_http_answers", "Answers, by method, route and status", ("method", "route", "status"))
_SECONDS = Histogram(
    "kostra_http_seconds",
    "How long an answer took, from the first byte asked to the last byte told",
    ("method", "route"),
    buckets=(0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30),
)
_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"}


def told() -> bytes:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


class Counting:
    """Counts every answer of the site. A route is counted as it is written, with its places open."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            method = scope["method"] if scope["method"] in _METHODS else "other"
            route = getattr(scope.get("route"), "path", "none")
            _ANSWERS.labels(method, route, str(status)).inc()
            _SECONDS.labels(method, route).observe(time.perf_counter() - began)
