"""`kostra release`: tables that become public together, at their hour, made by one and approved by another."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kostra.cli.asker import statistician
from kostra.cli.parser import subcommands, year

if TYPE_CHECKING:
    from kostra.app.system import System

Opened = Callable[[], AbstractContextManager["System"]]
Folder = Callable[[], Path]
_WHEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?")


def add(commands: Any, opened: Opened, folder: Folder) -> None:
    release = commands.add_parser(
        "release",
        help="publiseringer: lag, godkjenn, trekk tilbake, se hva som er synlig",
        description=(
            "En publisering er tabeller som blir synlige sammen, klokken 08.00 den dagen kalenderen sier. Én lager den, en annen\n"
            "godkjenner den. Den ligger i releases/ID i datamappen og blir aldri endret. Siden Publisering viser det samme.\n"
            "Avslutter med 0 når det ble gjort, og 3 når det ikke kan gjøres."
        ),
    )
    below = subcommands(release)
    _add_make(below, opened, folder)

    approve = below.add_parser(
        "approve",
        help="godkjenn en publisering som en annen har laget",
        description="Prøver filene, revisjonen og prikkingen på nytt, og slipper publiseringen når timen er der.",
    )
    _about(approve)
    approve.add_argument("--comment", default="", metavar="MERKNAD", help="blir stående ved godkjenningen")
    approve.set_defaults(run=lambda given: _approve(given, opened, folder))

    withdraw = below.add_parser(
        "withdraw",
        help="trekk en publisering tilbake",
        description="Det som var synlig før den, blir synlig igjen med en gang.",
    )
    _about(withdraw)
    _reason(withdraw, "hvorfor; blir stående")
    withdraw.set_defaults(run=lambda given: _withdraw(given, opened))

    listed = below.add_parser("list", help="alle publiseringer, den nyeste først", description="Og hvor de står.")
    _format(listed)
    listed.set_defaults(run=lambda given: _list(given, opened))

    standing = below.add_parser(
        "standing",
        help="godkjenn på forhånd det en annen lager av noen tabeller",
        description=(
            "For serier som kommer ofte: egne publiseringer av disse tabellene er godkjent når de lages, så lenge godkjenningen\n"
            "gjelder. Prikkingen må være revidert og godkjent hver gang."
        ),
    )
    standing.add_argument("table", nargs="+", metavar="TABELL", help="for eksempel 91105")
    standing.add_argument("--since", type=_day, required=True, metavar="DATO", help="første dag, 2026-01-31")
    standing.add_argument("--until", type=_day, required=True, metavar="DATO", help="siste dag, høyst ett år etter")
    _reason(standing, "hva den gjelder, og hvorfor")
    standing.set_defaults(run=lambda given: _standing(given, opened))

    end = below.add_parser(
        "end", help="avslutt en stående godkjenning", description="Det den har godkjent, er fortsatt godkjent."
    )
    end.add_argument("id", metavar="ID", help="den som «kostra release standing» skrev")
    _reason(end, "hvorfor den avsluttes")
    end.set_defaults(run=lambda given: _end(given, opened))


def _add_make(below: Any, opened: Opened, folder: Folder) -> None:
    make = below.add_parser(
        "make",
        help="lag en publisering av det som er prikket og godkjent",
        description="Kopierer tabellene, beskrivelsene og revisjonen, og fryser hvem som manglet og hva som er endret siden sist.",
    )
    make.add_argument("year", type=year, metavar="ÅR", help="året tallene gjelder")
    make.add_argument(
        "--kind",
        choices=("provisional", "final", "subject"),
        default="provisional",
        help="foreløpige eller endelige tall, eller en egen publisering av noen tabeller (ellers provisional)",
    )
    make.add_argument("--corrects", metavar="ID", help="rett denne publiseringen; da kreves --reason")
    make.add_argument("--reason", default="", metavar="GRUNN", help="hva som var feil; vises sammen med tallene")
    make.add_argument(
        "--run",
        action="append",
        default=[],
        dest="runs",
        metavar="KJØRING",
        help="av prikkingen (ellers den godkjente)",
    )
    make.add_argument(
        "--table", action="append", default=[], dest="tables", metavar="TABELL", help="bare denne; kan gjentas"
    )
    make.add_argument(
        "--at",
        type=_when,
        metavar="TIDSPUNKT",
        help="2026-06-29 eller 2026-06-29T10:00, norsk tid (ellers kalenderens)",
    )
    _format(make)
    make.set_defaults(run=lambda given: _make(given, opened, folder))


def _about(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="publiseringen, som «kostra release list» viser den")


def _reason(parser: argparse.ArgumentParser, help: str) -> None:
    parser.add_argument("--reason", required=True, metavar="GRUNN", help=help)


def _format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text eller json (ellers text)")


def _make(given: argparse.Namespace, opened: Opened, folder: Folder) -> int:
    from kostra.app.publication import releasing, telling
    from kostra.model.release import Kind
    from kostra.publication.calendar import hour

    on = given.at
    order = releasing.Order(
        given.year,
        Kind.CORRECTION if given.corrects else Kind(given.kind),
        tuple(given.runs),
        tuple(given.tables),
        None if on is None else hour(on.date(), on.time()) if isinstance(on, datetime) else hour(on),
        given.corrects,
        given.reason,
    )
    with opened() as system:
        made = releasing.make(system, statistician(), folder(), order)
    sys.stdout.write(telling.dumped(telling.as_json(made)) if given.format == "json" else f"{telling.as_line(made)}\n")
    return 0


def _approve(given: argparse.Namespace, opened: Opened, folder: Folder) -> int:
    from kostra.app.publication import approving, telling

    with opened() as system:
        approved = approving.approve(system, statistician(), folder(), given.id, given.comment)
    print(f"Godkjent: {telling.what(approved)}. Synlig {telling.moment(approved.opens or approved.hour)}.")
    return 0


def _withdraw(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.publication import approving, telling

    with opened() as system:
        withdrawn = approving.withdraw(system, statistician(), given.id, given.reason)
    print(f"Trukket tilbake: {telling.what(withdrawn)}.")
    return 0


def _list(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.publication import showing, telling

    with opened() as system:
        every = showing.listed(system, statistician())
    if given.format == "json":
        sys.stdout.write(telling.dumped([telling.as_json(each.release, each.state) for each in every]))
    else:
        sys.stdout.write(telling.as_text(every))
    return 0


def _standing(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.publication import approving

    with opened() as system:
        made = approving.give(system, statistician(), given.table, given.since, given.until, given.reason)
    print(f"Stående godkjenning {made.id} til og med {made.until:%d.%m.%Y}: {', '.join(made.tables)}.")
    return 0


def _end(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.publication import approving

    with opened() as system:
        approving.end(system, statistician(), given.id, given.reason)
    print("Den stående godkjenningen er avsluttet.")
    return 0


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{written}» er ikke en dato. Skriv for eksempel 2026-06-29.") from None


def _when(written: str) -> date:
    """A day, or a moment of a day in Oslo."""
    try:
        if _WHEN.fullmatch(written):
            return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(
        f"«{written}» er ikke et tidspunkt. Skriv for eksempel 2026-06-29 eller 2026-06-29T10:00."
    )
