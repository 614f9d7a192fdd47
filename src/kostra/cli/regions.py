"""`kostra regions`: which regions a year has, what one of them is, what changed, and a series moved to another year."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from kostra.cli.parser import subcommands, write_out, year

_WARNED = 1
_WRONG_DATA = 2
_KINDS = ("kommune", "bydel", "fylke", "kostragruppe", "storrelse", "enhet")


def add(commands: Any) -> None:
    regions = commands.add_parser(
        "regions",
        help="kommuner, bydeler, fylker og grupper, år for år",
        description="Kommuner, bydeler, fylker og grupper, år for år.",
    )
    below = subcommands(regions)

    listing = below.add_parser("list", help="regionene i et år")
    _year(listing)
    listing.add_argument("--kind", choices=_KINDS, default="kommune", help="slag region (ellers kommune)")
    _formats(listing, ("text", "csv", "json"))
    listing.set_defaults(run=_list)

    show = below.add_parser("show", help="én region i et år: tilhørighet, folketall og endringer")
    show.add_argument("code", metavar="KODE", help="for eksempel 1103, 030101, 11, EKG12 eller EAK")
    _year(show)
    _formats(show, ("text", "json"))
    show.set_defaults(run=_show)

    changes = below.add_parser("changes", help="sammenslåinger, delinger, nye numre og nye navn mellom to år")
    changes.add_argument("before", type=year, metavar="FØR", help="det første året")
    changes.add_argument("after", type=year, metavar="ETTER", help="det andre året")
    _formats(changes, ("text", "csv", "json"))
    changes.set_defaults(run=_changes)

    rebase = below.add_parser(
        "rebase",
        help="regn en serie om til kommunene i et annet år",
        description=(
            "Regn en serie om til kommunene i et annet år. Fila er CSV med kolonnene region og value.\n"
            "Verdier som ikke kan deles, blir stående samlet og merkes."
        ),
    )
    rebase.add_argument("file", metavar="FIL", help="CSV-fil, eller - for standard inn")
    rebase.add_argument("--from", dest="from_year", type=year, required=True, metavar="ÅR", help="året serien gjelder")
    rebase.add_argument(
        "--to", dest="to_year", type=year, required=True, metavar="ÅR", help="året den skal regnes om til"
    )
    rebase.add_argument(
        "--split-by", choices=("folketall",), help="fordel det som ble delt, etter folketallet; merkes som anslag"
    )
    rebase.add_argument("--out", metavar="FIL", help="skriv til en fil")
    rebase.set_defaults(run=_rebase)


def _year(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--year", type=year, required=True, metavar="ÅR", help="året det spørres om")


def _formats(parser: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    parser.add_argument("--format", choices=formats, default="text", help="hvordan svaret skrives (ellers text)")
    parser.add_argument("--out", metavar="FIL", help="skriv til en fil")


def _list(given: argparse.Namespace) -> int:
    from kostra import regions
    from kostra.app.regions import render

    kind = render.KINDS[given.kind]
    listed = regions.groups(given.year) if given.kind == "kostragruppe" else regions.regions(kind, given.year)
    match given.format:
        case "csv":
            text = render.list_csv(listed)
        case "json":
            text = render.list_json(listed, given.year, kind)
        case _:
            text = render.list_text(listed)
    write_out(text, given.out)
    return 0


def _show(given: argparse.Namespace) -> int:
    from kostra.app.regions import render
    from kostra.app.regions.describe import describe

    described = describe(given.code, given.year)
    write_out(
        render.description_json(described) if given.format == "json" else render.description_text(described), given.out
    )
    return 0


def _changes(given: argparse.Namespace) -> int:
    from kostra.app.regions import render
    from kostra.app.regions.history import happenings

    happened = happenings(given.before, given.after)
    match given.format:
        case "csv":
            text = render.changes_csv(happened)
        case "json":
            text = render.changes_json(happened)
        case _:
            text = render.changes_text(happened)
    write_out(text, given.out)
    return 0


def _rebase(given: argparse.Namespace) -> int:
    from kostra.app.regions import series

    read = series.read_series(_read(given.file), given.from_year)
    if read.problems:
        for problem in read.problems:
            print(f"{given.file}, linje {problem.line}: {problem.text}", file=sys.stderr)
        print("Ingenting er regnet om. Rett fila og prøv igjen.", file=sys.stderr)
        return _WRONG_DATA
    moved = series.move(read, given.to_year, by_population=given.split_by == "folketall")
    write_out(series.as_csv(moved), given.out)
    for row in moved.rows:
        if row.mark:
            print(f"{' + '.join(row.regions)}: {row.mark}, {row.note}.", file=sys.stderr)
    if moved.without_row:
        shown = ", ".join(moved.without_row[:10]) + (" ..." if len(moved.without_row) > 10 else "")
        print(
            f"{len(moved.without_row)} kommuner i {given.from_year} har ingen rad i fila, og er ikke med: {shown}",
            file=sys.stderr,
        )
    return 0 if moved.exact else _WARNED


def _read(file: str) -> str:
    from pathlib import Path

    from kostra.model.errors import Refused, system_said

    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise Refused(f"Kan ikke lese «{file}»: {system_said(error)}. Sjekk navnet.") from None
    except UnicodeDecodeError:
        raise Refused(f"«{file}» er ikke UTF-8. Lagre fila som UTF-8 og prøv igjen.") from None
