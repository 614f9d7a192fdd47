"""`kostra keys`: making the keys of the house, showing which there are, rotating them, and what retention destroys."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kostra.cli.parser import subcommands

if TYPE_CHECKING:
    from kostra.app.ports.keys import Chest, Opener, Signer
    from kostra.app.system import System

_USES = {
    "data": "låser det som er lagret",
    "signing": "signerer kvitteringer",
    "sealing": "åpner filer som avsenderen har kryptert",
    "encrypt": "lager pseudonymer (mottaket)",
    "resolve": "slår opp pseudonymer (leveransene)",
}


def add(
    commands: Any,
    chest: Callable[[], Chest],
    public: Callable[[], tuple[Signer, Opener]],
    opened: Callable[[], AbstractContextManager[System]],
) -> None:
    keys = commands.add_parser(
        "keys",
        help="nøklene: lag, list, bytt, og hva som blir slettet",
        description=(
            "Nøklene som låser alt som er lagret. De er i mappen KOSTRA_KEYS, eller i nøkkeltjenesten som KOSTRA_KMS_COMMAND når.\n"
            "Ta vare på dem, men ikke sammen med sikkerhetskopien: uten nøklene kan ingen lese den, med dem kan alle."
        ),
    )
    below = subcommands(keys)

    create = below.add_parser(
        "create",
        help="lag nøklene, én gang",
        description=(
            "Lag en nøkkel til hver bruk i KOSTRA_KEYS. Der det er nøkler fra før, blir ingenting gjort.\n"
            "Flytt mappen «resolve» dit leveransene lages, og fjern den her."
        ),
    )
    create.set_defaults(run=lambda _: _create(chest()))

    listing = below.add_parser("list", help="hvilke nøkler som finnes", description="Nøklene, uten det hemmelige.")
    listing.add_argument("--format", choices=("text", "json"), default="text", help="text eller json (ellers text)")
    listing.set_defaults(run=lambda wanted: _list(chest(), wanted.format))

    shown = below.add_parser(
        "public",
        help="det som kan vises alle: nøkkelen til å kryptere til oss, og til å kontrollere kvitteringer",
        description="De offentlige nøklene som JSON, de samme som /api/v1/keys viser.",
    )
    shown.set_defaults(run=lambda _: _public(*public()))

    rotate = below.add_parser(
        "rotate",
        help="bytt nøkkelen som låser det som er lagret",
        description=(
            "Lag en ny nøkkel og lås alt som er lagret, på nytt med den. Alt kan leses og sendes imens. Blir kommandoen avbrutt,\n"
            "kjør den om igjen: da fortsetter den. Filene blir ikke rørt, bare nøklene deres."
        ),
    )
    rotate.add_argument(
        "--remove-old",
        action="store_true",
        help="fjern nøkler som var byttet ut fra før og ikke er i bruk; sikkerhetskopier fra deres tid kan da ikke leses",
    )
    rotate.set_defaults(run=lambda wanted: _rotate(opened, chest(), wanted.remove_old))

    retention = below.add_parser(
        "retention",
        help="slett det som er oppbevart lenge nok",
        description=(
            "Slett nøklene til det som er oppbevart lenge nok, og så innholdet. Det skjer av seg selv hver natt; her kan det kjøres nå,\n"
            "eller vises uten at noe blir slettet."
        ),
    )
    retention.add_argument("--dry-run", action="store_true", help="vis hva som ville blitt slettet, og slett ingenting")
    retention.set_defaults(run=lambda wanted: _retention(opened, wanted.dry_run))


def _create(chest: Chest) -> int:
    chest.create(datetime.now(UTC), demo=False)
    print("Nøklene er laget:")
    _list(chest, "text")
    return 0


def _list(chest: Chest, format: str) -> int:
    listed = chest.listed()
    if format == "json":
        rows = [
            {"use": key.use, "id": key.id, "made": key.made.isoformat(), "newest": key.newest, "demo": key.demo}
            for key in listed
        ]
        print(json.dumps(rows, indent=2))
        return 0
    if not listed:
        print("Det er ingen nøkler. Lag dem med «kostra keys create».")
    for key in listed:
        marks = ["i bruk" if key.newest else "byttet ut", *(["bare til demo"] if key.demo else [])]
        print(f"{key.use:8} {key.id}  {key.made:%d.%m.%Y}  {', '.join(marks):24} {_USES[key.use]}")
    uses = {key.use for key in listed}
    if {"data", "resolve"} <= uses and not all(key.demo for key in listed):
        print("Mappen «resolve» er sammen med de andre nøklene. Flytt den dit leveransene lages, og fjern den her.")
    return 0


def _public(signer: Signer, opener: Opener) -> int:
    print(json.dumps({**signer.public(), "age": opener.recipient()}, indent=2))
    return 0


def _rotate(opened: Callable[[], AbstractContextManager[System]], chest: Chest, remove_old: bool) -> int:
    from kostra.app.keeping.rotation import rotate

    with opened() as system:
        done = rotate(system, chest, remove_old=remove_old, told=_told if sys.stderr.isatty() else None)
    if done.added:
        print(f"Ny nøkkel: {done.newest}.")
    elif done.rewrapped:
        print(f"Fortsatte med nøkkelen {done.newest}.")
    print(f"Låst på nytt: {done.rewrapped}.")
    for id in done.removed:
        print(f"Fjernet: {id}. Sikkerhetskopier fra før byttet kan ikke leses lenger.")
    if done.unused:
        print(
            f"Ikke i bruk lenger: {', '.join(done.unused)}. Fjern med «kostra keys rotate --remove-old» når ingen trenger sikkerhetskopier "
            "fra deres tid."
        )
    return 0


def _told(done: int, of: int) -> None:
    print(f"\r{done} av {of}", end="\n" if done == of else "", file=sys.stderr, flush=True)


def _retention(opened: Callable[[], AbstractContextManager[System]], dry_run: bool) -> int:
    from kostra.app.keeping.retention import over, retention

    with opened() as system:
        found = over(system)
        if not dry_run:
            retention(system)
    counts = Counter((one.rule.why, what) for one in found for what in one.what)
    verb = "Ville slettet" if dry_run else "Slettet"
    for (why, what), count in sorted(counts.items()):
        print(f"{verb} {count} av {what}: {why}")
    if not found:
        print("Ingenting er oppbevart lenge nok til å bli slettet.")
    return 0
