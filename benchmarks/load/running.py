"""A real `kostra serve` on this machine, for a while."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx


def started(data: Path, port: int, web: int, workers: int) -> subprocess.Popen[bytes]:
    # Compiled once, as in any installation; a process that is killed is back the sooner.
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("KOSTRA_", "PYTHONDONTWRITE"))}
    environment = plain | {
        "PYTHONPYCACHEPREFIX": str(data / "compiled"),
        "KOSTRA_DATA": str(data),
        "KOSTRA_DEMO": "1",
        "KOSTRA_WEB_PROCESSES": str(web),
        "KOSTRA_WORKERS": str(workers),
    }
    return subprocess.Popen([sys.executable, "-m", "kostra", "serve", "--port", str(port)], env=environment)


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def wait_until_it_answers(server: subprocess.Popen[bytes], port: int) -> None:
    while server.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{port}/helse/klar", trust_env=False, timeout=10).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server does not answer")
