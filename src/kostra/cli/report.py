"""`kostra report`: the yearly report of the working group, counted by the system and with what people wrote in it, as a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kostra.cli.asker import statistician
from kostra.cli.parser import year

if TYPE_CHECKING:
    from kostra.app.settings import Settings
    from kostra.app.system import System

Opened = Callable[[], AbstractContextManager["System"]]
_KINDS = ("html", "docx", "pdf")


def add(commands: Any, opened: Opened, settings: Callable[[], Settings]) -> None:
    """`settings` tells which folder releases are in, and what the site is called from outside."""
    report = commands.add_parser(
        "report",
        help="arbeidsgruppens årsrapport (HTML, DOCX, PDF)",
        description=(
            "Rapporten for et rapporteringsår, kapittel 1 til 9. Alle tall er talt av systemet, og er lenker til det de er talt av;\n"
            "lenkene begynner med adressen i KOSTRA_ADDRESS, og uten den gjelder de på nettstedet. Det som er skrevet i utkastet, er med.\n"
            "En publisert rapport skrives som den ble publisert. Er den ikke det, skrives utkastet; er det ikke laget, telles det uten at\n"
            "noe lagres."
        ),
    )
    report.add_argument("year", type=year, metavar="ÅR", help="rapporteringsåret, for eksempel 2025")
    report.add_argument("--format", choices=_KINDS, default="html", help="hvordan rapporten skrives (ellers html)")
    report.add_argument("--lang", choices=("nb", "nn"), default="nb", help="målform (ellers nb)")
    report.add_argument("--make", action="store_true", help="tell utkastet på nytt først, og lagre det")
    report.add_argument("--draft", action="store_true", help="skriv utkastet, også når rapporten er publisert")
    report.add_argument("--out", metavar="FIL", help="skriv til en fil; det må DOCX og PDF")
    report.set_defaults(run=lambda given: _report(given, opened, settings))


def _report(given: argparse.Namespace, opened: Opened, settings: Callable[[], Settings]) -> int:
    from kostra.app.reporting import making, seeing, showing
    from kostra.app.reporting.moving import as_written
    from kostra.model.errors import Refused
    from kostra.model.text import Language

    if given.out in (None, "-") and given.format != "html":
        raise Refused(
            f"En rapport som {given.format.upper()} er ikke tekst. Skriv hvor den skal med --out, for eksempel rapport.{given.format}."
        )
    read = settings()
    with opened() as system:
        if given.make:
            making.make(system, statistician(), read.data, given.year)
        record = None
        if not (given.draft or given.make) and given.year in seeing.years(system):
            record = seeing.published(system, given.year).record
        if record is None:
            found = seeing.draft(system, statistician(), given.year)
            made = found.record or making.counted(system, statistician(), read.data, given.year)
            record = as_written(made, found.log)
    content = showing.written(showing.paper(record, Language(given.lang), read.address or ""), given.format)
    _write(content, given.out)
    return 0


def _write(content: bytes, out: str | None) -> None:
    from kostra.model.errors import Refused, system_said

    if out in (None, "-"):
        sys.stdout.write(content.decode())
        return
    try:
        Path(str(out)).write_bytes(content)
    except OSError as error:
        raise Refused(f"Kan ikke skrive til «{out}»: {system_said(error)}. Velg et annet sted med --out.") from None
