"""`kostra database`: bring the tables up to date, and see whether they are."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, Protocol

from kostra.cli.parser import subcommands

_WARNED = 1


class Status(Protocol):
    @property
    def at(self) -> str | None: ...

    @property
    def waiting(self) -> tuple[str, ...]: ...


def add(commands: Any, migrate: Callable[[], Status], status: Callable[[], Status]) -> None:
    """`migrate` runs the migrations and says which it ran; `status` says which have not been run."""
    database = commands.add_parser(
        "database",
        help="databasen: oppdater tabellene, og se om de er oppdatert",
        description=(
            "Databasen er den som følger med, under KOSTRA_DATA, eller den som KOSTRA_DATABASE peker på.\n"
            "Tabellene endres av rollen i KOSTRA_DATABASE_OWNER."
        ),
    )
    below = subcommands(database)
    below.add_parser("migrate", help="lag tabellene, eller oppdater dem til denne versjonen av kostra").set_defaults(
        run=lambda given: _migrate(given, migrate)
    )
    below.add_parser("status", help="se om tabellene er oppdatert (1 hvis de ikke er det)").set_defaults(
        run=lambda given: _status(given, status)
    )


def _migrate(given: argparse.Namespace, migrate: Callable[[], Status]) -> int:
    done = migrate()
    if done.waiting:
        print(f"Kjørte {_counted(done.waiting)}: {', '.join(done.waiting)}.")
    print(f"Databasen er oppdatert (trinn {done.at}).")
    return 0


def _status(given: argparse.Namespace, status: Callable[[], Status]) -> int:
    found = status()
    if not found.waiting:
        print(f"Databasen er oppdatert (trinn {found.at}).")
        return 0
    stands = "Databasen er tom." if found.at is None else f"Databasen står på trinn {found.at}."
    print(f"{stands} Det gjenstår {_counted(found.waiting)}: {', '.join(found.waiting)}. Kjør kostra database migrate.")
    return _WARNED


def _counted(steps: tuple[str, ...]) -> str:
    return "ett trinn" if len(steps) == 1 else f"{len(steps)} trinn"
