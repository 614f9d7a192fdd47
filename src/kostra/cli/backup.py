"""`kostra backup` and `kostra restore`: a copy of the whole, seen to be whole, and put back."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kostra.app.ports.copies import Copies, Manifest
    from kostra.app.system import System

_WARNED = 1

Opened = Callable[[], "AbstractContextManager[tuple[System, Copies]]"]
OpenedEmpty = Callable[[], "AbstractContextManager[Copies]"]


def add(commands: Any, opened: Opened, empty: OpenedEmpty) -> None:
    """`opened` gives a system that runs, and what copies it. `empty` gives the latter for an installation with nothing in it."""
    backup = commands.add_parser(
        "backup",
        help="ta en sikkerhetskopi av alt, eller se at en kopi er hel",
        description=(
            "Tar en sikkerhetskopi av databasen, lageret og publiseringene i en ny mappe, mens alt går som vanlig.\n"
            "Det som er levert, er kryptert i kopien. Nøklene kopieres bare med --keys, til en mappe et annet sted:\n"
            "uten dem kan ingen lese det, heller ikke du. Publiseringene er som de er, også de som ingen skal se ennå."
        ),
    )
    backup.add_argument("folder", metavar="MAPPE", type=Path, help="en mappe som ikke finnes fra før")
    backup.add_argument("--keys", metavar="MAPPE", type=Path, help="kopier nøklene hit, utenfor kopien")
    backup.add_argument("--check", action="store_true", help="ikke ta en kopi, men se at den i MAPPE er hel")
    backup.set_defaults(run=lambda given: _check(given, empty) if given.check else _make(given, opened))

    restore = commands.add_parser(
        "restore",
        help="legg en sikkerhetskopi tilbake i en tom installasjon",
        description=(
            "Legger en sikkerhetskopi tilbake i en tom database og et tomt lager, og sammenligner med kontrollsummene i kopien.\n"
            "Ingenting skrives over. Mappene er de som KOSTRA_DATA og de andre innstillingene peker på."
        ),
    )
    restore.add_argument("folder", metavar="MAPPE", type=Path, help="mappen kopien ble tatt i")
    restore.add_argument("--keys", metavar="MAPPE", type=Path, help="mappen nøklene ble kopiert til")
    restore.set_defaults(run=lambda given: _restore(given, empty))


def _make(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.audit.copying import make_copy
    from kostra.app.permissions import Asker
    from kostra.model.people import HOUSE

    with opened() as (system, copies):
        made = make_copy(system, Asker(HOUSE), copies, given.folder, given.keys)
    print(f"Sikkerhetskopien ligger i «{given.folder}»: {_told(made)}.")
    print(f"Kontrollsum: {made.sha256}")
    if given.keys is None:
        print(
            "Nøklene er ikke med. Uten dem kan ikke kopien leses: ta vare på dem et annet sted, for eksempel med --keys."
        )
    for name in made.missing:
        print(f"ADVARSEL: {name} står i databasen, men finnes ikke.")
    return _WARNED if made.missing else 0


def _check(given: argparse.Namespace, empty: OpenedEmpty) -> int:
    with empty() as copies:
        found = copies.check(given.folder)
    print(f"Sikkerhetskopien fra {found.made:%d.%m.%Y %H:%M} UTC er hel: {_told(found)}.")
    print(f"Kontrollsum: {found.sha256}")
    return 0


def _restore(given: argparse.Namespace, empty: OpenedEmpty) -> int:
    with empty() as copies:
        restored = copies.restore(given.folder, given.keys)
    print(f"Sikkerhetskopien fra {restored.made:%d.%m.%Y %H:%M} UTC er lagt tilbake, lik kopien: {_told(restored)}.")
    if given.keys is None:
        print("Nøklene er ikke lagt tilbake. Uten dem kan ingenting leses.")
    return 0


def _told(manifest: Manifest) -> str:
    rows = sum(count for count, _ in manifest.tables.values())
    files, size = manifest.objects + manifest.files, manifest.bytes + manifest.files_bytes
    return f"{rows} rader i {len(manifest.tables)} tabeller, {files} filer ({size} byte)"
