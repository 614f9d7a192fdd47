"""`kostra audit verify`: whether the log of events stands as it was written."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from kostra.cli.parser import subcommands

if TYPE_CHECKING:
    from kostra.app.system import System

_WRONG_DATA = 2


def add(commands: Any, opened: Callable[[], AbstractContextManager[System]]) -> None:
    audit = commands.add_parser(
        "audit", help="hendelsesloggen: se etter at ingen har endret den", description="Hendelsesloggen."
    )
    verify = subcommands(audit).add_parser(
        "verify",
        help="gå gjennom hele loggen, og se at hver hendelse står som den ble skrevet",
        description=(
            "Går gjennom hele hendelsesloggen. Hver hendelse er bundet til den før den med en kontrollsum.\n"
            "Noter den siste kontrollsummen et annet sted. Med --expect ser du senere at den fortsatt finnes i loggen,\n"
            "og at ingenting er fjernet fra slutten. Avslutter med 2 hvis loggen er endret."
        ),
    )
    verify.add_argument(
        "--expect", metavar="KONTROLLSUM", type=checksum, help="en kontrollsum som ble notert tidligere (64 tegn)"
    )
    verify.set_defaults(run=lambda given: _verify(given, opened))


def checksum(written: str) -> bytes:
    if not re.fullmatch(r"[0-9a-fA-F]{64}", written):
        raise argparse.ArgumentTypeError(f"«{written}» er ikke en kontrollsum. Skriv 64 tegn, 0–9 og a–f.")
    return bytes.fromhex(written)


def _verify(given: argparse.Namespace, opened: Callable[[], AbstractContextManager[System]]) -> int:
    from kostra.app.audit.verify import verify_log
    from kostra.app.permissions import Asker
    from kostra.model.people import HOUSE

    with opened() as system:
        walked = verify_log(system, Asker(HOUSE), given.expect)
    if walked.wrong is not None:
        print(f"FEIL: {walked.wrong}")
        print(
            f"{_counted(walked.events)} før det er i orden. Ta vare på databasen som den er, og finn ut hva som har skjedd."
        )
        return _WRONG_DATA
    if not walked.events:
        print("Loggen er tom.")
        return 0
    print(
        f"Loggen er i orden: {_counted(walked.events)}, fra {walked.first:%d.%m.%Y %H:%M} til {walked.last:%d.%m.%Y %H:%M} UTC."
    )
    if walked.noted is not None:
        print(f"Kontrollsummen du oppga, er den til hendelse {walked.noted}.")
    print(f"Siste kontrollsum: {walked.hash.hex()}")
    return 0


def _counted(events: int) -> str:
    return "1 hendelse" if events == 1 else f"{events} hendelser"
