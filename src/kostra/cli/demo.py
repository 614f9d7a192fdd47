"""`kostra demo`: a synthetic nation, taken as far as the system is built, and the site that shows it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kostra.cli.serve import HOST, PORT, check_free, port

if TYPE_CHECKING:
    from kostra.app.controls.overview import Overview

_SEVERITY = {"info": "melding", "warning": "advarsel", "error": "feil", "fatal": "fatal"}
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
    command.add_argument(
        "--port", metavar="PORT", type=port, default=PORT, help=f"porten den svarer på (ellers {PORT})"
    )
    command.add_argument(
        "--no-serve", action="store_true", help="lag nasjonen og avslutt, uten å vise den i nettleseren"
    )
    command.set_defaults(run=lambda given: _run(given, data(), serve))


def _run(given: argparse.Namespace, data: Path, serve: Callable[[str, int], int]) -> int:
    from kostra.app.controls.overview import present as present_checked
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
        _say(f"      Kontrollerer alle filene for {year} ...")
        print(f"\n{_controls(present_checked(data / 'nation' / str(year), _every_500))}", flush=True)
    if given.no_serve:
        return 0
    _say(f"Klart. Åpne http://{given.host}:{given.port} i nettleseren. Stopp med Ctrl+C.")
    return serve(given.host, given.port)


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
