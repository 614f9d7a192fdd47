"""`kostra basis`: the register of legal bases, and who receives data."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kostra.cli.asker import statistician
from kostra.cli.parser import subcommands

if TYPE_CHECKING:
    from kostra.app.system import System

Opened = Callable[[], AbstractContextManager["System"]]


def add(commands: Any, opened: Opened) -> None:
    basis = commands.add_parser(
        "basis",
        help="hjemler: hvem som kan få hvilke opplysninger, og hvorfor",
        description=(
            "Ingenting leveres uten en hjemmel som gjelder, og aldri mer enn den. Én registrerer den, en annen godkjenner den.\n"
            "Siden Hjemler viser det samme. Avslutter med 0 når det ble gjort, og 3 når det ikke kan gjøres."
        ),
    )
    below = subcommands(basis)

    listed = below.add_parser("list", help="alle hjemler", description="Hver mottaker med sine.")
    listed.add_argument("--format", choices=("text", "json"), default="text", help="text eller json (ellers text)")
    listed.set_defaults(run=lambda given: _list(given, opened))

    enter = below.add_parser(
        "enter",
        help="registrer mottakere og hjemler fra en fil",
        description=(
            "Filen er TOML, som src/kostra/deliveries/recipients.toml; uten FIL er det den som brukes. Det som er registrert fra\n"
            "før, blir stående. Hver hjemmel må så godkjennes av en annen."
        ),
    )
    enter.add_argument("file", nargs="?", type=Path, metavar="FIL", help="mottakere og hjemler")
    enter.set_defaults(run=lambda given: _enter(given, opened))

    key = below.add_parser(
        "key",
        help="registrer nøkkelen en mottaker får leveransene sine kryptert til",
        description="Den offentlige age-nøkkelen. Få den bekreftet på en annen måte enn den kom.",
    )
    key.add_argument("recipient", metavar="MOTTAKER", help="for eksempel NAV")
    key.add_argument("key", metavar="NØKKEL", help="age1...")
    _reason(key, "hvem som bekreftet den, og hvordan")
    key.set_defaults(run=lambda given: _key(given, opened))

    approve = below.add_parser(
        "approve",
        help="godkjenn en hjemmel som en annen har registrert",
        description="Les vedtaket eller avtalen først.",
    )
    _about(approve)
    approve.add_argument("--comment", default="", metavar="MERKNAD", help="blir stående ved godkjenningen")
    approve.set_defaults(run=lambda given: _approve(given, opened))

    end = below.add_parser(
        "end",
        help="avslutt en hjemmel",
        description="Ingenting kan hentes på den etterpå. Det som er levert, slettes av «kostra deliver delete», og hver natt.",
    )
    _about(end)
    _reason(end, "hvorfor den avsluttes")
    end.set_defaults(run=lambda given: _end(given, opened))


def _about(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="HJEMMEL", help="kortnavnet, som «kostra basis list» viser det")


def _reason(parser: argparse.ArgumentParser, help: str) -> None:
    parser.add_argument("--reason", required=True, metavar="GRUNN", help=help)


def _list(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.deliveries import bases, telling
    from kostra.followup.calendar import day

    with opened() as system:
        today = day(system.clock.now())
        every = [basis for _, own in bases.listed(system) for basis in own]
    if given.format == "json":
        sys.stdout.write(
            f"{json.dumps([telling.basis_json(one, today) for one in every], ensure_ascii=False, indent=1)}\n"
        )
    else:
        sys.stdout.write(
            telling.lines((telling.basis_line(one, today) for one in every), "Ingen hjemler er registrert.")
        )
    return 0


def _enter(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.deliveries.content import enter_content
    from kostra.deliveries.catalogue import FILE

    with opened() as system:
        entered = enter_content(system, statistician(), given.file or FILE)
    for one in entered:
        print(f"Registrert: {one.id} for {one.recipient}. Be en kollega godkjenne den.")
    print(f"{len(entered)} hjemler registrert.")
    return 0


def _key(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.deliveries import bases

    with opened() as system:
        bases.put_key(system, statistician(), given.recipient, given.key, given.reason)
    print(f"Leveranser til {given.recipient} krypteres fra nå til den nøkkelen.")
    return 0


def _approve(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.deliveries import bases

    with opened() as system:
        approved = bases.approve(system, statistician(), given.id, given.comment)
    print(f"Godkjent: {approved.id} for {approved.recipient}.")
    return 0


def _end(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.deliveries import bases

    with opened() as system:
        bases.end(system, statistician(), given.id, given.reason)
    print(f"Avsluttet: {given.id}.")
    return 0
