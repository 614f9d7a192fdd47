"""`kostra demo`: a synthetic nation, taken as far as the system is built, and the system that receives it, with a season that is played."""

from __future__ import annotations

import argparse
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kostra.cli.serve import HOST, PORT, port, reserve

if TYPE_CHECKING:
    from kostra.app.controls.overview import Overview

_SEVERITY = {"info": "melding", "warning": "advarsel", "error": "feil", "fatal": "fatal"}
YEARS = (2025, 2026)
"""The demo's years. An older year may be added with `kostra synth`."""


def add(commands: Any, data: Callable[[], Path], serve: Callable[[socket.socket], int]) -> None:
    """`data` is where the nation is kept; `serve` runs the site over it."""
    command = commands.add_parser(
        "demo",
        help="lag en syntetisk nasjon og vis systemet i nettleseren",
        description=(
            "Lager en syntetisk nasjon for to år, viser de nasjonale tallene, og starter systemet: nettstedet, databasen, kontrollene\n"
            "og en sesong der kommunene sender inn. Stopp med Ctrl+C. Alt blir liggende og brukes videre neste gang."
        ),
    )
    command.add_argument("--host", metavar="ADRESSE", default=HOST, help=f"adressen den svarer på (ellers {HOST})")
    command.add_argument(
        "--port", metavar="PORT", type=port, default=PORT, help=f"porten den svarer på (ellers {PORT})"
    )
    command.add_argument(
        "--no-serve", action="store_true", help="lag nasjonen og avslutt, uten å vise den i nettleseren"
    )
    command.set_defaults(run=lambda given: _run(given, data(), serve))


def _run(given: argparse.Namespace, data: Path, serve: Callable[[socket.socket], int]) -> int:
    """The port is taken first, so that nobody waits for a nation that cannot be shown."""
    if given.no_serve:
        _make(data)
        return 0
    with reserve(given.host, given.port) as listening:
        _make(data)
        _begin_season(data)
        _say(
            "Klart. Logg inn som en av testpersonene på siden. Sesongen spilles fra januar 2026; styr den på /nb/sesong."
        )
        return serve(listening)


def _make(data: Path) -> None:
    from kostra.app.controls.overview import present as present_checked
    from kostra.app.synth.making import present
    from kostra.cli.synth import table, tell
    from kostra.synth.nation import Nation

    nation = Nation()
    for number, year in enumerate(YEARS, start=1):
        _say(f"\n[{number}/{len(YEARS)}] Syntetisk nasjon {year} ...")
        summary, made = present(nation, year, data / "nation", tell)
        _say("      laget." if made else "      finnes fra før og brukes som den er.")
        print(f"\n{table(summary)}", flush=True)
        _say(f"      Kontrollerer alle filene for {year} ...")
        print(f"\n{_controls(present_checked(data / 'nation' / str(year), _every_500))}", flush=True)


def _begin_season(data: Path) -> None:
    """Where it has come already, it goes on."""
    from kostra.app.season.clock import SeasonClock
    from kostra.app.season.demo import BEGINS, MENDED
    from kostra.app.synth.making import mended
    from kostra.cli.synth import tell
    from kostra.synth.nation import Nation

    nation = Nation()
    for year in YEARS:
        _say(f"\nFilene for {year} slik de blir når feilene er rettet ...")
        mended(nation, year, data / MENDED, tell)
    SeasonClock(data, BEGINS).begin()


def _every_500(number: int, of: int, file: str) -> None:
    if number % 500 == 0 or number == of:
        _say(f"      {number} av {of}")


def _controls(seen: Overview) -> str:
    """The ten most frequent controls of a year."""
    stopped = seen.severities.get("error", 0) + seen.severities.get("fatal", 0)
    lines = [
        f"Kontrollerte filer {seen.year}: {seen.files}, med {seen.records} linjer. {stopped} ville blitt stoppet.",
        "",
        f"{'Skjema':<8}{'Kontroll':<10}{'Alvor':<10}{'Funn':>8}{'Filer':>8}",
    ]
    for one in seen.controls[:10]:
        lines.append(f"{one.form:<8}{one.control:<10}{_SEVERITY[one.severity]:<10}{one.findings:>8}{one.files:>8}")
    return "\n".join(lines) + "\n"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
