"""`kostra build` makes the cubes of a year, and `kostra table` shows one table in the terminal."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kostra.cli.asker import statistician
from kostra.cli.parser import write_out, year

if TYPE_CHECKING:
    from kostra.app.system import System

Opened = Callable[[], AbstractContextManager["System"]]
_STATUS = "foreløpige eller endelige tall (ellers provisional)"


def add(commands: Any, opened: Opened, folder: Callable[[], Path]) -> None:
    build = commands.add_parser(
        "build",
        help="lag tabellene for et år som kuber",
        description=(
            "Lager tabellene for et år av klargjorte data, og skriver hver av dem som Parquet og JSON i MAPPE/ÅR/STATUS.\n"
            "De samme dataene gir de samme filene. Små tall er ikke skjult: filene er ikke for publisering. Slik de kan\n"
            "publiseres, skrives de av «kostra suppress»."
        ),
    )
    build.add_argument("year", type=year, metavar="ÅR", help="året tallene gjelder")
    build.add_argument("--tables", nargs="+", default=[], metavar="ID", help="bare disse tabellene")
    build.add_argument("--status", choices=("provisional", "final"), default="provisional", help=_STATUS)
    build.add_argument("--out", metavar="MAPPE", help="mappen de skrives i (ellers cubes i datamappen)")
    build.set_defaults(run=lambda given: _build(given, opened, folder))

    table = commands.add_parser(
        "table",
        help="vis en tabell i terminalen",
        description=(
            "Viser en tabell slik klargjorte data er nå. Små tall er ikke skjult: tabellen er ikke for publisering. Slik den\n"
            "kan publiseres, skrives den av «kostra suppress».\n"
            "Med --discontinued vises i stedet hvilke tabeller som er avsluttet, hvorfor, og hva som brukes nå."
        ),
    )
    table.add_argument("id", nargs="?", metavar="ID", help="tabellens nummer, for eksempel 13995")
    table.add_argument("--discontinued", action="store_true", help="vis tabellene som er avsluttet")
    table.add_argument("--region", nargs="+", default=["EAK"], metavar="KODE", help="for eksempel 1103 (ellers landet)")
    table.add_argument("--year", type=_years, metavar="ÅR", help="2025 eller 2022-2025 (ellers i fjor)")
    table.add_argument("--status", choices=("provisional", "final"), default="provisional", help=_STATUS)
    table.add_argument(
        "--format", choices=("text", "csv", "json"), default="text", help="hvordan svaret skrives (ellers text)"
    )
    table.add_argument("--out", metavar="FIL", help="skriv til en fil")
    table.set_defaults(run=lambda given: _table(given, opened))


def _years(written: str) -> range:
    first, dash, last = written.partition("-")
    found = range(year(first), year(last if dash else first) + 1)
    if not found:
        raise argparse.ArgumentTypeError(f"«{written}» slutter før det begynner. Skriv 2022-2025.")
    return found


def _build(given: argparse.Namespace, opened: Opened, folder: Callable[[], Path]) -> int:
    from kostra.app.statistics.making import cubes
    from kostra.app.statistics.writing import FOLDER, write
    from kostra.model.cube import Status

    out = Path(given.out) if given.out else folder() / FOLDER
    with opened() as system:
        made = cubes(system, statistician(), given.year, given.tables, Status(given.status))
        for cube, path in write(system, made, out, Status(given.status)):
            late = "" if cube.status == given.status else "  foreløpig: endelige tall er ikke beregnet"
            print(f"{cube.id}  {len(cube.cells)} celler  {path}{late}", flush=True)
    return 0


def _table(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.statistics import ended, told
    from kostra.app.statistics.making import cube
    from kostra.model.cube import Status
    from kostra.model.errors import Refused

    if (given.id is None) != given.discontinued:
        raise Refused("Gi enten nummeret på en tabell eller --discontinued: «kostra table 13995».")
    if given.discontinued:
        told_of = {"text": ended.as_text, "csv": ended.as_csv, "json": ended.as_json}[given.format]
        write_out(told_of(ended.ended()), given.out)
        return 0
    with opened() as system:
        last = system.clock.now().year - 1
        years = given.year or range(last, last + 1)
        found = [cube(system, statistician(), given.id, one, Status(given.status)) for one in years]
    shown = {"text": told.as_text, "csv": told.as_csv, "json": told.as_json}[given.format]
    write_out(shown(found, given.region), given.out)
    return 0
