"""`kostra serve`, `kostra web` and `kostra worker`: the whole system on this machine, or one process of it, until it is stopped."""

from __future__ import annotations

import argparse
import errno
import os
import socket
import sys
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from kostra.cli.parser import number
from kostra.cli.processes import Child, Supervisor, end_with
from kostra.model.errors import Refused, system_said

HOST, PORT = "127.0.0.1", 8000
_WAITING = 2048
"""How many may wait to be let in: the queue outside outlives a process that dies."""


class Runs(Protocol):
    """What `main` joins for these commands."""

    def whole(self, listening: socket.socket) -> int:
        """The database, the web and the workers."""

    def check_only(self, listening: socket.socket) -> int:
        """The forms and the controls, in this process, with nothing kept."""

    def web(self, listening: socket.socket) -> int: ...

    def worker(self) -> int: ...


def add(commands: Any, runs: Runs) -> None:
    serve = commands.add_parser(
        "serve",
        help="start systemet: nettsted, database og kontroller i bakgrunnen",
        description=(
            "Starter hele systemet på denne maskinen, til du stopper med Ctrl+C: en database (hvis KOSTRA_DATABASE ikke peker\n"
            "på en), nettstedet, og det som kjører kontrollene i bakgrunnen. Det som dør, startes på nytt.\n"
            "Med --check-only vises bare skjemaene og kontrollene: uten database, innlogging og nøkler, og ingenting lagres."
        ),
    )
    _add_address(serve)
    serve.add_argument("--check-only", action="store_true", help="bare skjemaer og kontroll av filer; ingenting lagres")
    serve.set_defaults(run=lambda given: _serve(given, runs))
    web = commands.add_parser(
        "web",
        help="start bare nettstedet, mot en database som er i gang",
        description="Starter én prosess av nettstedet. Bruk den når systemet går på flere maskiner; ellers brukes «kostra serve».",
    )
    _add_address(web)
    web.add_argument(
        "--fd", metavar="NUMMER", type=number, help="svar på en port som allerede er åpnet (brukes av «kostra serve»)"
    )
    _add_alive(web)
    web.set_defaults(run=lambda given: _web(given, runs))
    worker = commands.add_parser(
        "worker",
        help="start bare det som kjører kontrollene, mot en database som er i gang",
        description="Kjører jobber fra køen, én om gangen. Bruk den når systemet går på flere maskiner; ellers brukes «kostra serve».",
    )
    _add_alive(worker)
    worker.set_defaults(run=lambda given: _worker(given, runs))


def together(
    listening: socket.socket,
    environment: Mapping[str, str],
    webs: int,
    workers: int,
    watch: Callable[[], None],
    beside: tuple[Child, ...] = (),
) -> int:
    """Web processes that share one socket, workers, and what else is to run `beside` them, kept going until told to stop."""
    host, port = listening.getsockname()[:2]
    try:
        listening.listen(_WAITING)
    except OSError as error:
        raise Refused(_why_not(error, host, port)) from None
    say_where(listening)
    fd = listening.fileno()
    children = [Child(("web", "--fd", str(fd)), (fd,))] * webs + [Child(("worker",))] * workers + list(beside)
    return Supervisor(children, environment, watch).run()


def port(written: str) -> int:
    """A port on the command line."""
    if not (written.isascii() and written.isdigit() and 1 <= int(written) <= 65535):
        raise argparse.ArgumentTypeError(
            f"«{written}» er ikke en port. Skriv et tall fra 1 til 65535, for eksempel {PORT}."
        )
    return int(written)


def reserve(host: str, port: int) -> socket.socket:
    """The port is ours, and nobody is let in yet. Refuses, in plain words, an address or a port that cannot be used."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise Refused(f"Adressen «{host}» finnes ikke. Skriv for eksempel --host {HOST}.") from None
    opened = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(address)
    except OSError as error:
        opened.close()
        raise Refused(_why_not(error, host, port)) from None
    return opened


def say_where(listening: socket.socket) -> None:
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    print(f"Åpne http://{shown}:{port} i nettleseren. Stopp med Ctrl+C.", file=sys.stderr, flush=True)


def _add_address(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--host", metavar="ADRESSE", default=HOST, help=f"adressen den svarer på (ellers {HOST}, bare denne maskinen)"
    )
    command.add_argument(
        "--port", metavar="PORT", type=port, default=PORT, help=f"porten den svarer på (ellers {PORT})"
    )


def _add_alive(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--alive", metavar="NUMMER", type=number, help="stopp når dette røret lukkes (brukes av «kostra serve»)"
    )


def _serve(given: argparse.Namespace, runs: Runs) -> int:
    with reserve(given.host, given.port) as listening:
        if not given.check_only:
            return runs.whole(listening)
        say_where(listening)
        return runs.check_only(listening)


def _web(given: argparse.Namespace, runs: Runs) -> int:
    _end_with(given.alive)
    with reserve(given.host, given.port) if given.fd is None else _handed(given.fd) as listening:
        return runs.web(listening)


def _worker(given: argparse.Namespace, runs: Runs) -> int:
    _end_with(given.alive)
    return runs.worker()


def _end_with(alive: int | None) -> None:
    if alive is not None:
        end_with(alive)


def _handed(fd: int) -> socket.socket:
    try:
        return socket.socket(fileno=fd)
    except OSError:
        raise Refused(f"--fd {fd} er ikke en åpen port. La «kostra serve» starte nettstedet.") from None


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
