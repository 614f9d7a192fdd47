"""`kostra produce`: from what has been received of a year to a release, in one go; and told, what a colleague has to do."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kostra.cli.asker import statistician
from kostra.cli.parser import year
from kostra.model.errors import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from kostra.app.publication.producing import Produced
    from kostra.app.system import System

Opened = Callable[[], AbstractContextManager["System"]]
_FAILED = 2


def add(commands: Any, opened: Opened, folder: Callable[[], Path]) -> None:
    produce = commands.add_parser(
        "produce",
        help="lag tallene for et år helt fram til en publisering",
        description=(
            "Beregner det som mangler, lager tabellene, prikker og reviderer dem, og lager publiseringen: det samme som «kostra\n"
            "estimate», «build», «suppress» og «release make» etter hverandre, av det som er kommet inn. Det som er laget av de\n"
            "samme dataene før, lages ikke på nytt. Prikkingen og publiseringen godkjennes av en kollega: kommandoen stanser der\n"
            "det trengs, sier hva som gjenstår, og går videre derfra når den kjøres igjen.\n"
            "Avslutter med 0 når den kom så langt den kan, 2 når revisjonen ikke er bestått, og 3 ved feil bruk."
        ),
    )
    produce.add_argument("year", type=year, metavar="ÅR", help="året tallene gjelder")
    produce.add_argument(
        "--status",
        choices=("provisional", "final"),
        default="provisional",
        help="foreløpige eller endelige tall (ellers provisional)",
    )
    produce.add_argument(
        "--no-protect", action="store_true", help="stans når tabellene er laget; de kan ikke publiseres slik"
    )
    produce.add_argument(
        "--approved-by",
        metavar="NAVN",
        help="bare i demonstrasjonen: statistikeren som godkjenner, for eksempel «Sigrid Lund»",
    )
    produce.set_defaults(run=lambda given: _produce(given, opened, folder))


def _produce(given: argparse.Namespace, opened: Opened, folder: Callable[[], Path]) -> int:
    if given.no_protect and given.approved_by is not None:
        raise Refused("--no-protect stanser før noe kan godkjennes. Ta bort --no-protect eller --approved-by.")
    from kostra.app.disclosure.telling import passed
    from kostra.app.people import demo
    from kostra.app.publication import producing
    from kostra.model.cube import Status

    asker, data, status, tell = statistician(), folder(), Status(given.status), _timed()
    with opened() as system:
        colleague = None if given.approved_by is None else demo.statistician(system, given.approved_by)
        if not given.no_protect:
            producing.refuse_what_cannot_be_released(system, asker, given.year, status)
        producing.figures(system, asker, data, given.year, status, tell)
        if given.no_protect:
            print("Gjenstår: små tall er ikke skjult, og ingenting kan publiseres. Kjør igjen uten --no-protect.")
            return 0
        made = producing.publish(system, asker, data, given.year, status, tell, colleague)
        print(_left(made, system.clock.now()))
    return 0 if passed(made.protection) else _FAILED


def _timed() -> Callable[[str], None]:
    """Each line with the seconds it came after."""
    began = time.monotonic()
    return lambda line: print(f"{time.monotonic() - began:7.1f} s  {line}", file=sys.stderr, flush=True)


def _left(made: Produced, now: datetime) -> str:
    from kostra.app.disclosure.telling import passed
    from kostra.app.publication.telling import moment, what

    run, release = made.protection, made.release
    if not passed(run):
        return f"Gjenstår: revisjonen av kjøring {run.id} er ikke bestått. Se den på siden Prikking, og kjør igjen."
    if release is None:
        return (
            f"Gjenstår: en kollega godkjenner kjøring {run.id} på siden Prikking. Kjør så den samme kommandoen igjen."
        )
    if release.opens is None:
        return (
            f"Gjenstår: en kollega godkjenner publisering {release.id} på siden Publisering, eller med «kostra release "
            f"approve {release.id}». Den blir synlig {moment(release.hour)}, eller når den godkjennes etter det."
        )
    seen = "Synlig siden" if release.opens <= now else "Blir synlig"
    return f"Ferdig: publisering {release.id}, {what(release)}. {seen} {moment(release.opens)}."
