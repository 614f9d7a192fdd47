"""`kostra statbank`: files for the table bank of Statistics Norway, as its loader reads them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kostra.cli.asker import statistician
from kostra.cli.parser import subcommands

if TYPE_CHECKING:
    from kostra.app.system import System

Opened = Callable[[], AbstractContextManager["System"]]
Folder = Callable[[], Path]


def add(commands: Any, opened: Opened, folder: Folder) -> None:
    statbank = commands.add_parser(
        "statbank",
        help="filer til Statistikkbanken i SSB",
        description="Lager filene som lasteprogrammet til Statistikkbanken leser. Ingenting sendes herfra.",
    )
    export = subcommands(statbank).add_parser(
        "export",
        help="skriv filene til en tabell i en godkjent publisering",
        description=(
            "Skriver én fil for hver deltabell i uttaksbeskrivelsen, avrundet og med koder for det som ikke vises. Publiseringen må\n"
            "være godkjent, men timen trenger ikke å være kommet: filene har da tall som ingen får se ennå."
        ),
    )
    export.add_argument("table", metavar="TABELL", help="vår tabell, for eksempel 91105")
    export.add_argument(
        "--release", required=True, metavar="ID", help="publiseringen, som «kostra release list» viser den"
    )
    export.add_argument("--out", type=Path, required=True, metavar="MAPPE", help="mappen filene skrives i")
    source = export.add_mutually_exclusive_group(required=True)
    source.add_argument(
        "--description", type=Path, metavar="FIL", help="uttaksbeskrivelsen, slik Statistikkbanken gir den (JSON)"
    )
    source.add_argument(
        "--describe",
        action="store_true",
        help="skriv i stedet en beskrivelse av tabellen på samme form: det vi trenger at banken tar imot",
    )
    export.add_argument(
        "--column",
        action="append",
        default=[],
        type=_named,
        metavar="NAVN=KODE",
        help="kolonnen som heter NAVN i Statistikkbanken, er KODE hos oss; kan gjentas",
    )
    export.add_argument("--only-known", action="store_true", help="utelat koder som Statistikkbanken ikke har")
    export.add_argument(
        "--initials",
        action="append",
        default=[],
        metavar="ABC",
        help="skriv også overføringen som ett innhold, med adresse: den som laster, og de som skal varsles; kan gjentas",
    )
    export.set_defaults(run=lambda given: _export(given, opened, folder))


def _export(given: argparse.Namespace, opened: Opened, folder: Folder) -> int:
    from kostra.app.publication.exporting import export
    from kostra.publication.upload import describing, description, sending, writing

    told = None if given.describe else description.read(_read(given.description))
    with opened() as system:
        found = export(system, statistician(), folder(), given.table, given.release)
    if told is None:
        _write(given.out, {f"{found.table.id}.json": describing.described(found.table, found.table.updated)})
        return 0
    upload = writing.written(found.table, told, dict(given.column), only_known=given.only_known)
    files = dict(upload.files)
    if given.initials:
        asked = sending.parameters(told.table, found.on, given.initials)
        files |= {
            "overforing.body": sending.body(upload.files),
            "overforing.txt": f"POST statbank/sos/v1/DataLoader?{asked}\nContent-Type: {sending.CONTENT_TYPE}\n".encode(),
        }
    _write(given.out, files)
    for line in upload.told:
        print(f"NB: {line}")
    print(f"Publiseres {found.on:%d.%m.%Y}. Ikke del filene før det.")
    return 0


def _named(written: str) -> tuple[str, str]:
    name, equals, code = written.rpartition("=")
    if not (name and equals and code):
        raise argparse.ArgumentTypeError(
            f"«{written}» er ikke et navn og en kode. Skriv for eksempel «Antall personer=mottakere»."
        )
    return name.strip(), code.strip()


def _read(file: Path) -> bytes:
    from kostra.model.errors import Refused, system_said

    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused(f"Kan ikke lese «{file}»: {system_said(error)}. Se etter om stien er riktig.") from None


def _write(out: Path, files: Mapping[str, bytes]) -> None:
    """For their owner alone: they may have figures that nobody else is to see yet."""
    from kostra.model.errors import Refused, system_said

    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in files.items():
            path = out / name
            path.touch(mode=0o600)
            path.write_bytes(content)
    except OSError as error:
        raise Refused(f"Kan ikke skrive til «{out}»: {system_said(error)}. Velg et annet sted med --out.") from None
    _tell(out, files)


def _tell(out: Path, names: Iterable[str]) -> None:
    for name in names:
        print(f"Skrev {out / name}.")
