"""`kostra serve`: the site on this machine, until it is stopped."""

from __future__ import annotations

import argparse
import errno
import socket
import sys
from collections.abc import Callable
from typing import Any

from kostra.model.errors import Refused, system_said

HOST, PORT = "127.0.0.1", 8000


def add(commands: Any, serve: Callable[[str, int], int]) -> None:
    """`serve` runs the site; this command only makes sure that it can."""
    command = commands.add_parser(
        "serve",
        help="vis skjemaene og dokumentasjonen i nettleseren",
        description="Viser skjemaene og dokumentasjonen i nettleseren, til du stopper med Ctrl+C.",
    )
    command.add_argument(
        "--host", metavar="ADRESSE", default=HOST, help=f"adressen den svarer på (ellers {HOST}, bare denne maskinen)"
    )
    command.add_argument(
        "--port", metavar="PORT", type=port, default=PORT, help=f"porten den svarer på (ellers {PORT})"
    )
    command.set_defaults(run=lambda given: _run(given, serve))


def port(written: str) -> int:
    """A port on the command line."""
    if not (written.isascii() and written.isdigit() and 1 <= int(written) <= 65535):
        raise argparse.ArgumentTypeError(
            f"«{written}» er ikke en port. Skriv et tall fra 1 til 65535, for eksempel {PORT}."
        )
    return int(written)


def _run(given: argparse.Namespace, serve: Callable[[str, int], int]) -> int:
    check_free(given.host, given.port)
    shown = f"[{given.host}]" if ":" in given.host else given.host
    print(f"Åpne http://{shown}:{given.port} i nettleseren. Stopp med Ctrl+C.", file=sys.stderr, flush=True)
    return serve(given.host, given.port)


def check_free(host: str, port: int) -> None:
    """Refuses, in plain words, an address or a port that cannot be used."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise Refused(f"Adressen «{host}» finnes ikke. Skriv for eksempel --host {HOST}.") from None
    with socket.socket(family, kind, protocol) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(address)
        except OSError as error:
            raise Refused(_why_not(error, host, port)) from None


def _why_not(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            other = port + 1 if port < 65535 else PORT
            return f"Port {port} på {host} er opptatt. Stopp det som bruker den, eller velg en annen: --port {other}."
        case errno.EACCES:
            return (
                f"Port {port} krever rettigheter du ikke har. Velg en port fra 1024 og opp, for eksempel --port {PORT}."
            )
        case errno.EADDRNOTAVAIL:
            return f"Adressen «{host}» hører ikke til denne maskinen. Skriv for eksempel --host {HOST}."
        case _:
            return f"Kan ikke svare på {host}:{port}: {system_said(error)}. Prøv en annen --host eller --port."
