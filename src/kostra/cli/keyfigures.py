"""`kostra keyfigures`: the key figures of a municipality on one page."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from kostra.cli.asker import statistician
from kostra.cli.parser import write_out, year

if TYPE_CHECKING:
    from kostra.app.system import System

Opened = Callable[[], AbstractContextManager["System"]]


def add(commands: Any, opened: Opened) -> None:
    one = commands.add_parser(
        "keyfigures",
        help="nøkkeltallene for en kommune på én side",
        description=(
            "Viser nøkkeltallene for sosialtjenesten i en kommune, en bydel eller et fylke: i år, i fjor, og ved siden av\n"
            "KOSTRA-gruppen, fylket og landet. Sier hvor tallene er ufullstendige. Små tall er ikke skjult: ikke for publisering."
        ),
    )
    one.add_argument("region", metavar="REGION", help="for eksempel 1103 for Stavanger, eller 030104 for en bydel")
    one.add_argument("--year", type=year, metavar="ÅR", help="året tallene gjelder (ellers i fjor)")
    one.add_argument(
        "--status",
        choices=("provisional", "final"),
        default="provisional",
        help="foreløpige eller endelige tall (ellers provisional)",
    )
    one.add_argument(
        "--format", choices=("text", "csv", "json"), default="text", help="hvordan svaret skrives (ellers text)"
    )
    one.add_argument("--out", metavar="FIL", help="skriv til en fil")
    one.set_defaults(run=lambda given: _keyfigures(given, opened))


def _keyfigures(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.statistics import keysheet
    from kostra.app.statistics.keyfigures import keyfigures
    from kostra.model.cube import Status

    with opened() as system:
        sheet = keyfigures(system, statistician(), given.region, given.year, Status(given.status))
    shown = {"text": keysheet.as_text, "csv": keysheet.as_csv, "json": keysheet.as_json}[given.format]
    write_out(shown(sheet), given.out)
    return 0
