"""`kostra registers`: what others send us. What is in force, receiving a file, what the controls found, accepting, and what came before."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, BinaryIO

from kostra.cli.asker import steward
from kostra.cli.parser import subcommands

if TYPE_CHECKING:
    from kostra.app.ports.registers import Received
    from kostra.app.system import System

Opened = Callable[[], AbstractContextManager["System"]]

_ERRORS = 2
_AT_ONCE = 1 << 20
_HOLDS = {"in-force": "gjelder", "replaced": "erstattet", "refused": "avvist"}


def add(commands: Any, opened: Opened) -> None:
    registers = commands.add_parser(
        "registers",
        help="registrene andre sender oss: hva som gjelder, ta imot, se hva som kom",
        description=(
            "Registrene andre sender oss: Navs tellinger, NIR, a-ordningen, folkeregisteret, folkemengden og kodelistene fra KLASS.\n"
            "En fil blir holdt mot oppsettet sitt. Er den gal, blir den avvist, og den som gjaldt, gjelder fortsatt."
        ),
    )
    below = subcommands(registers)

    listed = below.add_parser(
        "list", help="alle registre: hva som gjelder, og hva som ventes", description="Register for register."
    )
    _format(listed)
    listed.set_defaults(run=lambda given: _list(given, opened))

    receive = below.add_parser(
        "receive",
        help="ta imot en fil",
        description="Avslutter med 0 når filen gjelder, og med 2 når den er avvist; da står det hvorfor.",
    )
    _register(receive)
    receive.add_argument("file", metavar="FIL", help="filen slik den kom, eller - for standard inn")
    receive.add_argument("--period", required=True, metavar="PERIODE", help="perioden filen gjelder, for eksempel 2026")
    receive.add_argument("--rows", type=int, metavar="ANTALL", help="hvor mange rader avsenderen sier at det er")
    _format(receive)
    receive.set_defaults(run=lambda given: _receive(given, opened))

    show = below.add_parser(
        "show",
        help="en mottatt fil: hva kontrollene fant",
        description="Filen som gjelder, eller den med en bestemt id.",
    )
    _register(show)
    show.add_argument("--period", metavar="PERIODE", help="perioden (ellers den nyeste)")
    show.add_argument("--id", metavar="ID", help="en bestemt fil, også en som er avvist eller erstattet")
    _format(show)
    show.set_defaults(run=lambda given: _show(given, opened))

    accept = below.add_parser(
        "accept",
        help="sett i kraft en fil som er avvist bare fordi den er så ulik den forrige",
        description="Filen gjelder fra nå, og grunnen blir stående ved den.",
    )
    accept.add_argument("id", metavar="ID", help="id-en til den avviste filen")
    accept.add_argument("--reason", required=True, metavar="GRUNN", help="hvorfor filen er riktig")
    accept.set_defaults(run=lambda given: _accept(given, opened))

    history = below.add_parser(
        "history", help="alt som er mottatt av et register", description="Det nyeste først, også det som er avvist."
    )
    _register(history)
    history.add_argument("--period", metavar="PERIODE", help="bare denne perioden")
    _format(history)
    history.set_defaults(run=lambda given: _history(given, opened))


def _register(command: argparse.ArgumentParser) -> None:
    command.add_argument("register", metavar="REGISTER", help="for eksempel nav_kvp; se «kostra registers list»")


def _format(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=("text", "json"), default="text", help="text eller json (ellers text)")


def _list(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.registers.seeing import overview

    with opened() as system:
        rows = overview(system, steward())
    if given.format == "json":
        _print_json(
            [
                {
                    "register": row.layout.id,
                    "title": row.layout.title.nb,
                    "body": row.layout.body,
                    "in_force": None if row.in_force is None else _told(row.in_force),
                    "awaited": None
                    if row.awaited is None
                    else {"period": str(row.awaited.period), "due": str(row.awaited.due), "late": row.awaited.late},
                }
                for row in rows
            ]
        )
        return 0
    print(f"{'Register':<22} {'Sendes av':<13} {'Gjelder':<9} {'Rader':>9}  Ventes")
    for row in rows:
        period = "-" if row.in_force is None else str(row.in_force.period)
        count = "" if row.in_force is None else str(row.in_force.rows)
        awaited = "" if row.awaited is None else f"{row.awaited.period} innen {row.awaited.due}"
        late = " (forsinket)" if row.awaited is not None and row.awaited.late else ""
        print(f"{row.layout.id:<22} {row.layout.body or 'SSB':<13} {period:<9} {count:>9}  {awaited}{late}".rstrip())
    return 0


def _receive(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.controls.opening import STANDARD_INPUT
    from kostra.app.controls.opening import opened as reading
    from kostra.app.registers.receiving import receive
    from kostra.app.registers.taking import taking
    from kostra.model.period import Period

    period = Period.read(given.period)
    name = None if given.file == STANDARD_INPUT else given.file
    with (
        opened() as system,
        reading(given.file) as file,
        taking(system, steward(), given.register, period) as incoming,
    ):
        for piece in iter(lambda: _piece(file), b""):
            incoming.write(piece)
        told = receive(system, steward(), given.register, period, incoming, file_name=name, declared_rows=given.rows)
    if given.format == "json":
        _print_json(_told(told.received) | {"new": told.new})
    else:
        _print_file(told.received)
        if not told.new:
            print("Det er den samme filen som gjaldt fra før.")
    return _ERRORS if told.received.holds == "refused" else 0


def _piece(file: BinaryIO) -> bytes:
    return file.read(_AT_ONCE)


def _show(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.registers.seeing import history, see
    from kostra.model.errors import Refused
    from kostra.model.period import Period

    with opened() as system:
        if given.id is None:
            period = None if given.period is None else Period.read(given.period)
            files = history(system, steward(), given.register, period).received
            chosen = next((one for one in files if one.holds == "in-force"), None)
        else:
            chosen = see(system, steward(), given.id).received
    if chosen is None or chosen.register != given.register:
        raise Refused(
            f"Det gjelder ingen fil av {given.register}{f' for {given.period}' if given.period else ''}. "
            f"Se hva som er mottatt, med «kostra registers history {given.register}»."
        )
    if given.format == "json":
        _print_json(_told(chosen))
    else:
        _print_file(chosen)
    return 0


def _accept(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.registers.accepting import accept

    with opened() as system:
        accepted = accept(system, steward(), given.id, given.reason)
    print(f"{accepted.register} for {accepted.period} gjelder nå.")
    return 0


def _history(given: argparse.Namespace, opened: Opened) -> int:
    from kostra.app.registers.seeing import history
    from kostra.model.period import Period

    period = None if given.period is None else Period.read(given.period)
    with opened() as system:
        files = history(system, steward(), given.register, period).received
    if given.format == "json":
        _print_json([_told(one) for one in files])
        return 0
    if not files:
        print("Det er ikke mottatt noe.")
        return 0
    print(f"{'Mottatt':<20} {'Periode':<8} {'Utfall':<10} {'Rader':>9}  Id")
    for one in files:
        at = one.received.strftime("%Y-%m-%d %H:%M:%S")
        print(f"{at:<20} {one.period!s:<8} {_HOLDS[one.holds]:<10} {one.rows:>9}  {one.id}")
    return 0


def _print_file(one: Received) -> None:
    from kostra.registers.catalogue import layout
    from kostra.registers.told import sentence

    found = layout(one.register)
    print(f"{found.title.nb}, {one.period}: {_HOLDS[one.holds]}")
    print(f"Mottatt {one.received:%Y-%m-%d %H:%M:%S} UTC av {one.by.name}. {one.rows} rader, {one.size} byte.")
    print(f"Id {one.id}\nSHA-256 {one.sha256}")
    for each in one.found:
        print(f"\n{each.control} ({each.severity}): {sentence(found, one.period, each).nb}")
        if each.rows:
            shown = ", ".join(f"{row.line}{f' «{row.value}»' if row.value else ''}" for row in each.rows[:10])
            print(f"  Linje {shown}{' ...' if each.count > 10 else ''}")


def _told(one: Received) -> dict[str, Any]:
    from kostra.registers.catalogue import layout
    from kostra.registers.told import sentence

    found = layout(one.register)
    return {
        "id": one.id,
        "register": one.register,
        "period": str(one.period),
        "version": one.version,
        "holds": str(one.holds),
        "received": one.received.isoformat(),
        "by": one.by.name,
        "file_name": one.file_name,
        "rows": one.rows,
        "size": one.size,
        "sha256": one.sha256,
        "severity": str(one.severity),
        "replaces": one.replaces,
        "reason": one.reason,
        "receipt": one.receipt,
        "found": [
            {
                "control": each.control,
                "severity": str(each.severity),
                "column": each.column,
                "count": each.count,
                "message": sentence(found, one.period, each).nb,
                "lines": [{"line": row.line, "value": row.value} for row in each.rows],
            }
            for each in one.found
        ],
    }


def _print_json(content: object) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2))
