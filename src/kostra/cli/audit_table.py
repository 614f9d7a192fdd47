"""`kostra audit-table`: whether a published table gives away what it does not show.

Exit status: 0 nothing can be worked out, 2 something can (or is not shown to be safe), 3 wrong use.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kostra.cli.parser import refuse_no_place, write_out
from kostra.model.errors import Refused, system_said

if TYPE_CHECKING:
    from kostra.disclosure.audit.certificates import Certificates
    from kostra.disclosure.audit.published import Published

_UNSAFE = 2


def add(commands: Any) -> None:
    audit = commands.add_parser(
        "audit-table",
        help="prøv om en publisert tabell røper det den skjuler",
        description=(
            "Prøver om noen kan regne ut de skjulte cellene i en tabell av det som er publisert.\n"
            "PUBLISHED.csv har en linje for hver celle: koder (en gruppes kode eller Total for summer) og antall, tomt når det er skjult.\n"
            "Avslutter med 0 (ingenting kan regnes ut), 2 (noe kan regnes ut, eller er ikke avgjort) eller 3 (feil bruk)."
        ),
    )
    audit.add_argument("table", metavar="PUBLISHED.csv", help="tabellen slik den er publisert")
    audit.add_argument("--count", required=True, metavar="KOLONNE", help="kolonnen med antallet")
    audit.add_argument("--dims", required=True, metavar="KOLONNER", help="dimensjonene, for eksempel mun,age,sex")
    audit.add_argument(
        "--members",
        action="append",
        default=[],
        metavar="MEMBERS.csv",
        help="hvilke grupperinger hver kode i en dimensjon er med i; flere ganger når flere dimensjoner har grupperinger",
    )
    audit.add_argument(
        "--zeros",
        choices=("shown", "protected"),
        default="shown",
        help="om nuller vises, så alle vet at en skjult celle er minst 1 (shown), eller skjules de også (ellers shown)",
    )
    audit.add_argument(
        "--certificates",
        metavar="FIL",
        help=(
            "søk etter hele tabeller som viser at cellene kan være to ting, og skriv dem til FIL; "
            "finnes FIL, etterprøves den med hele tall i stedet, og avvises hvis et tall er endret"
        ),
    )
    audit.add_argument(
        "--bounds", metavar="FIL", help="regn ut hvor lite og hvor mye hver skjult celle kan være, til en CSV-fil"
    )
    audit.add_argument("--report", metavar="FIL", help="skriv en rapport for mennesker som en HTML-side")
    audit.add_argument(
        "--format", choices=("text", "json"), default="text", help="hvordan svaret skrives (ellers text)"
    )
    audit.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    import json

    from kostra.disclosure.audit import page
    from kostra.disclosure.audit.auditing import Wanted, audit
    from kostra.disclosure.audit.certificates import written

    _refuse_clash(given)
    published = _published(given)
    found = _given(given.certificates, published)
    wanted = Wanted(bounds=given.bounds is not None, certificates=given.certificates is not None, given=found)
    try:
        verdict = audit(published, wanted, _tell)
    except Refused as refused:
        if given.members:
            raise
        raise Refused(
            f"{refused.message} Er noen av kodene grupperinger av andre, så si hvilke med --members."
        ) from None
    if given.certificates is not None and found is None and verdict.certificates is not None:
        write_out(written(published, verdict.certificates).decode(), given.certificates)
    if given.bounds is not None:
        write_out(page.bounds(verdict, published), given.bounds)
    if given.report is not None:
        kept = None if given.certificates is None else Path(given.certificates).name
        write_out(page.page(verdict, published, Path(given.table).name, kept), given.report)
    if given.format == "json":
        print(json.dumps(verdict.figures()))
    else:
        sys.stdout.write(page.text(verdict, published))
    return 0 if verdict.passed else _UNSAFE


def _refuse_clash(given: argparse.Namespace) -> None:
    """No file is written twice, or over what is read."""
    taken = {Path(path).resolve() for path in (given.table, *given.members)}
    for path in (given.certificates, given.bounds, given.report):
        if path is None:
            continue
        refuse_no_place(path)
        if Path(path).resolve() in taken:
            raise Refused(f"«{path}» er allerede en fil som leses eller skrives i samme kjøring. Velg et annet navn.")
        taken.add(Path(path).resolve())


def _published(given: argparse.Namespace) -> Published:
    from kostra.disclosure.audit import reading

    dimensions = [name.strip() for name in given.dims.split(",")]
    if not all(dimensions) or len(set(dimensions)) != len(dimensions) or given.count in dimensions:
        raise Refused(
            f"--dims {given.dims} skal være ulike kolonner med komma imellom, for eksempel mun,age,sex, og ikke --count {given.count}."
        )
    members = [reading.members(reading.lines(_read(path), path), dimensions) for path in given.members]
    named = [one.dimension for one in members]
    if len(set(named)) != len(named):
        raise Refused(f"--members er gitt to ganger for {max(named, key=named.count)}. Behold én.")
    table = reading.lines(_read(given.table), given.table)
    return reading.published(table, given.count, dimensions, members, given.zeros == "shown")


def _given(path: str | None, published: Published) -> Certificates | None:
    """Certificates that are there already."""
    from kostra.disclosure.audit.certificates import read

    if path is None or not Path(path).exists():
        return None
    return read(published, _read(path), path)


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Refused(f"Kan ikke lese «{path}»: {system_said(error)}. Se etter om stien er riktig.") from None


def _tell(said: str) -> None:
    """How far it has come: on a terminal one line that changes, elsewhere a line each time."""
    end = "\r\x1b[K" if sys.stderr.isatty() else ""
    sys.stderr.write(f"{end}{said[:100]}" if end else f"{said}\n")
    sys.stderr.flush()
