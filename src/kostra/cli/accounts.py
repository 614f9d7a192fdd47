"""`kostra accounts`: what the services cost by the accounts, received or in a file."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from kostra.cli.asker import statistician
from kostra.cli.parser import write_out, year

if TYPE_CHECKING:
    from kostra.app.accounts.received import Costs
    from kostra.app.system import System

Opened = Callable[[], AbstractContextManager["System"]]


def add(commands: Any, opened: Opened) -> None:
    accounts = commands.add_parser(
        "accounts",
        help="hva tjenestene koster etter regnskapet: brutto, netto, korrigert brutto og lønn",
        description=(
            "Brutto, netto, korrigerte brutto driftsutgifter, lønn og investeringer etter funksjon, i hele kroner.\n"
            "Gi enten et år, for det som er mottatt, eller en fil. Landet er summen av kommunene som har levert."
        ),
    )
    accounts.add_argument("year", nargs="?", type=year, metavar="ÅR", help="året regnskapet gjelder")
    accounts.add_argument("--file", metavar="FIL", help="en regnskapsfil (0A eller 0M) i stedet for det som er mottatt")
    accounts.add_argument("--function", metavar="FUNKSJON", help="funksjon eller gruppe, for eksempel 281 eller FGK12a")
    accounts.add_argument("--region", metavar="REGION", help="bare denne, for eksempel 1103 eller 030104")
    accounts.add_argument(
        "--scope",
        choices=("municipality", "consolidated"),
        help="kommunens eget regnskap (0A) eller det konsoliderte (0M) (ellers municipality)",
    )
    accounts.add_argument(
        "--format", choices=("text", "csv", "json"), default="text", help="hvordan svaret skrives (ellers text)"
    )
    accounts.add_argument("--out", metavar="FIL", help="skriv til en fil")
    accounts.set_defaults(run=lambda given: _accounts(given, opened))


def _accounts(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.accounts import told

    found = _found(given, opened)
    if given.format == "json":
        write_out(json.dumps(told.as_json(found), ensure_ascii=False, indent=2) + "\n", given.out)
        return 0
    if given.format == "csv":
        from kostra.app.reconciling.told import as_csv

        write_out(as_csv(told.head(), told.cells(found)), given.out)
        return 0
    write_out(_text(found), given.out)
    return 0


def _found(given: argparse.Namespace, opened: Opened) -> Costs:
    from kostra.model.errors import Refused

    if (given.year is None) == (given.file is None):
        raise Refused("Gi enten et år eller en fil: «kostra accounts 2026» eller «kostra accounts --file 0A.dat».")
    if given.file is not None:
        from kostra.app.accounts.on_file import of_file

        if given.region is not None or given.scope is not None:
            raise Refused("En fil sier selv hvilken kommune og hvilket regnskap den er. Ta bort --region og --scope.")
        return of_file(given.file, given.function)
    from kostra.accounts.concepts import Scope
    from kostra.app.accounts.received import of_year

    with opened() as system:
        return of_year(
            system,
            statistician(),
            given.year,
            scope=Scope(given.scope or Scope.MUNICIPALITY),
            function=given.function,
            region=given.region,
        )


def _text(found: Costs) -> str:
    """Region by region, with the breaks below."""
    from kostra.accounts.catalogue import concepts
    from kostra.accounts.concepts import ACCOUNTS
    from kostra.app.accounts import told

    lines = [f"Regnskap {ACCOUNTS[found.scope].form}, {found.year}, i hele kroner."]
    if found.without:
        lines.append(f"{found.complete} av {found.municipalities} kommuner har levert.")
    head = ("funksjon", *concepts())
    rows: list[tuple[str, ...]] = []
    region = None
    for unit, name, function, title, *kroner, _, _ in told.cells(found):
        if unit != region:
            rows.append((f"{unit} {name}",))
            region = unit
        rows.append((f"  {function} {title}", *(f"{amount}" for amount in kroner)))
    numbers = [row for row in (head, *rows) if len(row) > 1]
    widths = [max(len(row[place]) for row in numbers) for place in range(len(head))]
    lines.append("")
    for row in (head, *rows):
        cells = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=False)]
        lines.append("  ".join((row[0].ljust(widths[0]), *cells)).rstrip())
    if cut := told.broken(found):
        lines += ["", "Brudd:", *(f"  {one.year} ({', '.join(one.of)}): {one.text.nb}" for one in cut)]
    return "\n".join(lines) + "\n"
