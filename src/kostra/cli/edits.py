"""`kostra edits export`: the log of edits as SSB's statlog has it, one line of JSON for each event."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from kostra.cli.parser import subcommands

if TYPE_CHECKING:
    from kostra.app.system import System

Opened = Callable[[], AbstractContextManager["System"]]


def add(commands: Any, opened: Opened) -> None:
    edits = commands.add_parser(
        "edits", help="loggen over rettinger", description="Loggen over rettinger i det som er sendt inn."
    )
    export = subcommands(edits).add_parser(
        "export",
        help="skriv loggen for et skjema og en periode som statlog (JSONL)",
        description=(
            "Skriver én linje JSON for hver hendelse, i samme rekkefølge hver gang. Linjer er navngitt med enhet og nøkkel;\n"
            "det er verken fødselsnummer eller pseudonym i dem. At loggen er hentet ut, blir en hendelse."
        ),
    )
    export.add_argument("form", metavar="SKJEMA", help="for eksempel 11F")
    export.add_argument("period", metavar="PERIODE", help="for eksempel 2026")
    export.set_defaults(run=lambda given: _export(given, opened))


def _export(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.editing.statlog import export
    from kostra.app.permissions import Asker
    from kostra.forms import catalogue
    from kostra.model.edit import Whole
    from kostra.model.people import Actor, ActorKind, Duty
    from kostra.model.period import Period

    user = getpass.getuser()
    actor = Actor(ActorKind.HOUSE, f"cli:{user}", f"kommandolinjen ({user})")
    asker = Asker(actor, duties=frozenset({Duty.STEWARD}))
    whole = Whole(catalogue.form(given.form).id, Period.read(given.period))
    with opened() as system:
        for line in export(system, asker, whole):
            print(line)
    return 0
