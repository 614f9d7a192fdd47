"""`kostra method`: one statistical method on one CSV file."""

from __future__ import annotations

import argparse
import sys
from textwrap import fill
from typing import Any

from kostra.app.methods.catalogue import METHODS
from kostra.app.methods.declared import Flag, Kind, Method, Value
from kostra.cli.parser import subcommands, write_out

_WIDTH = 110
_SHOWN = {
    Kind.COLUMN: "KOLONNE",
    Kind.COLUMNS: "KOLONNE",
    Kind.NUMBER: "TALL",
    Kind.NUMBERS: "TALL",
    Kind.WHOLE: "ANTALL",
}


def add(commands: Any) -> None:
    methods = commands.add_parser(
        "method",
        help="statistiske metoder på en CSV-fil: avvik, sammenligning, imputering",
        description=(
            "Statistiske metoder, med CSV inn og ut. Fila er UTF-8 med kolonnenavn på første linje, skilt med komma eller\n"
            "semikolon; med semikolon kan desimaltegnet være komma. Tomt felt eller NA betyr at verdien mangler."
        ),
    )
    below = subcommands(methods, "metoder")
    for method in METHODS:
        _add(below, method)


def _add(below: Any, method: Method) -> None:
    parser = below.add_parser(
        method.name, help=method.help, description=fill(method.description, _WIDTH, break_on_hyphens=False)
    )
    parser.add_argument("file", metavar="FIL", help="CSV-fil, eller - for standard inn")
    for flag in method.flags:
        _flag(parser, flag)
    parser.add_argument("--out", metavar="FIL", help="skriv resultatet til en fil (ellers standard ut)")
    for name, said in method.further.items():
        parser.add_argument(f"--out-{name}", metavar="FIL", help=f"skriv også en tabell: {said}")
    parser.set_defaults(run=lambda given: _run(given, method))


def _flag(parser: argparse.ArgumentParser, flag: Flag) -> None:
    said = flag.help + _default(flag.default)
    match flag.kind:
        case Kind.SWITCH:
            parser.add_argument(f"--{flag.name}", action="store_true", help=said)
        case Kind.CHOICE:
            parser.add_argument(f"--{flag.name}", choices=flag.choices, required=flag.required, help=said)
        case _:
            parser.add_argument(
                f"--{flag.name}",
                action="append" if flag.several else "store",
                metavar=_SHOWN[flag.kind],
                required=flag.required,
                help=said,
            )


def _default(value: Value) -> str:
    first = value[0] if isinstance(value, tuple) and value else value
    if first is None or isinstance(first, bool | tuple):
        return ""
    return f" (ellers {first:g})" if isinstance(first, int | float) else f" (ellers {first})"


def _run(given: argparse.Namespace, method: Method) -> int:
    from kostra.app.methods.declared import check
    from kostra.app.methods.table import read, write

    written = vars(given)
    table = read(_read(given.file), "standard inn" if given.file == "-" else given.file)
    answer = method.run(
        table, check(method, table, {flag.name: written[_attribute(flag.name)] for flag in method.flags})
    )
    write_out(write(answer.columns, table.shape), given.out)
    for name, columns in answer.further.items():
        if written[_attribute(f"out-{name}")] is not None:
            write_out(write(columns, table.shape), written[_attribute(f"out-{name}")])
    for note in answer.notes:
        print(note, file=sys.stderr)
    return 0


def _attribute(flag: str) -> str:
    return flag.replace("-", "_")


def _read(file: str) -> bytes:
    from pathlib import Path

    from kostra.model.errors import Refused, system_said

    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise Refused(f"Kan ikke lese «{file}»: {system_said(error)}. Sjekk navnet.") from None
