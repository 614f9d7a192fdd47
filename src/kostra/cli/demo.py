"""`kostra demo`: a synthetic nation, taken as far as the system is built, and the site that shows it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kostra.cli.serve import HOST, PORT, check_free, port

YEARS = (2025, 2026)
"""The demo's years. An older year may be added with `kostra synth`."""


def add(commands: Any, data: Callable[[], Path], serve: Callable[[str, int], int]) -> None:
    """`data` is where the nation is kept; `serve` runs the site over it."""
    command = commands.add_parser(
        "demo",
        help="lag en syntetisk nasjon og vis systemet i nettleseren",
        description=(
            "Lager en syntetisk nasjon for to år, viser de nasjonale tallene, og viser systemet i nettleseren\n"
            "til du stopper med Ctrl+C. Nasjonen blir liggende og brukes på nytt neste gang."
        ),
    )
    command.add_argument("--host", metavar="ADRESSE", default=HOST, help=f"adressen den svarer på (ellers {HOST})")
    command.add_argument("--port", metavar="PORT", type=port, default=PORT, help=f"porten den svarer på (ellers {PORT})")
    command.add_argument("--no-serve", action="store_true", help="lag nasjonen og avslutt, uten å vise den i nettleseren")
    command.set_defaults(run=lambda given: _run(given, data(), serve))


def _run(given: argparse.Namespace, data: Path, serve: Callable[[str, int], int]) -> int:
    from kostra.app.synth.making import present
    from kostra.cli.synth import table, tell
    from kostra.synth.nation import Nation

    if not given.no_serve:
        check_free(given.host, given.port)
    nation = Nation()
    for number, year in enumerate(YEARS, start=1):
        _say(f"\n[{number}/{len(YEARS)}] Syntetisk nasjon {year} ...")
        summary, made = present(nation, year, data / "nation", tell)
        _say("      laget." if made else "      finnes fra før og brukes som den er.")
        print(f"\n{table(summary)}", flush=True)
    if given.no_serve:
        return 0
    _say(f"Klart. Åpne http://{given.host}:{given.port} i nettleseren. Stopp med Ctrl+C.")
    return serve(given.host, given.port)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
