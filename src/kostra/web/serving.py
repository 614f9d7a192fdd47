"""Serving the site from this process, until it is stopped. Addresses are not logged: what people search for is theirs."""

from __future__ import annotations

from contextlib import suppress

import uvicorn

from kostra.web.settings import Settings
from kostra.web.site import site


def serve(settings: Settings, host: str, port: int) -> int:
    """Runs until it is told to stop; the answer is the exit status."""
    config = uvicorn.Config(
        site(settings),
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)
    # The server closes in good order and then passes the interrupt on; being stopped is how it is meant to end.
    with suppress(KeyboardInterrupt):
        server.run()
    return 0 if server.started else 1
