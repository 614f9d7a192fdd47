"""`kostra people`:

the first administrators and those with a duty. Whoever has the command line can, which is how the first steward comes.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from kostra.cli.parser import subcommands
from kostra.model.people import Duty

if TYPE_CHECKING:
    from kostra.app.system import System

Opened = Callable[[], AbstractContextManager["System"]]

_DUTIES = {"statistiker": Duty.STATISTICIAN, "forvalter": Duty.STEWARD, "mottaker": Duty.CLIENT}


def add(commands: Any, opened: Opened) -> None:
    people = commands.add_parser(
        "people",
        help="hvem som administrerer en kommune, og hvem som har oppgaver i SSB",
        description=(
            "Den første som administrerer en kommune, og dem som har en oppgave i SSB eller hos en mottaker.\n"
            "Personen logger inn først, og leser opp koden på profilsiden sin."
        ),
    )
    below = subcommands(people)

    administrator = below.add_parser(
        "administrator",
        help="la en person administrere en kommune eller en bydel",
        description="Personen kan fra nå gi og avslutte rettigheter for kommunen, for alle skjema.",
    )
    administrator.add_argument("region", metavar="REGION", help="seks siffer, for eksempel 110300")
    _about(administrator)
    administrator.set_defaults(run=lambda given: _appoint(given, opened))

    duty = below.add_parser(
        "duty", help="gi en person en oppgave", description="Den første forvalteren får oppgaven sin slik."
    )
    duty.add_argument("duty", metavar="OPPGAVE", choices=tuple(_DUTIES), help=", ".join(_DUTIES))
    _about(duty)
    duty.add_argument("--body", metavar="VIRKSOMHET", help="hvem en mottaker hører til, for eksempel Bufdir")
    duty.set_defaults(run=lambda given: _give_duty(given, opened))


def _about(command: argparse.ArgumentParser) -> None:
    command.add_argument("code", metavar="KODE", help="koden på profilsiden til personen, for eksempel 7K3M-P2QX")
    command.add_argument("--reason", metavar="GRUNN", required=True, help="hvorfor; blir stående i hendelsesloggen")


def _appoint(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.people import stewarding

    with opened() as system:
        person = stewarding.appoint(system, stewarding.HOUSE_STEWARD, given.region, given.code, given.reason)
    print(f"{person.name} administrerer {given.region}.")
    return 0


def _give_duty(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.people import stewarding

    with opened() as system:
        person = stewarding.give_duty(
            system, stewarding.HOUSE_STEWARD, given.code, _DUTIES[given.duty], given.body, given.reason
        )
    print(f"{person.name} er {given.duty}.")
    return 0
