"""Serving the site from this process, until it is stopped. Addresses are not logged: what people search for is theirs."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress

import uvicorn
from anyio.to_thread import current_default_thread_limiter

from kostra.app.system import System
from kostra.web.settings import Settings
from kostra.web.site import site

_GRACE = 5


_THREADS = 10
"""As many as there are connections to the database, and few enough that they leave the loop its turn."""
_TURN = 0.0005
"""Seconds that a thread may hold the interpreter while another one waits. The loop is what answers whether we live."""


class Server(uvicorn.Server):
    """Gives way to the loop, whatever the threads are doing."""

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        current_default_thread_limiter().total_tokens = _THREADS
        sys.setswitchinterval(_TURN)
        await super().serve(sockets)


def serve(settings: Settings, listening: socket.socket, system: System | None = None) -> int:
    """Runs until it is told to stop; the answer is the exit status. The socket may be shared with other processes that do the same."""
    config = uvicorn.Config(
        site(settings, system),
        access_log=False,
        log_level="warning",
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
        backlog=2048,
    )
    server = Server(config)
    # The server closes in good order and then passes the interrupt on; being stopped is how it is meant to end.
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])
    return 0 if server.started else 1
