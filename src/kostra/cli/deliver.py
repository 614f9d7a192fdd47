"""`kostra deliver`: deliveries on a legal basis: ordered, made where the resolving key is, approved by another, deleted with a proof."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from kostra.cli.asker import statistician
from kostra.cli.parser import number, subcommands
from kostra.cli.processes import end_with

if TYPE_CHECKING:
    from kostra.app.deliveries.making import Workshop
    from kostra.app.system import System

Opened = Callable[[], AbstractContextManager["System"]]
Shop = Callable[[], "Workshop"]
_PAUSE = 2.0


def add(commands: Any, opened: Opened, workshop: Shop, working: Callable[[], System]) -> None:
    deliver = commands.add_parser(
        "deliver",
        help="leveranser: bestill, lag, godkjenn, slett",
        description=(
            "En leveranse er det en mottaker kan få på en hjemmel, og aldri mer. Én bestiller den, en annen godkjenner den, og\n"
            "mottakeren henter den på nettstedet, kryptert til sin egen nøkkel. Siden Leveranser viser det samme.\n"
            "Avslutter med 0 når det ble gjort, og 3 når det ikke kan gjøres."
        ),
    )
    below = subcommands(deliver)

    listed = below.add_parser(
        "list", help="alle leveranser, den nyeste først", description="Og hvor langt de er kommet."
    )
    listed.add_argument("--format", choices=("text", "json"), default="text", help="text eller json (ellers text)")
    listed.set_defaults(run=lambda given: _list(given, opened))
    _add_order(below, opened)

    make = below.add_parser(
        "make",
        help="lag det som er bestilt, der nøkkelen til pseudonymene er",
        description=(
            "Slår opp fødselsnumrene når hjemmelen gir dem, teller dem i loggen, og krypterer til mottakeren. Trenger mappen «resolve»\n"
            "(KOSTRA_RESOLVE), som bare er der leveransene lages. Uten ID lages alt som venter."
        ),
    )
    make.add_argument("id", nargs="?", metavar="ID", help="leveransen, som «kostra deliver list» viser den")
    make.set_defaults(run=lambda given: _make(given, opened, workshop))

    work = below.add_parser(
        "work",
        help="lag det som bestilles, til den stoppes",
        description=(
            "Som «make», om igjen og om igjen, mot en database som er i gang. Kjør den der mappen «resolve» er. Det som ikke lar seg lage\n"
            "akkurat nå, prøves igjen med stadig lengre mellomrom, høyst en halv time, mens de andre lages."
        ),
    )
    work.add_argument(
        "--alive", metavar="NUMMER", type=number, help="stopp når dette røret lukkes (brukes av «kostra demo»)"
    )
    work.set_defaults(run=lambda given: _work(given, working, workshop))

    approve = below.add_parser(
        "approve", help="godkjenn en leveranse som en annen har bestilt", description="Da kan mottakeren hente den."
    )
    _about(approve)
    approve.add_argument("--comment", default="", metavar="MERKNAD", help="blir stående ved godkjenningen")
    approve.set_defaults(run=lambda given: _approve(given, opened))

    delete = below.add_parser(
        "delete",
        help="slett leveranser",
        description=(
            "Uten ID: alle på hjemler som ikke gjelder lenger; det skjer også av seg selv hver natt. Nøklene destrueres, og listen over\n"
            "det som er slettet, er signert og ligger ved hver av dem."
        ),
    )
    delete.add_argument("id", nargs="?", metavar="ID", help="bare denne; da kreves --reason")
    delete.add_argument("--reason", default="", metavar="GRUNN", help="hvorfor den slettes; blir stående")
    delete.set_defaults(run=lambda given: _delete(given, opened))


def _add_order(below: Any, opened: Opened) -> None:
    order = below.add_parser(
        "order",
        help="bestill en leveranse",
        description="Det som går ut over hjemmelen, blir avvist, og forsøket blir stående i loggen.",
    )
    order.add_argument("recipient", metavar="MOTTAKER", help="for eksempel NAV")
    order.add_argument("form", metavar="SKJEMA", help="for eksempel 11F")
    order.add_argument("period", metavar="PERIODE", help="for eksempel 2026")
    order.add_argument("--basis", default="", metavar="HJEMMEL", help="ellers den mottakeren har for skjemaet")
    order.add_argument(
        "--variable", action="append", default=[], dest="variables", metavar="FELT", help="bare dette; kan gjentas"
    )
    order.add_argument(
        "--region",
        action="append",
        default=[],
        dest="regions",
        metavar="KOMMUNE",
        help="bare denne, fire siffer; kan gjentas",
    )
    order.add_argument("--youngest", type=number, metavar="ALDER", help="bare personer som har fylt dette")
    order.add_argument("--oldest", type=number, metavar="ALDER", help="bare personer som ikke er eldre enn dette")
    order.add_argument("--reason", default="", metavar="GRUNN", help="blir stående ved bestillingen")
    order.set_defaults(run=lambda given: _order(given, opened))


def _about(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="leveransen, som «kostra deliver list» viser den")


def _list(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.deliveries import seeing, telling

    with opened() as system:
        every = seeing.listed(system, statistician())
    if given.format == "json":
        sys.stdout.write(f"{json.dumps([telling.delivery_json(one) for one in every], ensure_ascii=False, indent=1)}\n")
    else:
        sys.stdout.write(telling.lines(map(telling.delivery_line, every), "Ingen leveranser er bestilt."))
    return 0


def _order(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.deliveries.ordering import order
    from kostra.forms import catalogue
    from kostra.model.delivery import Order, Persons
    from kostra.model.period import Period

    persons = Persons(tuple(given.regions), given.youngest, given.oldest)
    form, period = catalogue.form(given.form).id, Period.read(given.period)
    wanted = Order(given.recipient, given.basis, form, period, tuple(given.variables), persons)
    with opened() as system:
        ordered = order(system, statistician(), wanted, given.reason)
    print(f"Bestilt: {ordered.id}, på hjemmelen {ordered.order.basis}.")
    return 0


def _make(given: argparse.Namespace, opened: Opened, workshop: Shop) -> int:
    from kostra.app.deliveries import making

    with opened() as system:
        shop = workshop()
        if given.id is not None:
            made = making.make(system, shop, given.id)
            print(f"Laget: {made.id}. Be en kollega godkjenne den.")
            return 0
        told: list[str] = []
        done = making.make_all(system, shop, told.append)
    for line in told:
        print(line, file=sys.stderr)
    print(f"{done} leveranser laget.")
    return 3 if told else 0


def _work(given: argparse.Namespace, working: Callable[[], System], workshop: Shop) -> int:
    from kostra.app.deliveries.rounds import Rounds
    from kostra.app.ports.vault import Unavailable

    stopped: list[int] = []
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda number, frame: stopped.append(number))
    if given.alive is not None:
        end_with(given.alive)
    rounds: Rounds | None = None
    while not stopped:
        try:
            rounds = rounds or Rounds(working(), workshop(), _tell)
            rounds.once()
        except Unavailable:
            _tell("Databasen eller nøklene svarer ikke akkurat nå. Prøver igjen om litt.")
        time.sleep(_PAUSE)
    return 0


def _tell(line: str) -> None:
    print(f"kostra: leveranser: {line}", file=sys.stderr, flush=True)


def _approve(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.deliveries import approving

    with opened() as system:
        approved = approving.approve(system, statistician(), given.id, given.comment)
    print(f"Godkjent: {approved.id}. {approved.order.recipient} kan hente den.")
    return 0


def _delete(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.deliveries import approving, ending

    with opened() as system:
        if given.id is not None:
            approving.drop(system, statistician(), given.id, given.reason)
            print(f"Slettet: {given.id}.")
        else:
            print(f"{ending.delete_due(system)} leveranser slettet.")
    return 0
