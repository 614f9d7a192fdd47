"""`kostra suppress`: disclosure control of all tables of a year, written as they may be published, and audited."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kostra.cli.asker import statistician
from kostra.cli.parser import year

if TYPE_CHECKING:
    from kostra.app.system import System

Opened = Callable[[], AbstractContextManager["System"]]
_DETERMINED = 2


def add(commands: Any, opened: Opened, folder: Callable[[], Path]) -> None:
    suppress = commands.add_parser(
        "suppress",
        help="prikk tabellene for et år, og revider dem",
        description=(
            "Prikker alle tabellene for et år samlet, skriver dem slik de kan publiseres i utdata/ÅR/STATUS/KJØRING/tables i\n"
            "datamappen, og reviderer det som er skrevet. Kjøringen vises på siden Prikking, der en kollega godkjenner den.\n"
            "Avslutter med 0 når revisjonen er bestått, 2 når noe kan regnes ut, og 3 ved feil bruk."
        ),
    )
    suppress.add_argument("year", type=year, metavar="ÅR", help="året tallene gjelder")
    suppress.add_argument(
        "--status",
        choices=("provisional", "final"),
        default="provisional",
        help="foreløpige eller endelige tall (ellers provisional)",
    )
    suppress.add_argument(
        "--advice",
        action="store_true",
        help="prøv også hvilke kategorier som kan slås sammen, i de ti tabellene som mister mest",
    )
    suppress.add_argument(
        "--format", choices=("text", "json"), default="text", help="hvordan svaret skrives (ellers text)"
    )
    suppress.set_defaults(run=lambda given: _suppress(given, opened, folder))


def _suppress(given: argparse.Namespace, opened: Opened, folder: Callable[[], Path]) -> int:
    from kostra.app.disclosure import telling
    from kostra.app.disclosure.protecting import protect
    from kostra.model.cube import Status

    with opened() as system:
        made = protect(
            system, statistician(), folder(), given.year, Status(given.status), _tell, with_advice=given.advice
        )
    told = telling.as_json(made) if given.format == "json" else f"{telling.as_line(made)}\n"
    sys.stdout.write(told)
    return 0 if telling.passed(made) else _DETERMINED


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
