"""`kostra indicators`: the six indicators of the NAV office scorecard, for a month or a quarter."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from kostra.cli.asker import statistician
from kostra.cli.parser import write_out

if TYPE_CHECKING:
    from kostra.app.system import System

Opened = Callable[[], AbstractContextManager["System"]]


def add(commands: Any, opened: Opened) -> None:
    one = commands.add_parser(
        "indicators",
        help="de seks indikatorene i NAV-kontorets målekort, for en måned",
        description=(
            "Viser de seks indikatorene i målekortet av det som er levert på skjema 11M, med endring fra forrige periode og fra samme\n"
            "periode året før, for de enhetene som har levert begge ganger. Sier hvor mye av regionen som har levert.\n"
            "Små tall er ikke skjult: tallene er ikke for publisering."
        ),
    )
    one.add_argument("period", metavar="PERIODE", help="måneden (2026-05) eller kvartalet (2026K2)")
    one.add_argument(
        "--region", nargs="+", default=["EAK"], metavar="KODE", help="for eksempel 1103 03 EAK (ellers landet)"
    )
    one.add_argument(
        "--format", choices=("text", "csv", "json"), default="text", help="hvordan svaret skrives (ellers text)"
    )
    one.add_argument("--out", metavar="FIL", help="skriv til en fil")
    one.set_defaults(run=lambda given: _indicators(given, opened))


def _indicators(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.statistics import scorecard
    from kostra.app.statistics.indicators import indicators
    from kostra.model.period import Period

    period = Period.read(re.sub(r"^([0-9]{4})-(0[1-9]|1[0-2])$", r"\1M\2", given.period))
    with opened() as system:
        found = indicators(system, statistician(), period, given.region)
        producer = system.producer
    shown = {"text": scorecard.as_text, "csv": scorecard.as_csv, "json": scorecard.as_json}[given.format]
    write_out(shown(period, found, producer), given.out)
    return 0
